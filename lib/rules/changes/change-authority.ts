// How a change is authorised where that is more than the roles of each switch: bundles, second approvals, break-glass and its debt.
import type { Authority } from '#lib/catalog/approvals.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** A change that one person made by break-glass for an incident, and that another has still to review. */
export interface Debt {
  id: string;
  incident: string;
  by: string;
}

/** How a change is authorised, where that is more than each switch's own roles. */
export interface Terms {
  /** The restart after an emergency stop, which sets its switches back. */
  restart?: boolean;
  /** A bundle that its own roles authorise beforehand: its switches' roles are not asked, and nothing in it waits. */
  bundle?: 'level' | 'emergency' | 'alert' | 'signed' | 'guard';
  /**
   * The catalogue itself names these values, as a step of a procedure: for what lowers exposure the roles of the switch
   * are not asked. Everything else in it is.
   */
  named?: boolean;
  /** Waits for a second person whatever it changes: leaving a level, the restart after an emergency stop. */
  alwaysWaits?: boolean;
  /** Carries out what a second person has just approved. */
  approved?: boolean;
  /** Who asked for what is approved is a super admin: their word for raising while a P0 is open. */
  word?: boolean;
  /** Skips the second person, in the name of `incident`. */
  breakGlass?: boolean;
  incident?: string;
}

/** How a change of these terms is authorised; `needsSecond` when it holds something that takes a second person. */
export function authorityOf(actor: Actor, terms: Terms, needsSecond: boolean): Authority {
  if (terms.bundle) return terms.bundle;
  if (actor.kind === 'system') return 'system';
  if (terms.approved) return 'approved';
  return needsSecond && terms.breakGlass ? 'break_glass' : 'single';
}

/** Raising outside the incident of an unreviewed break-glass waits for its review, by whoever asks. */
export function owesReview(debts: readonly Debt[], terms: Terms): Result<true> {
  const debt = debts.find(({ incident }) => incident !== terms.incident);
  if (!debt) return ok(true);
  return fail(
    'break_glass_debt',
    `${debt.by} used break-glass for ${debt.incident}, and nobody else has reviewed it: until then nothing outside ${debt.incident} is raised. Review it under Approvals.`,
    { breakGlassId: debt.id, incident: debt.incident },
  );
}

/** An emergency stop that has not been restarted. */
export interface OpenStop {
  id: string;
  /** What it set: nothing else is accepted for these switches. */
  settings: Readonly<Record<string, WireValue>>;
}

/** The switches of an open emergency stop keep its values, whoever asks, until the restart. */
export function staysLatched(
  stop: OpenStop | null,
  changes: readonly { switch: string; symbol: string | null; newValue: WireValue }[],
  terms: Terms,
): Result<true> {
  if (!stop || terms.restart) return ok(true);
  const loose = changes.find(
    (change) =>
      Object.hasOwn(stop.settings, change.switch) &&
      !sameValue(change.newValue, stop.settings[change.switch]),
  );
  if (!loose) return ok(true);
  return fail(
    'latched',
    `${loose.switch} is latched by the emergency stop: it is set back only by the restart, after the recovery procedure and with a second person.`,
    { switch: loose.switch, stopId: stop.id },
  );
}

/** A P0 of the venue that is not over. */
export interface OpenP0 {
  number: number;
  title: string;
}

/** While a P0 is open, raising takes a super admin: as who does it, who asked for it, or who approves it. */
export function lacksWord(open: OpenP0 | null, actor: Actor, terms: Terms): boolean {
  if (open === null || terms.bundle !== undefined || terms.word === true) return false;
  return actor.kind === 'person' && !actor.roles.includes('super_admin');
}

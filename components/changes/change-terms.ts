// What a change says besides its values and its reason: how long it holds, whose it is, break-glass and its incident. Pure.
import { INCIDENT_REFERENCE, REVIEW_HOURS } from '#lib/catalog/approvals.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';
import { deadlineTime } from '#lib/rules/changes/deadline.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** Minutes from now, the end of the day, a time of one's own, or no end. */
export type Hold = 'none' | '30' | '60' | '240' | 'day' | 'own';

export interface TermsDraft {
  hold: Hold;
  /** As the field for a time has it, in UTC: `2026-03-19T14:30`. */
  ownTime: string;
  /** Id of the owner; empty means oneself. */
  owner: string;
  /** The part for break-glass is open: the change skips its second person. */
  glass: boolean;
  incident: string;
  /** It belongs to the incident whose break-glass waits for review. */
  joins: boolean;
}

/** `temporary`: somebody may choose an end. `loosened`: there is always one, four hours unless chosen otherwise. */
export type DeadlineKind = 'temporary' | 'loosened';

export function startTerms(kind: DeadlineKind = 'temporary'): TermsDraft {
  const hold = kind === 'loosened' ? (String(REVIEW_HOURS * 60) as Hold) : 'none';
  return { hold, ownTime: '', owner: '', glass: false, incident: '', joins: false };
}

const MINUTE_MS = 60_000;

/** The moment a choice means at `now` (ms since 1970); null means no end. */
export function untilOf(draft: Pick<TermsDraft, 'hold' | 'ownTime'>, now: number): Result<Date | null> {
  if (draft.hold === 'none') return ok(null);
  if (draft.hold === 'day') {
    const end = new Date(now);
    end.setUTCHours(24, 0, 0, 0);
    return ok(end);
  }
  if (draft.hold !== 'own') return ok(new Date(now + Number(draft.hold) * MINUTE_MS));
  const own = new Date(`${draft.ownTime}Z`);
  if (Number.isNaN(own.getTime())) return fail('invalid_input', 'Choose the time, in UTC.');
  const checked = deadlineTime(own, new Date(now));
  return checked.ok ? checked : fail('invalid_input', 'Choose a time from a minute to 30 days ahead.');
}

/** As commands take it. */
export interface SentTerms {
  until?: string;
  owner?: string;
  incident?: string;
  breakGlass?: { incident: string };
}

export interface TermsFacts {
  /** It takes a second person, unless the glass is broken. */
  waits: boolean;
  raises: boolean;
  /** It has, or may have, a time at which somebody comes back to it. */
  deadline: DeadlineKind;
  debts: AttentionView['debts'];
  /** The server's clock, ms since 1970. */
  now: number;
}

/** The incident this change names; null when none. */
export function incidentOf(draft: TermsDraft, facts: Pick<TermsFacts, 'waits' | 'debts'>): string | null {
  if (facts.waits && draft.glass) return draft.incident.trim() || null;
  return draft.joins ? (facts.debts[0]?.incident ?? null) : null;
}

/** The break-glass whose review this change would have to wait for; null when nothing is owed. */
export function owedBy(draft: TermsDraft, facts: TermsFacts): AttentionView['debts'][number] | null {
  if (!facts.raises) return null;
  const incident = incidentOf(draft, facts);
  return facts.debts.find((debt) => debt.incident !== incident) ?? null;
}

/** Why the terms cannot be sent as they are; null when they can. */
export function termsHeldBy(draft: TermsDraft, facts: TermsFacts): string | null {
  const until = untilOf(draft, facts.now);
  if (!until.ok) return until.error.message;
  const breaks = facts.waits && draft.glass;
  return breaks && !INCIDENT_REFERENCE.pattern.test(draft.incident.trim())
    ? INCIDENT_REFERENCE.sentence
    : null;
}

/** What is sent; only what differs from what the server fills in by itself. */
export function sentTerms(draft: TermsDraft, facts: TermsFacts): SentTerms {
  const until = untilOf(draft, facts.now);
  const chosen = until.ok && until.value ? until.value.toISOString() : undefined;
  const usual = facts.deadline === 'loosened' && draft.hold === startTerms('loosened').hold;
  const incident = incidentOf(draft, facts);
  const breaks = facts.waits && draft.glass && incident !== null;
  return {
    ...(chosen && !usual ? { until: chosen } : {}),
    ...(chosen && draft.owner ? { owner: draft.owner } : {}),
    ...(breaks ? { breakGlass: { incident } } : incident !== null ? { incident } : {}),
  };
}

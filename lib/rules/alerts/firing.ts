// One occurrence of an alert from fired to resolved: what a delivery does to it, and how its clocks stand.
import { ACT_SECONDS, CONFIRM_SECONDS, ESCALATION, type EscalationStep } from '#lib/catalog/alert-clocks.ts';
import type { AlertPriority } from '#lib/catalog/alert-types.ts';

/** The moments of a firing (product.md section 4); each is set once and never moves. */
export interface FiringMoments {
  /** The earlier of startsAt and received: a source whose clock is ahead does not start the clock late. */
  firedAt: Date;
  receivedAt: Date;
  confirmedAt: Date | null;
  actedAt: Date | null;
  effectiveAt: Date | null;
  resolvedAt: Date | null;
}

export interface HeardOf {
  status: 'firing' | 'resolved';
  startsAt: Date;
  endsAt: Date | null;
}

/** What is known of the same fingerprint when something is heard of it. */
export interface Known {
  /** The firing with this very startsAt. */
  same: { resolvedAt: Date | null } | null;
  /** The earliest later startsAt of this fingerprint: this occurrence was over by then. */
  laterStartsAt: Date | null;
}

export type Hearing =
  | { kind: 'fired'; firedAt: Date; resolvedAt: Date | null }
  | { kind: 'resolved'; resolvedAt: Date }
  | { kind: 'repeated' }
  | { kind: 'late' };

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date, b: Date): Date => (a > b ? a : b);

/**
 * What a delivery does. Repeats and late ones change nothing; none reopens what is resolved; one that begins before
 * another of its fingerprint that is known already was over when that one began.
 */
export function hear(heard: HeardOf, known: Known, receivedAt: Date): Hearing {
  const ended = heard.status === 'resolved' ? earlier(heard.endsAt ?? receivedAt, receivedAt) : null;
  if (known.same !== null) {
    if (known.same.resolvedAt !== null) return { kind: heard.status === 'firing' ? 'late' : 'repeated' };
    return ended === null
      ? { kind: 'repeated' }
      : { kind: 'resolved', resolvedAt: later(ended, heard.startsAt) };
  }
  const firedAt = earlier(heard.startsAt, receivedAt);
  const resolvedAt =
    ended ?? (known.laterStartsAt === null ? null : earlier(known.laterStartsAt, receivedAt));
  return { kind: 'fired', firedAt, resolvedAt: resolvedAt === null ? null : later(resolvedAt, firedAt) };
}

export interface Clock {
  dueAt: Date;
  /** When it stopped; null while it runs. */
  stoppedAt: Date | null;
  late: boolean;
}

function clockOf(firedAt: Date, seconds: number, stoppedAt: Date | null, now: Date): Clock {
  const dueAt = new Date(firedAt.getTime() + seconds * 1_000);
  return { dueAt, stoppedAt, late: (stoppedAt ?? now) > dueAt };
}

/** Five minutes from fired to confirmed. What is resolved without anybody needs no confirming any more. */
export function confirmClock(firing: FiringMoments, now: Date): Clock {
  return clockOf(firing.firedAt, CONFIRM_SECONDS, firing.confirmedAt ?? firing.resolvedAt, now);
}

/** Ten minutes from fired until the action is effective; where there is no action, until somebody says what was done. */
export function actClock(firing: FiringMoments, hasAction: boolean, now: Date): Clock {
  const done = hasAction ? firing.effectiveAt : (firing.effectiveAt ?? firing.actedAt);
  return clockOf(firing.firedAt, ACT_SECONDS, done ?? firing.resolvedAt, now);
}

function reached(step: EscalationStep, firing: FiringMoments): boolean {
  if (step.unless === 'never') return false;
  return (step.unless === 'confirmed' ? firing.confirmedAt : firing.effectiveAt) !== null;
}

/** The steps of the chain that a firing still has before it, with the moment of each; `told` are those behind it. */
export function escalationAhead(
  firing: FiringMoments & { priority: AlertPriority },
  told: number,
): { step: number; at: Date }[] {
  if (firing.priority !== 'P0' || firing.resolvedAt !== null) return [];
  return ESCALATION.map((one, step) => ({ one, step }))
    .filter(({ one, step }) => step >= told && !reached(one, firing))
    .map(({ one, step }) => ({ step, at: new Date(firing.firedAt.getTime() + one.afterSeconds * 1_000) }));
}

/** When the chain goes on; null when nobody has to be told any more. */
export function firstAhead(firing: FiringMoments & { priority: AlertPriority }, told: number): Date | null {
  return escalationAhead(firing, told)[0]?.at ?? null;
}

// What a notification tells, whatever channel it goes to: its kind, its content, and the words for it.
import { ACT_SECONDS, CONFIRM_SECONDS } from '#lib/catalog/alert-clocks.ts';
import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import type { ChannelKind } from '#lib/catalog/on-call.ts';

/** The firing as it is told of; its title is harmless to show already. */
export interface FiringOf {
  id: string;
  number: number;
  title: string;
  alert: string | null;
  priority: AlertPriority;
  drill: boolean;
  firedAt: string;
}

export type Notice =
  /** A P1 came in; a P0 is told of by the first step of its chain. */
  | { kind: 'alert.fired'; firing: FiringOf }
  | {
      kind: 'alert.escalated';
      firing: FiringOf;
      /** From 0. */
      step: number;
      /** Completes "..., so that ... are told": what has not happened. */
      why: string;
      told: readonly { name: string; as: string }[];
      nobodyOnCall: boolean;
    }
  | { kind: 'alert.confirmed'; firing: FiringOf; by: string; at: string }
  | { kind: 'alert.acted'; firing: FiringOf; by: string; at: string }
  | { kind: 'alert.effective'; firing: FiringOf; at: string }
  | { kind: 'alert.resolved'; firing: FiringOf; by: string | null; at: string }
  | { kind: 'on-call.handed-over'; from: string | null; to: string; note: string; at: string }
  | { kind: 'test-page.sent'; page: TestPageOf; by: string; at: string }
  | { kind: 'test-page.answered'; page: TestPageOf; by: string; at: string }
  | {
      kind: 'canary.rolled_back';
      canary: { id: string; number: number; title: string };
      /** Guards that were breached together, with their figures as text. */
      breaches: readonly { title: string; value: string; limit: string; rollback: string }[];
      /** The run was under way and has failed with it; else it had ended before. */
      failed: boolean;
      told: readonly { name: string; as: string }[];
      nobodyOnCall: boolean;
      at: string;
    }
  | {
      kind: 'form.voided';
      form: { name: string; run: number; gate: number };
      signedBy: readonly { name: string; as: string }[];
      /** What is not as it was signed, or who took it back why. */
      why: string;
      /** It can be opened and signed anew; else its run is over. */
      again: boolean;
      by: string;
      at: string;
    };

export interface TestPageOf {
  number: number;
  /** One contact's line of it: the id that PagerDuty folds by. */
  callId: string;
  contact: string;
  reach: { phone: string | null; slack: string | null; email: string | null };
}

export type NoticeKind = Notice['kind'];

/** PagerDuty is told what it has an event for. */
const PAGED: Partial<Record<NoticeKind, 'trigger' | 'acknowledge' | 'resolve'>> = {
  'alert.fired': 'trigger',
  'alert.escalated': 'trigger',
  'alert.confirmed': 'acknowledge',
  'alert.resolved': 'resolve',
  'test-page.sent': 'trigger',
  'test-page.answered': 'resolve',
  'canary.rolled_back': 'trigger',
};

export function pagerDutyAction(kind: NoticeKind): 'trigger' | 'acknowledge' | 'resolve' | undefined {
  return PAGED[kind];
}

/**
 * Whether a channel is told. `fromStep`: it hears of a firing only when that step of the chain was told; `toldSteps`:
 * how many were.
 */
export function goesTo(
  channel: { kind: ChannelKind; fromStep: number },
  notice: Notice,
  toldSteps: number,
): boolean {
  if (channel.kind === 'pagerduty' && PAGED[notice.kind] === undefined) return false;
  if (channel.fromStep === 0) return true;
  return 'firing' in notice && toldSteps > channel.fromStep;
}

/** `1:32`, `12:00`. */
function lasted(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `07:21:05 UTC`. */
function clock(at: string): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

function nameOf({ number, title, drill }: FiringOf): string {
  return `${drill ? 'DRILL ' : ''}A-${number} ${title}`;
}

function peopleOf(told: readonly { name: string; as: string }[]): string {
  return told.map(({ name, as }) => `${name} (${as})`).join(', ');
}

export interface NoticeWords {
  /** One line. */
  headline: string;
  /** More of it, a sentence or two; may be empty. */
  detail: string;
}

export function noticeWords(notice: Notice): NoticeWords {
  switch (notice.kind) {
    case 'alert.fired':
      return {
        headline: `${notice.firing.priority} ${nameOf(notice.firing)}`,
        detail: `Fired at ${clock(notice.firing.firedAt)}.`,
      };
    case 'alert.escalated':
      return escalatedWords(notice);
    case 'alert.confirmed':
      return {
        headline: `Confirmed: ${nameOf(notice.firing)}`,
        detail: `By ${notice.by}, ${lasted(notice.firing.firedAt, notice.at)} after it fired.`,
      };
    case 'alert.acted':
      return {
        headline: `Acted on: ${nameOf(notice.firing)}`,
        detail: `By ${notice.by}, ${lasted(notice.firing.firedAt, notice.at)} after it fired.`,
      };
    case 'alert.effective':
      return {
        headline: `Effective: ${nameOf(notice.firing)}`,
        detail: `Every instance has its action, ${lasted(notice.firing.firedAt, notice.at)} after it fired.`,
      };
    case 'alert.resolved':
      return {
        headline: `Resolved: ${nameOf(notice.firing)}`,
        detail: `${notice.by === null ? 'Reported as over' : `By ${notice.by}`} at ${clock(notice.at)}, ${lasted(notice.firing.firedAt, notice.at)} after it fired.`,
      };
    case 'on-call.handed-over':
      return {
        headline: `${notice.to} is on call`,
        detail: `${notice.from === null ? 'Taken on' : `Handed over by ${notice.from}`} at ${clock(notice.at)}: ${notice.note}`,
      };
    case 'test-page.sent':
      return {
        headline: `DRILL Test page T-${notice.page.number} for ${notice.page.contact}`,
        detail: `Sent by ${notice.by} at ${clock(notice.at)}. Answer it: nothing is wrong.${reachWords(notice.page)}`,
      };
    case 'test-page.answered':
      return {
        headline: `DRILL Test page T-${notice.page.number} is answered for ${notice.page.contact}`,
        detail: `By ${notice.by} at ${clock(notice.at)}.`,
      };
    case 'canary.rolled_back':
      return rollbackWords(notice);
    case 'form.voided': {
      const after = notice.again ? 'It has to be opened and signed anew.' : 'Nobody has to sign it any more.';
      return {
        headline: `${notice.form.name} is void: what was signed does not count any more`,
        detail: `Signed by ${peopleOf(notice.signedBy)}. ${sentence(notice.why)} Void since ${clock(notice.at)}, by ${notice.by}. ${after}`,
      };
    }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function rollbackWords(notice: Notice & { kind: 'canary.rolled_back' }): NoticeWords {
  const { canary, breaches, failed, told, nobodyOnCall, at } = notice;
  const figures = breaches.map(
    ({ title, value, limit, rollback }) => `${title}: ${value}, the limit is ${limit}. ${rollback}.`,
  );
  const after = failed ? 'The run has failed.' : 'The run had ended, and what it set was in force.';
  const people = told.length > 0 ? `Told: ${peopleOf(told)}.` : 'There is nobody to tell.';
  return {
    headline: `CN-${canary.number} ${canary.title} was rolled back by itself`,
    detail: `${figures.join(' ')} ${after} At ${clock(at)}. ${people}${nobodyOnCall ? ' Nobody is on call.' : ''}`,
  };
}

function escalatedWords(notice: Notice & { kind: 'alert.escalated' }): NoticeWords {
  const { firing, step, why, told, nobodyOnCall } = notice;
  const people = told.length > 0 ? `Told: ${peopleOf(told)}.` : 'There is nobody to tell.';
  const missing = nobodyOnCall ? ' Nobody is on call.' : '';
  if (step === 0) {
    const limits = `Confirm it within ${CONFIRM_SECONDS / 60} minutes and act within ${ACT_SECONDS / 60}.`;
    return {
      headline: `${firing.priority} ${nameOf(firing)}`,
      detail: `Fired at ${clock(firing.firedAt)}. ${limits} ${people}${missing}`,
    };
  }
  return {
    headline: `${firing.priority} ${nameOf(firing)}: ${why}`,
    detail: `Fired at ${clock(firing.firedAt)}. ${people}`,
  };
}

function reachWords({ reach }: TestPageOf): string {
  const ways = [reach.slack, reach.phone, reach.email].filter((way) => way !== null);
  return ways.length > 0 ? ` Reached at ${ways.join(', ')}.` : '';
}

/** Where in the console it is looked at. */
export function placeOf(notice: Notice): string {
  if ('firing' in notice) return `/alerts/${notice.firing.number}`;
  if ('canary' in notice) return `/canary/${notice.canary.number}`;
  if ('form' in notice) return `/canary/${notice.form.run}/forms/${notice.form.gate}`;
  return '/on-call';
}

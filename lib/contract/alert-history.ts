// Alerts beside the board: what every screen hears of them, earlier firings page by page, how quick people were, and the policies.
import type { FiringView } from './alerts.ts';
import type { NextBefore } from './console.ts';

/** In every pulse: enough for the line under the headers, the sound and the title of the page. */
export interface AlertsPulse {
  openP0: number;
  /** Of these, not confirmed by anybody. */
  unconfirmed: number;
  /** When the newest of the unconfirmed P0 arrived; null when there is none. */
  newest: string | null;
  /** The P0 whose clock ends next, unconfirmed ones first. */
  next: {
    id: string;
    number: number;
    title: string;
    drill: boolean;
    clock: 'confirm' | 'act';
    firedAt: string;
    dueAt: string;
  } | null;
  /** Another one whenever something of the open firings changed. */
  stamp: string;
}

/** GET /api/v1/firings?alert=&state=&drill=&from=&to=&before=&limit=: firings, newest first. */
export interface FiringsBody {
  now: string;
  items: readonly FiringView[];
  nextBefore: NextBefore;
}

/** How long something took, from fired on, over the firings in which it happened. */
export interface TimeTaken {
  count: number;
  medianMs: number | null;
  worstMs: number | null;
  /** Later than the clock allows, or still not done although the clock has run out. */
  late: number;
}

/** P0 firings of one alert in one week. */
export interface AlertTimes {
  /** Key of the catalogue, `other` for those without an entry; null: all of them together. */
  alert: string | null;
  /** Monday 00:00 UTC; null: all weeks together. */
  week: string | null;
  fired: number;
  confirm: TimeTaken;
  act: TimeTaken;
  effect: TimeTaken;
}

/** GET /api/v1/alert-times?weeks=&drills=: how long it took to confirm, to act, and until the action was effective. */
export interface AlertTimesBody {
  now: string;
  /** Every week of the span, oldest first, also those in which nothing fired. */
  weeks: readonly string[];
  items: readonly AlertTimes[];
  nextBefore: null;
}

/** What Bulkhead does of itself when this alert fires. */
export interface AlertPolicyView {
  alert: string;
  policy: 'off' | 'propose' | 'execute';
  /** Null while the catalogue's word holds. */
  set: { at: string; by: string; reason: string } | null;
}

/** GET /api/v1/alert-policies: every alert of the catalogue. */
export interface AlertPoliciesBody {
  items: readonly AlertPolicyView[];
  nextBefore: null;
}

/** What confirm-storm answers. */
export interface StormAnswer {
  confirmed: number;
  /** More like it that had arrived by then: press again. */
  left: number;
}

/** What act-on-storm answers. */
export interface StormActedAnswer {
  acted: number;
  /** More like it that had arrived by then: press again. */
  left: number;
  /** Null when every value held already. */
  changeSetId: string | null;
  epoch: number;
  revision: number;
  warnings: readonly string[];
}

/** What see-rejected answers. */
export interface SeenAnswer {
  seen: number;
}

// What an alert of the catalogue consists of (manual 1, "Alert System & Emergency Response").
import type { SwitchSetting } from './switches.ts';

/** P0 runs against the clocks of `alert-clocks.ts`; P1 is looked at in working time. */
export type AlertPriority = 'P0' | 'P1';

/** What Bulkhead does of itself when it fires: nothing, prepare the button, or press it as the system. */
export type AlertPolicy = 'off' | 'propose' | 'execute';

/** Where its occurrences come from: a rule of Prometheus, the venue that does not wait for a scrape, or Bulkhead itself. */
export type AlertSource =
  /** `limit`: what its figure is held against, where that is no figure of the manual but one that was chosen. */
  | { kind: 'rule'; expr: string; holdsSeconds: number; limit?: string }
  | { kind: 'push'; withinMs: number }
  /** It is over when Bulkhead sees that its cause is gone, when somebody says so, or by either. */
  | { kind: 'bulkhead'; over: 'itself' | 'by hand' | 'either' };

/** The alert's named action: one press, one change set. */
export interface AlertAction {
  /** On the button: a verb and what it does. */
  label: string;
  settings: readonly SwitchSetting[];
  /** Also adds the symbol of the firing to this list. */
  addSymbolTo?: 'hl_routing_paused_symbols';
  /** What is no longer there afterwards, in amber. */
  losing?: string;
}

export interface Alert {
  title: string;
  /** Completes "It fires when ...". */
  when: string;
  priority: AlertPriority;
  source: AlertSource;
  action?: AlertAction;
  /** What follows the action, in the order of the manual. */
  further: readonly string[];
  /** The procedure that its further action is a run of. */
  procedure?: string;
  /** The place in the console where its further action is done, such as /withdrawals#hot-wallet. */
  goesOnAt?: { label: string; path: `/${string}`; shows: 'hot-wallet' };
  policy: AlertPolicy;
  /** Fires only while a canary runs, where its action is executed (manual 5). */
  during?: 'canary';
  /** Where the figures come from. */
  from: string;
}

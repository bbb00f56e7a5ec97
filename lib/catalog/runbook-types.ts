// The shape of an alert's runbook: what it means, what to look at, how to know that it is over. Trigger and action are the alert's own.
import type { FIGURES } from '#lib/contract/edge.ts';
import type { SwitchName } from './switches.ts';

export interface AlertRunbook {
  /** What it means for customers and for the venue. */
  means: string;
  /** What to look at, in this order. */
  look: readonly string[];
  /** What it usually is, each with what mends it. */
  causes: readonly { cause: string; fix: string }[];
  /** How to know that it is over. */
  over: string;
  /** Switches it speaks of besides those that its action sets; their live values stand beside it. */
  switches: readonly SwitchName[];
  /** Figures of the instances that show it. */
  figures?: readonly (keyof typeof FIGURES)[];
}

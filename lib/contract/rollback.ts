// What a rollback would do, before it is done: the difference, what it collides with, and what it asks of people.
import type { ChangeView, Direction } from './console.ts';
import type { WireValue } from './values.ts';

/** One change of the preview, with who set the value that it would replace. */
export interface RollbackChangeView extends ChangeView {
  changedBy: string | null;
  changedAt: string | null;
}

/** A value that somebody has changed since the change set: undoing would undo theirs. */
export interface ConflictView {
  switch: string;
  symbol: string | null;
  /** What the change set had made of it, and what holds now. */
  made: WireValue;
  value: WireValue;
  changedBy: string | null;
  changedAt: string | null;
}

/** GET /api/v1/rollback?at= or ?changeSetId=: the whole matrix to a moment, or one change set undone. */
export interface RollbackBody {
  /** The position this was computed for: send it as `expected`, `epoch.revision`. */
  epoch: number;
  revision: number;
  /** Time of the revision that would be gone back to; null for a change set. */
  from: string | null;
  changes: readonly RollbackChangeView[];
  direction: Direction | null;
  conflicts: readonly ConflictView[];
  /** Switches that did not exist then: they keep what they have. */
  missing: readonly string[];
  /** Takes a second person: it would become a change request. */
  waits: boolean;
  /** Cross-switch rules it would leave violated. */
  warnings: readonly string[];
  /** Why you could not do it now: a sentence; null when you could. */
  heldBy: string | null;
  /** Nothing else holds it but a break-glass that waits for review: naming its incident frees it. */
  owesReview: boolean;
}

// Degradation levels as the console says them: which one holds, what each would do, what was pressed and what leaving sets back.
import type { ActorView, CapabilityView, ChangeView, EffectView } from './console.ts';
import type { WireValue } from './values.ts';

export interface DriftView {
  switch: string;
  /** What the level set, and what holds now. */
  pressed: WireValue;
  value: WireValue;
  /** Who changed it last, and when. */
  changedBy: string | null;
  changedAt: string | null;
}

export interface PressView {
  id: string;
  level: number;
  pressedBy: ActorView;
  pressedAt: string;
  reason: string;
  changeSetId: string | null;
  /** Until then it is observed; after that somebody confirms that the venue is stable. */
  observeUntil: string;
  confirmedAt: string | null;
  confirmedBy: string | null;
  drift: readonly DriftView[];
}

/** One level as pressing it now would turn out. */
export interface LevelView {
  level: number;
  name: string;
  title: string;
  means: string;
  triggers: readonly string[];
  losing: string | null;
  /** What would change; empty when every value holds already. */
  changes: readonly ChangeView[];
  /** By the keys of lib/rules/changes/capabilities.ts. */
  capabilities: Readonly<Record<string, CapabilityView>>;
  /** Capabilities that users of the exchange would have less of. */
  lost: readonly string[];
  /** Why you may not press it now: a sentence; null when you may. */
  heldBy: string | null;
  /** How the newest press of this level took effect; null when there was none. */
  lastEffect: EffectView | null;
}

/** GET /api/v1/levels */
export interface LevelsBody {
  now: string;
  epoch: number;
  revision: number;
  /** Derived from the values: the highest level whose settings all hold. */
  current: number;
  /** When that level came to hold. */
  since: string;
  levels: readonly LevelView[];
  /** The newest press that nobody has left. */
  press: PressView | null;
  /** What leaving that press would set back, and what keeps its value because somebody changed it since. */
  leaving: {
    changes: readonly ChangeView[];
    kept: readonly DriftView[];
    /** The open change request to leave it. */
    request: { id: string; number: number } | null;
    heldBy: string | null;
  } | null;
}

/** The part of the live pulse that says where the venue stands. */
export interface LevelStatus {
  current: number;
  /** When that level came to hold, however the values of it have changed since. */
  since: string;
  /** The press that holds, with the number of switches that drifted away from it. */
  press: {
    id: string;
    level: number;
    pressedBy: string;
    observeUntil: string;
    confirmed: boolean;
    drift: number;
  } | null;
}

/** Answer of press-level: `changed` is false when every value held already. */
export interface PressAnswer {
  changed: boolean;
  pressId: string;
  level: number;
  changeSetId: string | null;
  epoch: number;
  revision: number;
  observeUntil: string;
}

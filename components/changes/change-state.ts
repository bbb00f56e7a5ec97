// The state of one change being written: scope, draft, reason, the value it started from. Pure.
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Matrix, Wanted } from '#lib/rules/changes/matrix.ts';
import { type Draft, draftOf, readDraft } from './change-draft.ts';
import {
  asksForName,
  type Base,
  baseOf,
  type ChangePlan,
  hasMoved,
  offeredReason,
  planChange,
  type ReasonState,
  reasonState,
} from './change-plan.ts';

export interface ChangeState {
  symbol: string | null;
  draft: Draft;
  /** The person has written or chosen something: it is kept whatever happens underneath. */
  touched: boolean;
  /** The value the person started from, or accepted since. */
  seen: Base;
  /** Null until the person writes one: until then the offered reason stands. */
  reason: string | null;
  typedName: string;
}

export type ChangeEvent =
  | { type: 'draft'; draft: Draft }
  | { type: 'scope'; symbol: string | null; view: SwitchView }
  | { type: 'reason'; text: string }
  | { type: 'name'; text: string }
  /** The value moved underneath: go on with what was typed, or take the new value over. */
  | { type: 'keep-mine'; view: SwitchView }
  | { type: 'take-theirs'; view: SwitchView };

/**
 * `preset`: the value somebody asked for before the sheet opened, such as a past value; `inherit` is the venue's.
 * `reason`: one that was written before, such as that of a request that is void.
 */
export function startChange(
  view: SwitchView,
  symbol: string | null,
  preset?: WireValue | 'inherit',
  reason: string | null = null,
): ChangeState {
  const seen = baseOf(view, symbol);
  const inherit = preset === 'inherit';
  return {
    symbol,
    draft: { ...draftOf(preset === undefined || inherit ? seen.value : preset), inherit },
    touched: preset !== undefined,
    seen,
    reason,
    typedName: '',
  };
}

export function changeStep(state: ChangeState, event: ChangeEvent): ChangeState {
  switch (event.type) {
    case 'draft':
      return { ...state, draft: event.draft, touched: true };
    case 'scope':
      return { ...startChange(event.view, event.symbol), reason: state.reason, typedName: state.typedName };
    case 'reason':
      return { ...state, reason: event.text };
    case 'name':
      return { ...state, typedName: event.text };
    case 'keep-mine':
      return { ...state, seen: baseOf(event.view, state.symbol) };
    case 'take-theirs': {
      const seen = baseOf(event.view, state.symbol);
      return { ...state, seen, draft: draftOf(seen.value), touched: false };
    }
  }
}

export interface ChangeReading {
  /** The value that holds now. */
  now: Base;
  /** What is in the control: what was typed, or the value itself while nothing was. */
  draft: Draft;
  /** What is wrong with the draft; null while it stands for a value. */
  draftError: string | null;
  wanted: Wanted | null;
  plan: ChangePlan;
  /** The value moved while the person wrote. */
  moved: boolean;
  reason: string;
  reasonState: ReasonState;
  asksForName: boolean;
  /** Why the change cannot be sent yet; null when it can. */
  heldBy: string | null;
}

export interface ChangeFacts {
  name: SwitchName;
  view: SwitchView;
  matrix: Matrix;
  /** Why nothing may be raised now (stale, broken chain, offline); null when it may. */
  raisingHeld: string | null;
  /** Why nothing can be sent at all; null when it can. */
  cannotSend: string | null;
  /** Who may change it, in words, for somebody who may not. */
  deniedBecause: string | null;
  /** A guard of the caller blocks raising. */
  guardBlocks: boolean;
}

const NOTHING: ChangePlan = { way: 'none', changes: [], warnings: [], blocks: [], waits: false };

/** Everything the sheet shows, from what was typed and what is true now. */
export function readChange(state: ChangeState, facts: ChangeFacts): ChangeReading {
  const definition = definitionOf(facts.name);
  const now = baseOf(facts.view, state.symbol);
  const draft = state.touched ? state.draft : draftOf(now.value);
  const read = readDraft(facts.name, definition, draft);
  const value = draft.inherit ? 'inherit' : read.ok ? read.value : null;
  const valid = draft.inherit || read.ok;
  const wanted: Wanted | null = valid
    ? { switch: facts.name, symbol: state.symbol, value: value as WireValue | 'inherit' }
    : null;
  const plan = wanted ? planChange(facts.matrix, [wanted]) : NOTHING;
  const moved = state.touched && hasMoved(state.seen, now);
  const offered =
    wanted && plan.way === 'reducing'
      ? offeredReason(facts.name, definition, wanted.value, state.symbol)
      : '';
  const reason = state.reason ?? offered;
  const reading = reasonState(reason, plan.way);
  const needsName = asksForName(definition, plan.way);
  const draftError = !draft.inherit && !read.ok && state.touched ? read.error.message : null;
  return {
    now,
    draft,
    draftError,
    wanted,
    plan,
    moved,
    reason,
    reasonState: reading,
    asksForName: needsName,
    heldBy: heldBy(),
  };

  function heldBy(): string | null {
    if (facts.deniedBecause) return facts.deniedBecause;
    if (facts.cannotSend) return facts.cannotSend;
    if (!read.ok && !draft.inherit) return read.error.message;
    if (plan.way === 'none') return 'The value is this already.';
    if (plan.way === 'raising') {
      if (plan.blocks.length > 0) return plan.blocks.join(' ');
      if (facts.guardBlocks) return 'A guard blocks this change.';
      if (facts.raisingHeld) return facts.raisingHeld;
      if (moved) return 'The value has changed while you wrote. Keep yours or take the new one first.';
    }
    if (!reading.ok) return reading.error ?? `Write a reason first: ${reading.count} characters.`;
    if (needsName && state.typedName.trim() !== facts.name) return 'Type the name of the switch first.';
    return null;
  }
}

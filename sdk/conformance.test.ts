// This SDK does what the fixtures ask of an SDK in any language (lib/contract/conformance).
import { describe, expect, test } from 'vitest';
import type { Latch } from '#lib/contract/latch.ts';
import type { SwitchFacts } from '#lib/contract/matrix.generated.ts';
import { positionId, type Snapshot, valueFor } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import fixtures from '../lib/contract/conformance/sdk.json' with { type: 'json' };
import { EMPTY_STATE, type Outcome, reduce, type State, viewAt } from './state.ts';
import { deadlinesOf, effectiveValues, termsOf } from './values.ts';
import { readEvent } from './wire.ts';

type Values = Record<string, WireValue>;

interface Step {
  at: number;
  file?: { snapshot: Snapshot; ageMs: number | null; latch?: Latch };
  connect?: { resumed: boolean };
  receive?: { event: string; data?: unknown; text?: string };
  disconnect?: boolean;
  expect?: {
    applied?: boolean;
    resync?: boolean;
    mode?: string;
    mayOpen?: boolean;
    position?: string;
    fallen?: string[];
    unusable?: string[];
    values?: Values;
    bySymbol?: Record<string, Values>;
  };
}

// The types that the compiler gives a large JSON file are of no use: this is the form that README.md describes.
const { switches, cases } = fixtures as unknown as {
  switches: Record<string, SwitchFacts>;
  cases: readonly { name: string; steps: readonly Step[] }[];
};
const terms = termsOf(switches);
const deadlines = deadlinesOf(terms);

type Took = Pick<Outcome, 'state' | 'applied'> & { resync: boolean };

function take(state: State, step: Step): Took {
  const feed = (input: Parameters<typeof reduce>[1]): Took => {
    const { resync, ...outcome } = reduce(state, input, step.at);
    return { ...outcome, resync: resync !== undefined };
  };
  const { file, connect, receive } = step;
  if (file) return feed({ kind: 'file', ...file, ageMs: file.ageMs ?? Number.POSITIVE_INFINITY });
  if (connect) return feed({ kind: 'connected', resumed: connect.resumed });
  if (!receive) return { state, applied: false, resync: false };
  const input = readEvent(receive.event, receive.text ?? JSON.stringify(receive.data));
  if (typeof input === 'string') return { state, applied: false, resync: input === 'unreadable' };
  return feed(input);
}

/** Everything that a step may ask about. */
function standing({ state, applied, resync }: Took, step: Step) {
  const { mode, fallen } = viewAt(state, step.at, deadlines);
  const { snapshot, unusable } = effectiveValues(state.held, fallen, state.latch, terms);
  const read = (names: Values = {}, symbol?: string) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, valueFor(snapshot, name, symbol)]));
  const symbols = Object.entries(step.expect?.bySymbol ?? {});
  return {
    ...{ applied, resync, mode, mayOpen: mode !== 'empty', position: positionId(snapshot), fallen, unusable },
    values: read(step.expect?.values),
    bySymbol: Object.fromEntries(symbols.map(([symbol, names]) => [symbol, read(names, symbol)])),
  };
}

describe('an instance', () => {
  test.each(cases.map(({ name, steps }) => [name, steps] as const))('%s', (_name, steps) => {
    expect(steps.some((step) => step.expect)).toBe(true);
    let state = EMPTY_STATE;
    for (const [index, step] of steps.entries()) {
      const took = take(state, step);
      state = took.state;
      if (step.expect) expect({ index, ...standing(took, step) }).toMatchObject({ index, ...step.expect });
    }
  });
});

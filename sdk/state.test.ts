// The rules of what replaces what, and of lost contact, by the clock that is handed in.

import { describe, expect, it } from 'vitest';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { CONTACT_LOST_MS, EMPTY_STATE, type Input, reduce, type State, viewAt } from './state.ts';

const AT = '2026-01-01T00:00:00.000Z';
const MINUTE = 60_000;
const DEADLINES = [
  { name: 'global_betting_enabled', afterMs: MINUTE },
  { name: 'slow_to_fall', afterMs: 5 * MINUTE },
];

function snapshot(
  epoch: number,
  revision: number,
  switches: Record<string, string> = { a: `r${revision}` },
): Snapshot {
  const entries = Object.entries(switches).map(([name, value]) => [name, { value }] as const);
  return { epoch, revision, publishedAt: AT, switches: Object.fromEntries(entries) };
}

const whole = (epoch: number, revision: number, switches?: Record<string, string>): Input => ({
  kind: 'snapshot',
  snapshot: snapshot(epoch, revision, switches),
});
const change = (epoch: number, revision: number, switches?: Record<string, string>): Input => ({
  kind: 'change',
  change: snapshot(epoch, revision, switches),
});
const heartbeat = (epoch: number, revision: number): Input => ({
  kind: 'heartbeat',
  beat: { epoch, revision, at: AT, dataAgeMs: 0 },
});
const connected = (resumed: boolean): Input => ({ kind: 'connected', resumed });

function play(inputs: readonly Input[], from: State = EMPTY_STATE, now = 0) {
  let outcome: ReturnType<typeof reduce> = { state: from, applied: false };
  for (const input of inputs) outcome = reduce(outcome.state, input, now);
  return outcome;
}

describe('which values replace which', () => {
  it('takes the first snapshot and later changes on top of it', () => {
    const { state, applied } = play([
      connected(false),
      whole(1, 7, { a: 'old', b: 'kept' }),
      change(1, 8, { a: 'new' }),
    ]);
    expect(applied).toBe(true);
    expect(state.held).toEqual(snapshot(1, 8, { a: 'new', b: 'kept' }));
  });

  it.each([
    ['the same revision', 1, 7],
    ['a lower revision', 1, 6],
    ['an earlier epoch', 0, 99],
  ])('refuses %s', (_what, epoch, revision) => {
    const { state, applied } = play([connected(false), whole(1, 7), whole(epoch, revision, { a: 'stale' })]);
    expect(applied).toBe(false);
    expect(state.held).toEqual(snapshot(1, 7));
  });

  it('follows a later epoch although its revision is lower', () => {
    const { state, applied } = play([connected(false), whole(1, 7), whole(2, 1)]);
    expect(applied).toBe(true);
    expect(state.held).toEqual(snapshot(2, 1));
  });

  it('does not lay the changes of an edge that is behind over values that edge has never seen', () => {
    // The edge stands at 5 (a: x), we hold 7 (a: y). The edge then jumps to 9, where `a` is x again: its change
    // from 5 to 9 does not mention `a`.
    const { state, applied } = play([
      connected(false),
      whole(1, 7, { a: 'y', b: '1' }),
      connected(true),
      whole(1, 5, { a: 'x', b: '1' }),
      change(1, 9, { b: '2' }),
    ]);
    expect(applied).toBe(true);
    expect(state.held).toEqual(snapshot(1, 9, { a: 'x', b: '2' }));
  });

  it('keeps its own values while an edge that is behind catches up', () => {
    const { state } = play([
      connected(false),
      whole(1, 7, { a: 'y' }),
      connected(true),
      whole(1, 5, { a: 'x' }),
      change(1, 6, { a: 'z' }),
    ]);
    expect(state.held).toEqual(snapshot(1, 7, { a: 'y' }));
  });

  it('goes on from what it holds when the edge resumes', () => {
    const { state } = play([
      connected(false),
      whole(1, 7, { a: '1', b: '1' }),
      connected(true),
      change(1, 9, { b: '2' }),
    ]);
    expect(state.held).toEqual(snapshot(1, 9, { a: '1', b: '2' }));
  });
});

describe('streams that cannot be complete', () => {
  it('asks for a snapshot when a change comes first', () => {
    const outcome = play([connected(false), change(1, 8)]);
    expect(outcome).toMatchObject({ applied: false, resync: 'a change came before any snapshot' });
    expect(outcome.state.heardAt).toBeUndefined();
  });

  it('asks for a snapshot when the edge is ahead of all it sent', () => {
    const outcome = play([connected(false), whole(1, 7), heartbeat(1, 8)]);
    expect(outcome.resync).toBe('the edge is at 1.8 but sent nothing after 1.7');
  });

  it('does not take such a heartbeat for contact', () => {
    const before = play([connected(false), whole(1, 7)]).state;
    const { state } = reduce(before, heartbeat(1, 8), 5_000);
    expect(state.heardAt).toBe(0);
  });
});

describe('contact', () => {
  const live = play([connected(false), whole(1, 7)]).state;

  it('is empty before any values, also while connected', () => {
    const { state } = play([connected(false), heartbeat(1, 7)]);
    expect(viewAt(state, 0, DEADLINES)).toEqual({
      mode: 'empty',
      fallen: [],
      validUntil: Number.POSITIVE_INFINITY,
    });
  });

  it('is live up to three missed heartbeats', () => {
    expect(viewAt(live, CONTACT_LOST_MS - 1, DEADLINES)).toEqual({
      mode: 'live',
      fallen: [],
      validUntil: CONTACT_LOST_MS,
    });
    expect(viewAt(live, CONTACT_LOST_MS, DEADLINES)).toEqual({
      mode: 'holding',
      fallen: [],
      validUntil: MINUTE,
    });
  });

  it('lets each switch fall at its own deadline, counted from the last word', () => {
    const { state } = reduce(live, heartbeat(1, 7), 10_000);
    expect(viewAt(state, 10_000 + MINUTE - 1, DEADLINES).mode).toBe('holding');
    expect(viewAt(state, 10_000 + MINUTE, DEADLINES)).toEqual({
      mode: 'fallen',
      fallen: ['global_betting_enabled'],
      validUntil: 10_000 + 5 * MINUTE,
    });
    expect(viewAt(state, 10_000 + 5 * MINUTE, DEADLINES)).toEqual({
      mode: 'fallen',
      fallen: ['global_betting_enabled', 'slow_to_fall'],
      validUntil: Number.POSITIVE_INFINITY,
    });
  });

  it('holds when no switch falls', () => {
    expect(viewAt(live, 1e9, [])).toEqual({
      mode: 'holding',
      fallen: [],
      validUntil: Number.POSITIVE_INFINITY,
    });
  });

  it('is not back by a connection alone, but by its first event', () => {
    const now = 2 * MINUTE;
    const { state } = reduce(live, connected(true), now);
    expect(viewAt(state, now, DEADLINES).mode).toBe('fallen');
    expect(viewAt(reduce(state, heartbeat(1, 7), now).state, now, DEADLINES).mode).toBe('live');
  });

  it('comes back with the new values at once, without a glimpse of the old ones', () => {
    const now = 2 * MINUTE;
    const { state } = reduce(live, connected(true), now);
    const outcome = reduce(state, change(1, 9, { a: 'off' }), now);
    expect(outcome.applied).toBe(true);
    expect(viewAt(outcome.state, now, DEADLINES).mode).toBe('live');
  });
});

describe('a copy from the file', () => {
  const from = (ageMs: number) => play([{ kind: 'file', snapshot: snapshot(1, 7), ageMs }]).state;

  it('is held at once, and its age counts', () => {
    expect(viewAt(from(10_000), 0, DEADLINES)).toEqual({ mode: 'holding', fallen: [], validUntil: 50_000 });
    expect(viewAt(from(10_000), 50_000, DEADLINES).fallen).toEqual(['global_betting_enabled']);
    expect(viewAt(from(MINUTE), 0, DEADLINES).fallen).toEqual(['global_betting_enabled']);
  });

  it('of unknown age has passed every deadline', () => {
    expect(viewAt(from(Number.POSITIVE_INFINITY), 0, DEADLINES)).toEqual({
      mode: 'fallen',
      fallen: ['global_betting_enabled', 'slow_to_fall'],
      validUntil: Number.POSITIVE_INFINITY,
    });
  });

  it('gives way to a newer snapshot only', () => {
    expect(reduce(from(0), whole(1, 6), 1).state.held).toEqual(snapshot(1, 7));
    expect(reduce(from(0), whole(1, 8), 1).state.held).toEqual(snapshot(1, 8));
  });
});

// Whatever edges do (lag, jump, resume, come and go), an instance holds exactly a state that was once committed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedEntries, isNewer, type Snapshot } from '#lib/contract/snapshot.ts';
import { EMPTY_STATE, type Input, reduce, type State } from './state.ts';

const AT = '2026-01-01T00:00:00.000Z';
const EDGES = 2;

// Two switches of two values each: values often return to what they were, which is where a wrong base shows.
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      name: fc.constantFrom('a', 'b'),
      value: fc.integer({ min: 0, max: 1 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('catch-up' as const),
      edge: fc.nat(EDGES - 1),
      by: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('connect' as const),
      edge: fc.nat(EDGES - 1),
      fresh: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const) }) },
);

class World {
  readonly history: Snapshot[] = [
    {
      epoch: 1,
      revision: 1,
      publishedAt: AT,
      switches: { a: { value: 0 }, b: { value: 0 } },
    },
  ];
  readonly edges: number[] = Array.from({ length: EDGES }, () => 0);
  connected: number | undefined;
  state: State = EMPTY_STATE;

  at(index: number): Snapshot {
    return this.history[index] as Snapshot;
  }

  /** What was committed at the position of this snapshot. */
  committed({ epoch, revision }: Snapshot): Snapshot | undefined {
    return this.history.find((past) => past.epoch === epoch && past.revision === revision);
  }

  commit(name: string, value: number): void {
    const last = this.at(this.history.length - 1);
    this.history.push({
      ...last,
      revision: last.revision + 1,
      switches: { ...last.switches, [name]: { value } },
    });
  }

  /** The database is restored from an earlier state: a new epoch begins. */
  restore(): void {
    const last = this.at(this.history.length - 1);
    const earlier = this.at(Math.floor(this.history.length / 2));
    this.history.push({ ...earlier, epoch: last.epoch + 1 });
  }

  take(input: Input): void {
    const outcome = reduce(this.state, input, 0);
    this.state = outcome.state;
    if (outcome.resync !== undefined && this.connected !== undefined) this.connect(this.connected, true);
  }

  connect(edge: number, fresh: boolean): void {
    this.connected = edge;
    const held = fresh ? undefined : this.state.held;
    const position = this.edges[edge] ?? 0;
    const snapshot = this.at(position);
    this.take({ kind: 'connected', resumed: held !== undefined });
    const known = this.history.findIndex(
      (past) => past.epoch === held?.epoch && past.revision === held.revision,
    );
    if (known < 0 || known > position) this.take({ kind: 'snapshot', snapshot });
    else if (known === position) this.heartbeat();
    else this.change(known, position);
  }

  change(from: number, to: number): void {
    const next = this.at(to);
    this.take({ kind: 'change', change: { ...next, switches: changedEntries(this.at(from), next) } });
  }

  heartbeat(): void {
    if (this.connected === undefined) return;
    const { epoch, revision } = this.at(this.edges[this.connected] ?? 0);
    this.take({ kind: 'heartbeat', beat: { epoch, revision, at: AT, dataAgeMs: 0 } });
  }

  catchUp(edge: number, by: number): void {
    const from = this.edges[edge] ?? 0;
    const to = Math.min(this.history.length - 1, from + by);
    this.edges[edge] = to;
    if (this.connected === edge && to > from) this.change(from, to);
  }
}

it('holds only what was committed, never goes back, and ends where its edge ends', {
  timeout: 30_000,
}, () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const world = new World();
      for (const doing of steps) {
        const before = world.state.held;
        if (doing.kind === 'commit') world.commit(doing.name, doing.value);
        else if (doing.kind === 'restore') world.restore();
        else if (doing.kind === 'catch-up') world.catchUp(doing.edge, doing.by);
        else if (doing.kind === 'connect') world.connect(doing.edge, doing.fresh);
        else world.heartbeat();
        const { held } = world.state;
        if (held) expect(held).toEqual(world.committed(held));
        if (before && held !== before) expect(held && isNewer(held, before)).toBe(true);
      }
      for (const edge of world.edges.keys()) world.catchUp(edge, world.history.length);
      if (world.connected !== undefined) expect(world.state.held).toEqual(world.at(world.history.length - 1));
    }),
    { numRuns: 250 },
  );
});

// What rolling the matrix back to a moment, or undoing one change set, would do now: the same rules as the command, without a lock.
import { z } from 'zod';
import type { ConflictView, RollbackBody, RollbackChangeView } from '#lib/contract/rollback.ts';
import { moment } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { owesReview } from '#lib/rules/changes/change-authority.ts';
import {
  type DirectedChange,
  decideChange,
  directed,
  INHERIT,
  overall,
  placeKey,
  type Request,
} from '#lib/rules/changes/decide-change.ts';
import { asWanted, changesFor, valueIn } from '#lib/rules/changes/matrix.ts';
import { planMatrix, planUndo } from '#lib/rules/changes/matrix-rollback.ts';
import { waitsForSecond } from '#lib/rules/changes/second-person.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { changeSet, type LockedMatrix, peekMatrix, snapshotBefore } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';

const input = z.strictObject({
  at: moment.optional().describe('Back to this moment.'),
  changeSetId: z.uuid('Send the id as it was shown.').optional().describe('Undo this change set.'),
});

/** Long enough for any direction: what is previewed has no reason yet. */
const NO_REASON_YET = 'A preview has no reason';

interface LastChange {
  changedBy: string | null;
  changedAt: string | null;
}

/** Who gave each switch and symbol the value it has. */
async function lastChanges(tx: Tx): Promise<(name: string, symbol: string | null) => LastChange> {
  const rows = await tx.switchValue.findMany({
    include: { changeSet: { select: { actorName: true, committedAt: true } } },
  });
  return (name, symbol) => {
    const row =
      rows.find((one) => one.switch === name && one.symbol === (symbol ?? '')) ??
      rows.find((one) => one.switch === name && one.symbol === '');
    return {
      changedBy: row?.changeSet?.actorName ?? null,
      changedAt: row?.changeSet?.committedAt.toISOString() ?? null,
    };
  };
}

interface Planned {
  from: string | null;
  requests: Request[];
  conflicts: ConflictView[];
  missing: readonly string[];
}

async function toMoment(tx: Tx, state: LockedMatrix, at: Date, now: Date): Promise<Result<Planned>> {
  if (at > now) return fail('invalid_input', 'at: that time has not come yet. Name a moment in the past.');
  const past = await snapshotBefore(tx, at);
  if (!past)
    return fail('not_found', 'The matrix has no values from that time: it is older than the first revision.');
  return ok({ ...planMatrix(past.switches, state.matrix), from: past.publishedAt, conflicts: [] });
}

async function undone(
  tx: Tx,
  state: LockedMatrix,
  id: string,
  lastChange: (name: string, symbol: string | null) => LastChange,
): Promise<Result<Planned>> {
  const made = await changeSet(tx, id);
  if (!made) return fail('not_found', 'There is no such change set.');
  if (made.epoch !== state.epoch) {
    return fail(
      'conflict',
      'That change set is from before a restore: roll single switches back to a time instead.',
    );
  }
  const { requests, conflicts } = planUndo(state, made);
  return ok({
    ...{ from: null, requests, missing: [] },
    conflicts: conflicts.map((change) => ({
      ...{ switch: change.switch, symbol: change.symbol, made: change.newValue },
      value: valueIn(state.matrix, change.switch, change.symbol),
      ...lastChange(change.switch, change.symbol),
    })),
  });
}

function differenceOf(state: LockedMatrix, requests: readonly Request[]) {
  const wanted = requests.map((request) =>
    asWanted({ ...request, value: request.value === INHERIT ? 'inherit' : request.value }),
  );
  return changesFor(state.matrix, wanted).map((change) => directed(change, {}));
}

function heldWithout(changes: readonly DirectedChange[], conflicts: readonly ConflictView[]): string | null {
  if (changes.length > 0) return null;
  if (conflicts.length === 0) return 'Every value holds already.';
  return `Changed again since: ${conflicts.map((one) => placeKey(one.switch, one.symbol)).join(', ')}.`;
}

function preview(
  state: LockedMatrix,
  planned: Planned,
  lastChange: (name: string, symbol: string | null) => LastChange,
  actor: Actor,
): RollbackBody {
  const changes = differenceOf(state, planned.requests);
  const direction = changes.length > 0 ? overall(changes) : null;
  // What is owed for break-glass is said apart from the rest: whoever belongs to its incident is not held by it.
  const decided = decideChange({ ...state, debts: [] }, planned.requests, NO_REASON_YET, actor);
  const held = decided.ok ? heldWithout(changes, planned.conflicts) : decided.error.message;
  const free = direction === 'raising' ? owesReview(state.debts, {}) : ok(true as const);
  return {
    ...{ epoch: state.epoch, revision: state.revision, from: planned.from, direction },
    changes: changes.map(
      (change): RollbackChangeView => ({ ...change, ...lastChange(change.switch, change.symbol) }),
    ),
    conflicts: planned.conflicts,
    missing: planned.missing,
    waits: changes.some(waitsForSecond),
    warnings: (decided.ok && decided.value?.warnings) || [],
    heldBy: held ?? (free.ok ? null : free.error.message),
    owesReview: held === null && !free.ok,
  };
}

export const readRollback: Read<z.output<typeof input>, RollbackBody> = {
  action: 'read-rollback',
  body: 'RollbackBody',
  input,
  run: async (tx, query, actor) => {
    if ((query.at === undefined) === (query.changeSetId === undefined))
      return fail('invalid_input', 'Name either a moment (at) or a change set (changeSetId).');
    const { state, now } = await peekMatrix(tx);
    const lastChange = await lastChanges(tx);
    const planned = query.at
      ? await toMoment(tx, state, query.at, now)
      : await undone(tx, state, query.changeSetId ?? '', lastChange);
    return planned.ok ? ok(preview(state, planned.value, lastChange, actor)) : planned;
  },
};

// Once a change's time budget has run out, records who had not applied it by then; many changes in one look.
import { recordMissedBudget } from '#lib/commands/changes/record-missed-budget.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';
import { dueEffectChecks, endEffectChecks } from '#lib/store/changes/effect-checks.ts';
import { database } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = 500;
const MOST = 100;

interface Round {
  /** More may be due. */
  more: boolean;
  /** Changes that could not be looked at; the others were all the same. Null when there was none. */
  failure: AggregateError | null;
}

/**
 * Most changes took effect in time, and are done with in two statements. The command looks anew at one that did not, and
 * records it once, however often it is asked: a worker that is killed in between looks again.
 */
export async function effectRound(): Promise<Round> {
  const tx = database();
  const due = await dueEffectChecks(tx, MOST);
  if (due.length === 0) return { more: false, failure: null };
  const effects = await effectsOf(tx, due);
  const failed = new Map<string, Error>();
  for (const { id } of due) {
    if (!effects.get(id)?.overBudget) continue;
    const result = await execute(recordMissedBudget, { changeSetId: id }, SYSTEM);
    // A conflict: this miss is on record already.
    if (!result.ok && result.error.code !== 'conflict')
      failed.set(id, new Error(`change set ${id}: ${result.error.code}: ${result.error.message}`));
  }
  await endEffectChecks(
    tx,
    due.map(({ id }) => id).filter((id) => !failed.has(id)),
  );
  if (failed.size === 0) return { more: due.length === MOST, failure: null };
  return { more: false, failure: new AggregateError(failed.values(), [...failed.values()][0]?.message) };
}

export function startEffectRounds(log: Log): Loop {
  return startLoop({
    name: 'look at time budgets',
    log,
    retryMs: ROUND_MS,
    work: async () => {
      const { more, failure } = await effectRound();
      return { pauseMs: more ? 0 : ROUND_MS, done: true, failure };
    },
  });
}

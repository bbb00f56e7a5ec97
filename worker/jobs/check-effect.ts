// The job check-effect: once a change's time budget has run out, records who had not applied it by then.
import type { Task } from 'graphile-worker';
import { z } from 'zod';
import { recordMissedBudget } from '#lib/commands/record-missed-budget.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { effectQuestion } from '#lib/store/effect.ts';
import { execute } from '#lib/write/execute.ts';

const payload = z.object({ changeSetId: z.uuid() });

/** Receipts that an edge heard in time may still be on their way into the database, ms. */
const ON_THE_WAY_MS = 250;

/** Safe to run twice: a miss is recorded once. Throws when the database does not let it end; then it runs again. */
export function checkEffect(log: Log): Task {
  return async (raw, helpers) => {
    const { changeSetId } = payload.parse(raw);
    const due = await momentToCheck(changeSetId);
    if (due) {
      // Enqueued by the clock of the decision, which is a little before the commit.
      await helpers.addJob('check-effect', { changeSetId }, { runAt: due });
      return;
    }
    const result = await execute(recordMissedBudget, { changeSetId }, SYSTEM);
    if (result.ok) return;
    // A conflict: this miss is on record already.
    if (result.error.code === 'conflict') return;
    if (result.error.code === 'not_found') {
      log.error('check-effect was asked about a change set that does not exist', { changeSetId });
      return;
    }
    throw new Error(`${result.error.code}: ${result.error.message}`);
  };
}

/** When the budget will have run out, or undefined when it has. */
async function momentToCheck(changeSetId: string): Promise<Date | undefined> {
  const set = await effectQuestion(database(), changeSetId);
  if (!set) return undefined;
  const due = new Date(set.committedAt.getTime() + set.budgetMs + ON_THE_WAY_MS);
  return due > (await databaseNow(database())) ? due : undefined;
}

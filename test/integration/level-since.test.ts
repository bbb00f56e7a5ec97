// Since when a level holds: looked for once for each set of values, and never taken from another database.
import { afterEach, expect, test } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { levelSince } from '#lib/reads/changes/level-status.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { newestSnapshot } from '#lib/store/changes/matrix.ts';
import { database, type Tx } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
afterEach(() => opened.close());

async function set(name: string, value: unknown): Promise<void> {
  const input = { switch: name, value, reason: 'A change of a test of the levels' };
  const done = await answered(() => execute(setSwitch, input, SYSTEM));
  if (!done.ok) throw new Error(done.error.message);
}

/** What is answered, and how many changes were looked through for it. */
async function asked(): Promise<{ since: string; looks: number[] }> {
  const looks: number[] = [];
  const counting = database().$extends({
    query: {
      switchChange: {
        findMany: ({ args, query }) => {
          looks.push(args.take ?? 0);
          return query(args);
        },
      },
    },
  });
  const since = await counting.$transaction(async (tx) =>
    levelSince(tx as unknown as Tx, await newestSnapshot(database())),
  );
  return { since, looks };
}

const changedAt = async (revision: number) =>
  (await database().switchChange.findFirstOrThrow({ where: { revision } })).at.toISOString();

test.each(['one database', 'the next, with as many changes'])('%s', async () => {
  opened = await openConsoleDatabase('production');
  // Level 1 holds with the last of these.
  await set('global_betting_enabled', false);
  await set('hedge_enabled', false);
  await set('routing_mode', 'NORMAL_MODE');
  const first = (await newestSnapshot(database()))?.revision ?? 0;
  const since = await changedAt(first);
  expect(await asked()).toEqual({ since, looks: [30] });
  expect(await asked()).toEqual({ since, looks: [] });
  await set('normal_threshold', '4000');
  expect(await asked()).toEqual({ since, looks: [30] });
  await set('hedge_enabled', true);
  expect(await asked()).toEqual({ since: await changedAt(first + 2), looks: [30] });
});

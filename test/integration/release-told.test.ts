// The release under way in the worker's own metrics: one verdict at a time, its share, and nothing left when it is over and seen off.
import pg from 'pg';
import { register } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { createAccount } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { aRelease, aSample, healthyMeasures, noReleases } from '#test/release-rows.ts';
import { releaseRound } from '#worker/release-rounds.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await opened?.close();
});

/** After a round of a worker that has nobody to ask: what is stored decides. */
async function told(): Promise<Record<string, number>> {
  const plan = { prometheus: undefined, gatewaySocket: undefined };
  await releaseRound(plan, createLog('worker', { level: 'silent' }));
  const lines = (await register.metrics()).matchAll(
    /^bulkhead_release_\w+\{version="v1.2.5",\w+="(\w+)"\} (\S+)$/gm,
  );
  return Object.fromEntries([...lines].map(([, which = '', value]) => [which, Number(value)]));
}

test('one verdict at a time, with the share that is wanted and the one that is achieved', async () => {
  const [engineer, manager] = [await createAccount('engineer'), await createAccount('risk_manager')];
  const people = { starter: engineer.personId, approver: manager.personId };
  const release = await aRelease(owner, 'in_progress', people);
  await aSample(owner, release);
  const shares = { wanted: 5, achieved: 5 };
  expect(await told()).toEqual({ healthy: 1, failing: 0, insufficient: 0, ...shares });
  // A win rate that falls is for people: the release goes on, and fails.
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), won: 30, lost: 70 } });
  expect(await told()).toEqual({ healthy: 0, failing: 1, insufficient: 0, ...shares });
  await owner.query('DELETE FROM release_samples');
  expect(await told()).toEqual({ healthy: 0, failing: 0, insufficient: 1, wanted: 5 });
  await noReleases(owner);
  expect(await told()).toEqual({});
});

// The verdict on a release for tools that poll: read with a machine key, by its body or by its status alone, and never a write.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import { rollBackRelease } from '#lib/commands/releases/roll-back-release.ts';
import type { ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { ask } from '#lib/reads/read.ts';
import { readReleaseVerdict } from '#lib/reads/releases/read-release-verdict.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { aRelease, aSample, healthyMeasures, noReleases } from '#test/release-rows.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let tool: Actor;
let people: { starter: string; approver: string };

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  const [engineer, manager] = [await createAccount('engineer'), await createAccount('risk_manager')];
  people = { starter: engineer.personId, approver: manager.personId };
  tool = await machine('releases:read');
});
afterAll(async () => {
  await owner?.end();
  await opened?.close();
});
beforeEach(() => noReleases(owner));

const verdict = (query: object) => ask(readReleaseVerdict, query, tool);

test('a key of a rollout tool reads the verdict and changes nothing', async () => {
  const release = await aRelease(owner, 'in_progress', { ...people, minutes: 2 });
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), errors: 50 } });
  const read = await verdict({});
  if (!read.ok) throw new Error(read.error.message);
  const body: ReleaseVerdictBody = read.value;
  expect(body).toMatchObject({ verdict: 'failing', release: { share: 5 }, mayStep: false });
  expect(body.reasons[0]).toMatch(/more than 1%/);
  expect(body.heldBy).toMatch(/is not healthy: .*more than 1%/);
  const refused = await execute(rollBackRelease, { releaseId: release.id, reason: 'Failing' }, tool);
  expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
});

test('a tool that looks at the status alone: passed, failing, wait, nothing to wait for, no such release', async () => {
  const asked = async (query: object) => {
    const result = await verdict(query);
    return result.ok ? 200 : [ERRORS[result.error.code as ErrorCode].status, result.error.message];
  };
  expect(await asked({ pass: 'healthy' })).toEqual([404, 'There is no such release.']);
  expect(await asked({ pass: 'well' })).toEqual([400, 'pass: Send healthy or step.']);
  const release = await aRelease(owner, 'in_progress', people);
  expect(await asked({ pass: 'healthy' })).toEqual([
    503,
    expect.stringMatching(/not measured in the last 15/),
  ]);
  await aSample(owner, release);
  expect(await asked({ pass: 'healthy' })).toBe(200);
  // Healthy, and the minute of this share is not over.
  expect(await asked({ pass: 'step' })).toEqual([503, expect.stringMatching(/has to hold for 60 seconds/)]);
  await owner.query("UPDATE releases SET stepped_at = stepped_at - interval '1 minute'");
  expect(await asked({ pass: 'step' })).toBe(200);
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), errors: 50 } });
  for (const pass of ['healthy', 'step'])
    expect(await asked({ pass })).toEqual([422, expect.stringMatching(/is failing: .*more than 1%/)]);

  const full = await aRelease(owner, 'monitoring', people);
  await aSample(owner, full);
  expect(await asked({ pass: 'healthy' })).toBe(200);
  expect(await asked({ pass: 'step' })).toEqual([
    409,
    expect.stringMatching(/no next step: it is monitoring/),
  ]);
  await aRelease(owner, 'planned', people);
  expect(await asked({ pass: 'step' })).toEqual([503, expect.stringMatching(/waits for approval/)]);
  await aRelease(owner, 'succeeded', people);
  expect(await asked({ pass: 'healthy' })).toBe(200);
  await aRelease(owner, 'rolled_back', people);
  expect(await asked({ pass: 'healthy' })).toEqual([422, expect.stringMatching(/is failing/)]);
});

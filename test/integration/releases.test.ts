// Releases on a real database: two people, what holds a step, rollback once and for all, an hour of health, facts that never change.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHECKLIST_KEYS } from '#lib/catalog/releases.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import type { ReleaseAnswer, ReleaseBody, ReleasesBody, ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { tellOwnAlerts } from '#lib/store/alerts/own-alerts.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { anHourOfHealth, aRelease, aSample, healthyMeasures, noReleases } from '#test/release-rows.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let engineer: Account;
let manager: Account;
let both: Account;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  engineer = await createAccount('engineer');
  manager = await createAccount('risk_manager');
  both = await createAccount('engineer', 'risk_manager');
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});
beforeEach(() => noReleases(owner));

const people = () => ({ starter: engineer.personId, approver: manager.personId });

async function send(name: string, input: object, account: Account | null = engineer) {
  const command = COMMANDS.get(name);
  if (!command) throw new Error(`there is no ${name}`);
  const by: Actor = account ? await signedIn(owner, account.personId) : SYSTEM;
  await owner.query('DELETE FROM totp_uses');
  const stepUp = account && ({ kind: 'totp', code: codeOf(account) } as const);
  return answered(() => execute(command, input, by, name === 'approve-release' && stepUp ? { stepUp } : {}));
}

async function done(...sent: Parameters<typeof send>): Promise<ReleaseAnswer> {
  const result = await send(...sent);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as ReleaseAnswer;
}

async function read<Body>(name: string, query: object, actor?: Actor): Promise<Body> {
  const by = actor ?? (await signedIn(owner, engineer.personId));
  const result = await answered(() => ask(READS.get(name) as AnyRead, query, by) as never);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as Body;
}

const plan = {
  ...{ to: 'v1.2.5', from: 'v1.2.4', strategy: 'canary', reason: 'Orders are routed more quickly' },
  checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
  notes: { added: ['Wallet match scoring'], deployment: ['Run the migration'] },
};
const weights = async () => {
  const { rows } = await owner.query('SELECT name, weight FROM gateway_servers ORDER BY name');
  return Object.fromEntries(rows.map(({ name, weight }) => [name, weight]));
};

test('planned by one person, approved by another, with the difference of roles that manual 2 makes', async () => {
  const { releaseId, number } = await done('start-release', plan);
  expect(await send('approve-release', { releaseId }, engineer)).toMatchObject({
    error: { code: 'forbidden' },
  });
  expect(await send('start-release', plan)).toMatchObject({ error: { code: 'conflict' } });
  expect(await done('approve-release', { releaseId }, manager)).toMatchObject({
    state: 'approved',
    share: 0,
  });
  const { release, notes } = await read<ReleaseBody>('release', { number: String(number) });
  expect(release).toMatchObject({ fromVersion: 'v1.2.4', toVersion: 'v1.2.5', steps: [5, 20, 50, 100] });
  expect(notes).toMatchObject({ added: ['Wallet match scoring'], fixed: [] });
  expect((await read<ReleasesBody>('releases', {})).live).toEqual({ side: 'blue', version: null });
});

test('who may do both approves nothing of their own, and the database says so too', async () => {
  const { releaseId } = await done('start-release', plan, both);
  expect(await send('approve-release', { releaseId }, both)).toMatchObject({
    error: { code: 'forbidden', message: 'You started this release: somebody else has to approve it.' },
  });
  await expect(
    owner.query(
      `UPDATE releases SET state = 'approved', approved_at = clock_timestamp(), approved_by = started_by, approved_name = 'x'`,
    ),
  ).rejects.toMatchObject({ constraint: 'releases_second_person' });
});

// biome-ignore format: a row a line
test.each<[string, object, string]>([
  ['an open question', { checklist: { ...plan.checklist, migrations: false } }, 'rule_violated'],
  ['an unanswered one', { checklist: { ...plan.checklist, plan: undefined } }, 'rule_violated'],
  ['no notes', { notes: {} }, 'invalid_input'],
  ['an older version', { to: 'v1.2.3' }, 'rule_violated'],
  ['the same version', { to: 'v1.2.4' }, 'rule_violated'],
  ['no version', { to: '1.2.5' }, 'invalid_input'],
  ['nobody knows what is live', { from: undefined }, 'invalid_input'],
  ['another strategy', { strategy: 'big-bang' }, 'invalid_input'],
  ['a short reason', { reason: 'Because' }, 'invalid_reason'],
])('not started: %s', async (_why, change, code) => {
  expect(await send('start-release', { ...plan, ...change })).toMatchObject({ ok: false, error: { code } });
});

test('two who start at the same moment: one release', async () => {
  const results = await Promise.all([send('start-release', plan), send('start-release', plan, both)]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a step takes a healthy, fresh sample of the share it has; then the weights follow in the same transaction', async () => {
  const release = await aRelease(owner, 'approved', people());
  const asked = { releaseId: release.id };
  expect(await send('step-release', asked)).toMatchObject({ error: { code: 'rule_violated' } });
  await aSample(owner, release, { to: null, blind: 'Prometheus does not answer.' });
  expect(await send('step-release', asked)).toMatchObject({
    error: { message: expect.stringContaining('Prometheus does not answer.') },
  });
  await aSample(owner, release, { from: healthyMeasures('v1.2.2') });
  expect(await send('step-release', asked)).toMatchObject({
    error: { message: expect.stringContaining('v1.2.2 answers on blue') },
  });
  await aSample(owner, release);
  expect(await read<ReleaseVerdictBody>('release-verdict', {})).toMatchObject({
    verdict: 'healthy',
    mayStep: true,
  });
  expect(await done('step-release', asked)).toMatchObject({ state: 'in_progress', share: 5 });
  expect(await weights()).toEqual({ 'blue-1': 95, 'blue-2': 95, 'green-1': 5, 'green-2': 5 });
  const { baseline } = await read<ReleaseBody>('release', { id: release.id });
  expect(baseline).toMatchObject({ errorRate: 0.001, p99Ms: 10, winRate: 0.57 });
  // The sample is of the share before.
  expect(await send('step-release', asked)).toMatchObject({
    error: { message: expect.stringContaining('not measured yet') },
  });
});

test('paused: no step; resumed: on; rolled back: all of it back, once', async () => {
  const release = await aRelease(owner, 'in_progress', { ...people(), minutes: 2 });
  const asked = { releaseId: release.id, reason: 'Unusual behaviour' };
  await aSample(owner, release);
  expect(await done('pause-release', asked, manager)).toMatchObject({ state: 'paused', share: 5 });
  expect(await send('step-release', { releaseId: release.id })).toMatchObject({
    error: { code: 'conflict' },
  });
  await done('resume-release', asked);
  expect(await done('roll-back-release', asked, manager)).toMatchObject({ state: 'rolled_back', share: 0 });
  expect(await weights()).toEqual({ 'blue-1': 100, 'blue-2': 100, 'green-1': 0, 'green-2': 0 });
  expect(await send('roll-back-release', asked)).toMatchObject({ error: { code: 'conflict' } });
  expect(await read<ReleaseVerdictBody>('release-verdict', {})).toMatchObject({
    ...{ verdict: 'failing', reasons: ['Unusual behaviour'], mayStep: false },
  });
});

test('after a rollback it is known what has the traffic: the next release does not ask for it', async () => {
  const { id: releaseId } = await aRelease(owner, 'in_progress', people());
  const asked = { releaseId, reason: 'Unusual behaviour' };
  await done('roll-back-release', asked, manager);
  expect((await read<ReleasesBody>('releases', {})).live).toEqual({ side: 'blue', version: 'v1.2.4' });
  const other = { ...plan, from: 'v1.2.3' };
  expect(await send('start-release', other)).toMatchObject({ error: { code: 'conflict' } });
  const { number } = await done('start-release', { ...plan, to: 'v1.2.6', from: undefined });
  const { release } = await read<ReleaseBody>('release', { number: String(number) });
  expect(release).toMatchObject({ fromVersion: 'v1.2.4', toVersion: 'v1.2.6' });
});

test('Bulkhead rolls back for what was measured and for nothing else; two workers do it once', async () => {
  const release = await aRelease(owner, 'in_progress', people());
  const asked = { releaseId: release.id };
  await aSample(owner, release);
  expect(await done('roll-back-by-trigger', asked, null)).toMatchObject({ changed: false, share: 5 });
  // A win rate that falls is for people to judge.
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), won: 30, lost: 70 } });
  expect(await done('roll-back-by-trigger', asked, null)).toMatchObject({ changed: false });
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), mismatches: 1 } }, 16);
  await owner.query("DELETE FROM release_samples WHERE at > clock_timestamp() - interval '15 seconds'");
  expect(await done('roll-back-by-trigger', asked, null)).toMatchObject({ changed: false });
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), mismatches: 1 } });
  const both = await Promise.all([1, 2].map(() => send('roll-back-by-trigger', asked, null)));
  expect(both.filter((one) => one.ok && (one.value as ReleaseAnswer).changed)).toHaveLength(1);
  const { rows } = await owner.query(
    "SELECT actor_kind, details::jsonb->>'trigger' AS trigger FROM audit_log WHERE kind = 'release.rolled-back' AND details::jsonb->>'releaseId' = $1",
    [release.id],
  );
  expect(rows).toEqual([{ actor_kind: 'system', trigger: 'position-mismatch' }]);
});

test('effective is what the gateway was seen to do after the rollback', async () => {
  const release = await aRelease(owner, 'rolled_back', people());
  const asked = { releaseId: release.id };
  await aSample(owner, release, { gateway: null, gatewayProblem: 'It does not answer.' });
  expect(await done('note-release-effective', asked, null)).toMatchObject({ changed: false });
  await aSample(owner, release);
  expect(await done('note-release-effective', asked, null)).toMatchObject({ changed: true });
  expect(await done('note-release-effective', asked, null)).toMatchObject({ changed: false });
  const { rolledBack } = await read<ReleaseBody>('release', { id: release.id });
  expect(rolledBack).toMatchObject({ tookMs: expect.any(Number), withinSeconds: 30 });
});

test('successful after an hour of health: then the other side is the live one, and the next release goes from there', async () => {
  const early = await aRelease(owner, 'monitoring', { ...people(), minutes: 59 });
  await anHourOfHealth(owner, early);
  expect(await send('mark-release-good', { releaseId: early.id }, null)).toMatchObject({
    error: { code: 'rule_violated' },
  });
  const gaps = await aRelease(owner, 'monitoring', { ...people(), minutes: 61 });
  await anHourOfHealth(owner, gaps, 100);
  expect(await send('mark-release-good', { releaseId: gaps.id }, null)).toMatchObject({
    error: { message: expect.stringContaining('a gap is not stability') },
  });
  const good = await aRelease(owner, 'monitoring', { ...people(), minutes: 61 });
  await anHourOfHealth(owner, good);
  expect(await done('mark-release-good', { releaseId: good.id }, null)).toMatchObject({ state: 'succeeded' });
  expect((await read<ReleasesBody>('releases', {})).live).toEqual({ side: 'green', version: 'v1.2.5' });
  expect(await send('start-release', { ...plan, to: 'v1.2.6' })).toMatchObject({
    error: { code: 'conflict' },
  });
  await done('start-release', { ...plan, from: undefined, to: 'v1.2.6' });
  const { fromSide, toSide } = await read<ReleaseBody>('release', {
    id: (await read<ReleasesBody>('releases', {})).items[0]?.id ?? '',
  });
  expect([fromSide, toSide]).toEqual(['green', 'blue']);
});

test('five minutes to monitor with all traffic, one hour until it counts as successful, each counted from all traffic on', async () => {
  const release = await aRelease(owner, 'monitoring', { ...people(), minutes: 3 });
  await aSample(owner, release);
  const body = await read<ReleaseBody>('release', { id: release.id });
  const since = (at: string | null) =>
    (Date.parse(at ?? '') - Date.parse(body.release.fullAt ?? '')) / 60_000;
  expect([since(body.monitorUntil), since(body.successAt)]).toEqual([5, 60]);
  expect(body.next).toBe('Monitor for 2 more minutes.');
  expect(body.sample).toMatchObject({ trades: 100, failedTrades: 0 });
  const later = await aRelease(owner, 'monitoring', { ...people(), minutes: 6 });
  await aSample(owner, later);
  expect((await read<ReleaseBody>('release', { id: later.id })).next).toMatch(/^Stable for 54 more minutes/);
});

// biome-ignore format: a row a line
test.each<[string, string]>([
  ['a state that does not follow', "UPDATE releases SET state = 'approved'"],
  ['another version', "UPDATE releases SET to_version = 'v9.9.9'"],
  ['another baseline', "UPDATE releases SET baseline = '{}'"],
  ['nobody serves', 'UPDATE gateway_servers SET weight = 0'],
])('the database itself refuses: %s', async (_what, sql) => {
  await aRelease(owner, 'in_progress', people());
  await expect(owner.query(sql)).rejects.toMatchObject({ code: 'BH001' });
});

async function told(): Promise<(string | undefined)[][]> {
  await owner.query('DELETE FROM deliveries');
  await tellOwnAlerts(new Set(['release-failing', 'release-rolled-back', 'release-blind']));
  const { rows } = await owner.query("SELECT convert_from(body, 'utf8') AS body FROM deliveries");
  const alerts = rows.flatMap(({ body }) => JSON.parse(body).alerts as { labels: Record<string, string> }[]);
  return alerts.map(({ labels }) => [labels.bulkhead_alert, labels.version]);
}

test('people are told: a proposal to judge, a rollback that was made, a release that nobody measures', async () => {
  const release = await aRelease(owner, 'in_progress', { ...people(), minutes: 2 });
  expect(await told()).toEqual([['release-blind', 'v1.2.5']]);
  await aSample(owner, release);
  expect(await told()).toEqual([]);
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), won: 45, lost: 55 } });
  expect(await told()).toEqual([['release-failing', 'v1.2.5']]);
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), mismatches: 1 } });
  await done('roll-back-by-trigger', { releaseId: release.id }, null);
  expect(await told()).toEqual([['release-rolled-back', 'v1.2.5']]);
});

test('nobody is called for a share whose requests still gather, only for one that is not measured', async () => {
  const release = await aRelease(owner, 'in_progress', { ...people(), minutes: 1 });
  await aSample(owner, release, { to: { ...healthyMeasures('v1.2.5'), requests: 40 } });
  expect(await told()).toEqual([]);
  await owner.query('DELETE FROM release_samples');
  await aSample(owner, release, { to: null, blind: 'Prometheus does not answer.' });
  expect(await told()).toEqual([['release-blind', 'v1.2.5']]);
  const late = await aRelease(owner, 'in_progress', { ...people(), minutes: 2 });
  await aSample(owner, late, { to: { ...healthyMeasures('v1.2.5'), requests: 40 } });
  expect(await told()).toEqual([['release-blind', 'v1.2.5']]);
});

test('what rolls back by itself is for people to judge only when it did not', async () => {
  const release = await aRelease(owner, 'in_progress', people());
  const mismatch = { to: { ...healthyMeasures('v1.2.5'), mismatches: 1 } };
  await aSample(owner, release, mismatch);
  expect(await told()).toEqual([]);
  await aSample(owner, release, mismatch, 5);
  expect(await told()).toEqual([['release-failing', 'v1.2.5']]);
});

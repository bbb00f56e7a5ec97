// Canary and blue-green releases through the real gateway: good ones get all traffic, slow and failing ones lose it, and no switch costs an order.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './edge-trial.ts';
import { type GatewayStage, openGatewayStage, PATIENCE_MS } from './gateway-stage.ts';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(() => stage?.close());

test('a failing version is rolled back by itself, and the switch costs no order', {
  timeout: 240_000,
}, async () => {
  const id = await stage.anApproved('v1.2.5', 'canary', { errors: 0.05 });
  expect(await stage.step(id)).toMatchObject({ state: 'in_progress', share: 5 });
  const { release, evidence, shares } = await stage.rolledBackByItself(id);
  expect(release).toMatchObject({
    ...{ state: 'rolled_back', share: 0, trigger: 'error-rate', endedBy: 'Bulkhead' },
  });
  expect(release.endReason).toMatch(/more than 1%/);
  expect(evidence?.checks.find(({ key }) => key === 'error-rate')).toMatchObject({
    ...{ state: 'fail', limit: 0.01 },
  });
  // What was wanted was read back from the gateway: 5%, and then nothing.
  expect(shares.map(({ achieved }) => achieved)).toEqual(expect.arrayContaining([5, 0]));
  await stage.nothingLostAndAllOn('v1.2.4', 'v1.2.5');
  const { rows } = await stage.owner.query(
    "SELECT count(*)::int FROM audit_log WHERE kind = 'release.rolled-back'",
  );
  expect(rows[0].count).toBe(1);
});

test('a slow version is rolled back by itself at 5%: a quarter above the baseline is too much', {
  timeout: 240_000,
}, async () => {
  const id = await stage.anApproved('v1.2.6', 'canary', { slowness: 1.25 });
  expect(await stage.step(id)).toMatchObject({ state: 'in_progress', share: 5 });
  const { release, evidence, baseline, rolledBack } = await stage.rolledBackByItself(id);
  expect(release).toMatchObject({ state: 'rolled_back', trigger: 'p99' });
  const check = evidence?.checks.find(({ key }) => key === 'p99');
  expect(check?.measured).toBeGreaterThan((baseline?.p99Ms ?? 0) * 1.2);
  expect(rolledBack?.withinSeconds).toBe(30);
  await stage.nothingLostAndAllOn('v1.2.4', 'v1.2.6');
});

test('blue-green: a good version has all traffic at once, and a person switches back in one press', {
  timeout: 240_000,
}, async () => {
  const id = await stage.anApproved('v1.2.7', 'blue-green');
  expect(await stage.step(id)).toMatchObject({ state: 'monitoring', share: 100 });
  await stage.hasShare(id, 100);
  await stage.nothingLostAndAllOn('v1.2.7', 'v1.2.4');
  await until(async () => (await stage.verdict()).verdict === 'healthy', PATIENCE_MS);
  const asked = { releaseId: id, reason: 'Unusual behaviour of the matching engine' };
  expect(await stage.send('roll-back-release', asked, 'operations')).toMatchObject({
    ...{ state: 'rolled_back', share: 0 },
  });
  const { release, rolledBack } = await stage.rolledBackByItself(id);
  expect(release).toMatchObject({ trigger: null, endReason: asked.reason });
  expect(rolledBack?.tookMs).toBeLessThan(30_000);
  await stage.nothingLostAndAllOn('v1.2.4', 'v1.2.7');
});

test('trading that halts under traffic is told as urgent: its orders come in and no trade comes of them', {
  timeout: 240_000,
}, async () => {
  const id = await stage.anApproved('v1.2.8', 'blue-green', { noTrades: true });
  await stage.step(id);
  await until(async () => (await stage.verdict()).verdict === 'failing', PATIENCE_MS);
  const { sample, release } = await stage.dashboard(id);
  expect(sample?.verdict.checks.find(({ key }) => key === 'trading-halted')).toMatchObject({
    ...{
      state: 'fail',
      effect: 'urgent',
      measured: 0,
      why: expect.stringMatching(/No trade in the last minute/),
    },
  });
  expect(release.state).toBe('monitoring');
});

test('a good version gets all traffic, step by step, as the gateway itself says', {
  timeout: 400_000,
}, async () => {
  const id = await stage.anApproved('v1.3.0', 'canary');
  for (const share of [5, 20, 50, 100]) {
    expect((await stage.step(id)).share).toBe(share);
    await stage.hasShare(id, share);
  }
  const { release, servers, sample } = await stage.dashboard(id);
  expect(release).toMatchObject({ state: 'monitoring', share: 100 });
  expect(servers.map(({ weight, wanted }) => [weight, wanted])).toEqual([
    ...[
      [0, 0],
      [0, 0],
      [100, 100],
      [100, 100],
    ],
  ]);
  expect(sample?.skewMs).toEqual(expect.any(Number));
  await stage.nothingLostAndAllOn('v1.3.0', 'v1.2.4');
  // The share by requests follows the weights; trades since the deployment are counted.
  await until(async () => (await stage.dashboard(id)).shares.at(-1)?.traffic === 100, PATIENCE_MS);
  const { sample: later } = await stage.dashboard(id);
  expect(later?.trades).toBeGreaterThan(sample?.trades ?? 0);
  expect(later?.failedTrades).toBe(0);
});

test('without Prometheus it is insufficient: no step, no rollback, and the reason is told', {
  timeout: 120_000,
}, async () => {
  await stage.gateway.stopPrometheus();
  await until(async () => (await stage.verdict()).verdict === 'insufficient', PATIENCE_MS);
  const now = await stage.verdict();
  expect(now.reasons.join(' ')).toMatch(/Prometheus/);
  expect(now).toMatchObject({ mayStep: false, release: { state: 'monitoring', share: 100 } });
});

// Rolling updates and levels through the real gateway: instance by instance with a wait for health, and a maintenance that cuts off nobody.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { MAINTENANCE } from '#sim/order-gateway/order-stream.ts';
import { codeOf } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { noReleases } from '#test/release-rows.ts';
import { agreed } from '#test/second-person.ts';
import { until } from './edge-trial.ts';
import { type GatewayStage, openGatewayStage, PATIENCE_MS } from './gateway-stage.ts';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(() => stage?.close());

test('rolling: the second instance is not replaced before it is healthy, then all traffic is on the new version', {
  timeout: 400_000,
}, async () => {
  const id = await stage.anApproved('v1.2.5', 'rolling');
  // As a rolling update finds it: the second instance still has the old version.
  await stage.gateway.deploy('green', 'v1.2.4', 'green-2');
  expect(await stage.step(id)).toMatchObject({ state: 'in_progress', share: 50 });
  await stage.hasShare(id, 50);
  await until(
    async () => (await stage.verdict()).reasons.some((why) => why.startsWith('green-2')),
    PATIENCE_MS,
  );
  expect(await stage.verdict()).toMatchObject({
    ...{ verdict: 'insufficient', mayStep: false, release: { state: 'in_progress', share: 50 } },
    reasons: expect.arrayContaining(['green-2 is next: v1.2.4 answers there, not v1.2.5.']),
  });
  await stage.gateway.deploy('green', 'v1.2.5', 'green-2');
  await stage.gateway.breaks('green', { down: ['strategies'], instance: 'green-2' });
  await until(
    async () => (await stage.verdict()).reasons.some((why) => /Down: All strategies/.test(why)),
    PATIENCE_MS,
  );
  expect(await stage.verdict()).toMatchObject({ mayStep: false, release: { state: 'in_progress' } });
  await stage.gateway.breaks('green', { down: [], instance: 'green-2' });
  expect(await stage.step(id)).toMatchObject({ state: 'monitoring', share: 100 });
  await stage.hasShare(id, 100);
  await until(async () => (await stage.verdict()).verdict === 'healthy', PATIENCE_MS);
  await stage.nothingLostAndAllOn('v1.2.5', 'v1.2.4');
});

test('rolling: a bad second instance rolls back, named, though of all requests too few fail', {
  timeout: 400_000,
}, async () => {
  const id = await stage.anApproved('v1.2.6', 'rolling');
  await stage.gateway.breaks('green', { errors: 0.018, instance: 'green-2' });
  expect(await stage.step(id)).toMatchObject({ share: 50 });
  expect(await stage.step(id)).toMatchObject({ share: 100 });
  const { release, rolledBack } = await stage.rolledBackByItself(id);
  expect(release).toMatchObject({ state: 'rolled_back', trigger: 'error-rate', endedBy: 'Bulkhead' });
  expect(release.endReason).toMatch(/green-2: .*more than 1%/);
  expect(rolledBack?.withinSeconds).toBe(120);
  await stage.nothingLostAndAllOn('v1.2.4', 'v1.2.6');
});

test('switches act on the orders of the gateway: a pause of new ones refuses opens, and no release is blamed for it', {
  timeout: 120_000,
}, async () => {
  const id = await stage.anApproved('v1.2.7', 'blue-green');
  await stage.step(id);
  const paused = { switch: 'new_orders_enabled', value: false, reason: 'Symbols conflict' };
  expect(await answered(() => execute(setSwitch, paused, SYSTEM))).toMatchObject({ ok: true });
  const { refused } = stage.orders.counts();
  await until(() => stage.orders.counts().refused > refused + 500, PATIENCE_MS);
  expect(await stage.verdict()).not.toMatchObject({ verdict: 'failing' });
  expect(await answered(() => execute(setSwitch, { ...paused, value: true }, SYSTEM))).toMatchObject({
    ok: true,
  });
  await stage.nothingLostAndAllOn('v1.2.7', 'v1.2.4');
});

test('level 3 under traffic: a super admin alone presses it, orders on the way are answered, everybody else gets the maintenance page', {
  timeout: 180_000,
}, async () => {
  // Without a release: a slow version would be rolled back. Many orders are on their way at any moment.
  await noReleases(stage.owner);
  await stage.gateway.breaks('blue', { slowness: 40 });
  const before = stage.orders.counts().ok['v1.2.4'] ?? 0;
  await until(() => (stage.orders.counts().ok['v1.2.4'] ?? 0) > before + 200, PATIENCE_MS);
  expect(stage.orders.counts().lostTo).toEqual({});
  const reason = 'The whole venue is down';
  const press = async (role: 'risk_manager' | 'super_admin') => {
    const { actor, account } = await stage.actorOf(role);
    await stage.owner.query('DELETE FROM totp_uses');
    const stepUp = { kind: 'totp', code: codeOf(account) } as const;
    return answered(() => execute(pressLevel, { level: 3, reason }, actor, { stepUp }));
  };
  expect(await press('risk_manager')).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(await press('super_admin')).toMatchObject({ ok: true });
  await until(() => (stage.orders.counts().lostTo[MAINTENANCE] ?? 0) > 200, PATIENCE_MS);
  // The page, and nothing else: nobody was cut off.
  expect(Object.keys(stage.orders.counts().lostTo)).toEqual([MAINTENANCE]);
  const page = await fetch(stage.gateway.url);
  expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('closed for maintenance');

  await stage.gateway.breaks('blue', { slowness: 1 });
  const { actor } = await stage.actorOf('super_admin');
  await agreed(answered(() => execute(leaveLevel, { reason: 'Fixed, tested and reconciled' }, actor)));
  const taken = stage.orders.counts().ok['v1.2.4'] ?? 0;
  await until(() => (stage.orders.counts().ok['v1.2.4'] ?? 0) > taken + 500, PATIENCE_MS);
  const { lostTo } = stage.orders.counts();
  await until(() => (stage.orders.counts().ok['v1.2.4'] ?? 0) > taken + 1_000, PATIENCE_MS);
  expect(stage.orders.counts().lostTo).toEqual(lostTo);
  expect(Object.keys(lostTo)).toEqual([MAINTENANCE]);
});

// The engine closes what is under margin; when it hangs its health checks fail, and what waits costs money.
import { expect, it } from 'vitest';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { defaultMatrix, readerOf } from '#lib/rules/changes/matrix.ts';
import { type LiquidationTrouble, openLiquidation, stepLiquidation } from './liquidation.ts';
import { seededRandom } from './random.ts';

function run(seconds: number, trouble: LiquidationTrouble, ...settings: SwitchSetting[]) {
  const given = settings.map((setting) => [setting.switch, { value: setting.value }]);
  const values = readerOf({ ...defaultMatrix(), ...Object.fromEntries(given) });
  const random = seededRandom(3);
  const sum = { executed: 0, failed: 0, checks: 0, checksFailed: 0, lostUsd: 0 };
  let liquidation = openLiquidation(0);
  for (let now = 250; now <= seconds * 1_000; now += 250) {
    const around = { dtMs: 250, now, values, trouble, checkMs: 30_000, random };
    const { liquidation: next, ...step } = stepLiquidation(liquidation, around);
    liquidation = next;
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += step[key];
  }
  return { ...sum, ...liquidation };
}

it('detects and closes in ordinary times, and is found healthy every 30 seconds', () => {
  const run5 = run(300, 'none');
  expect(run5).toMatchObject({ checks: 10, checksFailed: 0, failed: 0, healthy: true });
  expect(run5.executed).toBeGreaterThan(60);
  expect(run5.waiting).toBeLessThan(3);
});

it('fails every health check while it hangs: five within two and a half minutes, and accounts pile up', () => {
  const hung = run(150, 'hangs');
  expect(hung).toMatchObject({ checks: 5, checksFailed: 5, executed: 0, healthy: false });
  expect(hung.waiting).toBeGreaterThan(8);
  expect(hung.lostUsd).toBeGreaterThan(20 * run(150, 'none').lostUsd);
});

it('fails more than a tenth of its executions when they are refused', () => {
  const { executed, failed, checksFailed } = run(300, 'executions');
  expect(failed / executed).toBeGreaterThan(0.1);
  expect(checksFailed).toBe(0);
});

it('is not asked while it is turned off on purpose', () => {
  const off = run(300, 'hangs', { switch: 'liquidation_enabled', value: false });
  expect(off).toMatchObject({ checks: 0, checksFailed: 0, executed: 0, healthy: true });
  expect(off.waiting).toBeGreaterThan(8);
});

it('computes without closing in that mode', () => {
  const computing = run(120, 'none', { switch: 'liquidation_execution', value: 'compute' });
  expect(computing).toMatchObject({ executed: 0, checks: 4, checksFailed: 0 });
  expect(computing.waiting).toBeGreaterThan(8);
});

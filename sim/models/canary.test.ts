// The canary is calm for its half hour, shows what is wrong with it, and ends when it is stopped.
import { describe, expect, it } from 'vitest';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { defaultMatrix, readerOf } from '#lib/rules/changes/matrix.ts';
import { type CanaryTrouble, startCanary, stepCanary } from './canary.ts';
import { strayOf, termsOf, USUAL_TERMS } from './canary-terms.ts';
import { openMarket } from './market.ts';
import { seededRandom } from './random.ts';

const CALM: CanaryTrouble = { loses: false, errors: 0, slow: false, streamDown: false, strays: false };

function run(seconds: number, trouble: Partial<CanaryTrouble> = {}, ...settings: SwitchSetting[]) {
  const given = settings.map((setting) => [setting.switch, { value: setting.value }]);
  const values = readerOf({ ...defaultMatrix(), ...Object.fromEntries(given) });
  const random = seededRandom(6);
  const market = { ...openMarket(), returns: { ...openMarket().returns, ETH: -0.001 } };
  const around = {
    dtMs: 1_000,
    values,
    terms: termsOf(values),
    market,
    trouble: { ...CALM, ...trouble },
    random,
  };
  const requests: { failed: boolean; latencySeconds: number }[] = [];
  let canary: ReturnType<typeof startCanary> | null = startCanary(0);
  for (let second = 1; second <= seconds; second += 1) {
    const step = stepCanary(canary, { ...around, now: second * 1_000 });
    canary = step.canary;
    requests.push(...step.requests);
  }
  const failed = requests.filter((one) => one.failed).length / requests.length;
  const slow = requests.filter((one) => one.latencySeconds > 1).length / requests.length;
  return { canary, requests: requests.length, failed, slow };
}

describe('the canary', () => {
  it('is within every bound of manual 5 in ordinary times', () => {
    const calm = run(300);
    expect(calm).toMatchObject({ failed: 0, slow: 0, canary: { streamUp: true, strays: false } });
    expect(calm.requests).toBeGreaterThan(1_000);
    expect(calm.canary?.pnlUsd).toBeGreaterThan(-50);
  });

  it('is beyond each bound when it is broken', () => {
    expect(run(10, { loses: true }).canary?.pnlUsd).toBeLessThan(-50);
    expect(run(100, { errors: 0.2 }).failed).toBeGreaterThan(0.15);
    expect(run(100, { errors: 0.2 }).failed).toBeLessThan(0.25);
    expect(run(100, { slow: true }).slow).toBeGreaterThan(0.5);
    expect(run(1, { streamDown: true, strays: true }).canary).toMatchObject({
      streamUp: false,
      strays: true,
    });
  });

  it.each<[string, SwitchSetting[]]>([
    ['strategies', [{ switch: 'strategies_enabled', value: false }]],
    ['new orders', [{ switch: 'new_orders_enabled', value: false }]],
  ])('ends when %s are stopped', (_what, settings) => {
    expect(run(1, {}, ...settings)).toMatchObject({ canary: null, requests: 0 });
  });

  it('ends after half an hour', () => {
    expect(run(1_799).canary).not.toBeNull();
    expect(run(1_800).canary).toBeNull();
  });

  it('holds the size of what it was given, and nothing else', () => {
    expect(run(60).canary?.pnlUsd).toBe(0);
    const ether = run(60, {}, { switch: 'canary_symbols', value: ['ETH'] }).canary?.pnlUsd ?? 0;
    expect(ether).toBeCloseTo(-60 * 0.0001 * 3_100 * 0.001, 6);
    const half = [
      { switch: 'canary_symbols', value: ['ETH'] },
      { switch: 'canary_position_size', value: 0.00005 },
    ] as const;
    expect(run(60, {}, ...half).canary?.pnlUsd).toBeCloseTo(ether / 2, 9);
  });

  it('halts at its largest loss, and loses no more than its daily cap whatever is wrong', () => {
    const limits = [
      { switch: 'canary_max_loss_usd', value: '20' },
      { switch: 'canary_daily_loss_cap_usd', value: '40' },
    ] as const;
    expect(run(2, { loses: true }, ...limits).canary).toMatchObject({ halted: false });
    expect(run(4, { loses: true }, ...limits).canary).toMatchObject({ halted: true });
    expect(run(600, { loses: true }, ...limits).canary?.pnlUsd).toBeGreaterThan(-50);
  });

  it('strays to a symbol that it was not given', () => {
    expect(strayOf(USUAL_TERMS)).not.toBe('BTC');
    expect(strayOf({ ...USUAL_TERMS, symbols: ['AVAX'] })).not.toBe('AVAX');
  });
});

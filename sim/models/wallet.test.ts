// Withdrawals flow or wait as the switches say, and the treasury keeps the wallet between its limits.
import { describe, expect, it } from 'vitest';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { defaultMatrix, readerOf } from '#lib/rules/changes/matrix.ts';
import { seededRandom } from './random.ts';
import { openWallet, releases, stepWallet, type Wallet, withdraw, withTransferLost } from './wallet.ts';

function values(...settings: SwitchSetting[]) {
  const given = settings.map((setting) => [setting.switch, { value: setting.value }]);
  return readerOf({ ...defaultMatrix(), ...Object.fromEntries(given) });
}

function hours(count: number, from: Wallet, switches = values()): Wallet[] {
  const random = seededRandom(9);
  const seen = [from];
  for (let second = 0; second < count * 3_600; second += 1) {
    seen.push(stepWallet(seen[seen.length - 1] as Wallet, 1_000, switches, random));
  }
  return seen;
}

describe('releases', () => {
  it.each<[string, boolean, boolean, SwitchSetting[]]>([
    ['all on', true, true, []],
    ['large ones held', true, false, [{ switch: 'large_withdrawals_enabled', value: false }]],
    ['withdrawals off', false, false, [{ switch: 'withdrawal_enabled', value: false }]],
  ])('%s', (_what, small, large, settings) => {
    expect(releases(values(...settings), 10_000)).toBe(small);
    expect(releases(values(...settings), 10_000.01)).toBe(large);
  });
});

describe('one withdrawal', () => {
  it.each<[string, number, boolean, SwitchSetting[]]>([
    ['is paid from the wallet', 5_000, true, []],
    ['waits while a switch holds it', 5_000, false, [{ switch: 'withdrawal_enabled', value: false }]],
    ['waits when there is not so much in the wallet', 380_001, false, []],
  ])('%s', (_what, usd, paid, settings) => {
    const before = openWallet();
    const after = withdraw(before, usd, values(...settings));
    expect(after.paid).toBe(paid);
    expect(before.hotUsd - after.wallet.hotUsd).toBe(paid ? usd : 0);
    expect(after.wallet.waitingUsd - before.waitingUsd).toBe(paid ? 0 : usd);
  });
});

describe('the hot wallet', () => {
  it('stays between its limits in ordinary times', () => {
    const seen = hours(5, openWallet()).map((wallet) => wallet.hotUsd);
    expect(Math.min(...seen)).toBeGreaterThan(100_000);
    expect(Math.max(...seen)).toBeLessThan(650_001);
  });

  it('only grows while withdrawals are off, and pays what waited afterwards', () => {
    const before = hours(0.2, openWallet(), values({ switch: 'withdrawal_enabled', value: false }));
    const grown = before.map((wallet) => wallet.hotUsd);
    expect(grown).toEqual([...grown].sort((a, b) => a - b));
    const last = before.at(-1) as Wallet;
    expect(last.waitingUsd).toBeGreaterThan(0);
    expect(stepWallet(last, 0, values(), seededRandom(1))).toMatchObject({
      hotUsd: last.hotUsd - last.waitingUsd,
      waitingUsd: 0,
    });
  });
});

describe('a run while the treasury does not answer', () => {
  const run = (switches = values(), from = openWallet()) => {
    const random = seededRandom(4);
    let wallet = from;
    for (let second = 0; second < 12; second += 1) wallet = stepWallet(wallet, 1_000, switches, random, true);
    return wallet;
  };

  it('empties the hot wallet below its alert within seconds; the treasury fills it once it answers', () => {
    const empty = run();
    expect(empty.hotUsd).toBeLessThan(100_000);
    expect(empty.waitingUsd).toBeGreaterThan(0);
    expect(stepWallet(empty, 50, values(), seededRandom(1)).hotUsd).toBeGreaterThan(180_000);
  });

  it('takes less of it while large withdrawals are paused', () => {
    const paused = run(values({ switch: 'large_withdrawals_enabled', value: false }));
    expect(paused.hotUsd).toBeGreaterThan(run().hotUsd + 50_000);
  });
});

describe('what customers own', () => {
  const held = ({ hotUsd, coldUsd }: Wallet) => hotUsd + coldUsd;

  it('is always there, however it moves between the wallets', () => {
    for (const wallet of hours(5, openWallet())) expect(held(wallet)).toBeCloseTo(wallet.owedUsd, 2);
  });

  it('is not all there while a transfer is lost, and is again when it is found', () => {
    const lost = withTransferLost(openWallet(), true);
    expect(1 - held(lost) / lost.owedUsd).toBeCloseTo(0.003, 6);
    expect(withTransferLost(lost, true)).toBe(lost);
    expect(held(withTransferLost(lost, false))).toBeCloseTo(lost.owedUsd, 2);
  });
});

// The bot meets manual 5's targets while nothing is wrong, and misses each of them when it is broken in its way.
import { expect, test } from 'vitest';
import { type BotTerms, type BotTrouble, FILTERS, startBot, stepBot } from './bot.ts';
import { USUAL_TERMS } from './canary-terms.ts';
import { seededRandom } from './random.ts';

const CALM: BotTrouble = { errors: false, slow: false, streamDown: false, picky: false };

function run(trouble: Partial<BotTrouble> = {}, terms: Partial<BotTerms> = {}) {
  const random = seededRandom(7);
  const sums = { requests: 0, errors: 0, signals: 0, accepted: 0, orders: 0, filled: 0, disconnects: 0 };
  const turnedDown = { spread: 0, depth: 0, rsi: 0, volatility: 0 };
  const latencies: number[] = [];
  let bot = startBot(0);
  for (let second = 1; second <= 1_800; second += 1) {
    const step = stepBot(bot, {
      ...{ now: second * 1_000, dtMs: 1_000, random },
      ...{ terms: { ...USUAL_TERMS, ...terms }, trouble: { ...CALM, ...trouble } },
    });
    bot = step.bot;
    latencies.push(...step.latencies);
    sums.requests += step.latencies.length;
    for (const filter of FILTERS) turnedDown[filter] += step.turnedDown[filter];
    for (const key of ['errors', 'signals', 'accepted', 'orders', 'filled', 'disconnects'] as const)
      sums[key] += step[key];
  }
  latencies.sort((a, b) => a - b);
  const p95 = latencies[Math.floor(0.95 * latencies.length)] ?? 0;
  return { ...sums, turnedDown, p95, bot };
}

test('calm: within every target', () => {
  const calm = run();
  expect(calm.accepted / calm.signals).toBeGreaterThan(0.95);
  expect(calm.filled / calm.orders).toBeGreaterThan(0.95);
  expect(calm.p95).toBeLessThan(0.3);
  expect(calm).toMatchObject({ errors: 0, disconnects: 0 });
});

test('broken: beyond the target of its kind', () => {
  const picky = run({ picky: true });
  expect(picky.accepted / picky.signals).toBeLessThan(0.85);
  expect(run({ slow: true }).p95).toBeGreaterThan(1);
  const errors = run({ errors: true });
  expect(errors.errors / errors.requests).toBeGreaterThan(0.05);
  expect(run({ streamDown: true })).toMatchObject({ disconnects: 1, bot: { downSince: 1_000 } });
});

test('each of its terms decides what it takes', () => {
  const usual = run();
  const tight = run({}, { maxSpreadBps: 3 });
  expect(tight.turnedDown.spread).toBeGreaterThan(0.5 * tight.signals);
  const deep = run({}, { minDepthUsd: 2_000_000 });
  expect(deep.turnedDown.depth).toBeGreaterThan(0.5 * deep.signals);
  expect(usual.turnedDown.rsi + usual.turnedDown.volatility).toBeGreaterThan(0);
  const free = run({}, { rsiConfirmation: false, volatilityFilter: 'OFF' });
  expect([free.turnedDown.rsi, free.turnedDown.volatility]).toEqual([0, 0]);
  expect(run({}, { mode: 'STANDARD' }).signals).toBeGreaterThan(1.5 * usual.signals);
  expect(run({}, { symbols: [] })).toMatchObject({ signals: 0, orders: 0 });
});

// Weights of the gateway: what the database says replaces what is known, stays on disk, and never leaves a moment without a server.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { createGatewayWeights } from './gateway-weights.ts';

let folder: string;
let file: string;
const log = createLog('edge', { level: 'silent' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-weights-'));
  file = join(folder, 'edge', 'gateway');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A database that says this. */
const saying = (weights: Record<string, number>) =>
  ({
    query: async () => ({ rows: Object.entries(weights).map(([name, weight]) => ({ name, weight })) }),
  }) as unknown as pg.Client;

test('what was read last is there again without a database', async () => {
  const first = createGatewayWeights(file, log);
  await first.read(saying({ blue: 95, green: 5 }));
  await first.read(saying({ blue: 80, green: 20 }));
  await first.settled();
  const second = createGatewayWeights(file, log);
  expect(second.all()).toEqual({ blue: 80, green: 20 });
  expect([second.weightOf('blue'), second.weightOf('red')]).toEqual([80, undefined]);
});

test('a damaged file is not used, nor is one with anything but weights', async () => {
  const first = createGatewayWeights(file, log);
  await first.read(saying({ blue: 95 }));
  await first.settled();
  writeFileSync(file, readFileSync(file, 'utf8').replace('95', '96'));
  expect(createGatewayWeights(file, log).all()).toEqual({});
});

test('the side that hands over keeps the least there is until the other one is open', async () => {
  let at = 0;
  const weights = createGatewayWeights(file, log, () => at);
  await weights.read(saying({ blue: 100, green: 0 }));
  expect([weights.weightOf('blue'), weights.weightOf('green')]).toEqual([100, 0]);
  await weights.read(saying({ blue: 0, green: 100 }));
  expect([weights.weightOf('blue'), weights.weightOf('green')]).toEqual([1, 100]);
  at = 1_499;
  expect(weights.weightOf('blue')).toBe(1);
  at = 1_500;
  expect(weights.weightOf('blue')).toBe(0);
  // And back at once: nobody waits for what was handed over before.
  await weights.read(saying({ blue: 100, green: 0 }));
  expect([weights.weightOf('blue'), weights.weightOf('green')]).toEqual([100, 1]);
  await weights.settled();
});

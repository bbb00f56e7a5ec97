// What is read back from the gateway: shares by weight and by requests, and when nobody can say.
import { expect, test } from 'vitest';
import { SERVERS } from '#lib/contract/gateway.ts';
import { achievedShare, type GatewayState, trafficShare } from './release-sample.ts';

const gateway = (weights: readonly number[], status = 'UP'): GatewayState =>
  Object.fromEntries(SERVERS.map((name, at) => [name, { status, weight: weights[at] ?? 0, requests: 0 }]));

test('the share by weight', () => {
  expect(achievedShare(gateway([95, 95, 5, 5]), 'green')).toBe(5);
  expect(achievedShare(gateway([100, 100, 0, 0]), 'green')).toBe(0);
  expect(achievedShare(gateway([0, 100, 100, 0]), 'green')).toBe(50);
});

test('nobody knows: not read back, a server missing, none in service', () => {
  const { 'green-2': _, ...three } = gateway([95, 95, 5, 5]);
  expect(achievedShare(null, 'green')).toBeNull();
  expect(achievedShare(three, 'green')).toBeNull();
  expect(achievedShare(gateway([95, 95, 5, 5], 'MAINT'), 'green')).toBeNull();
});

test('a server that is down counts for nothing', () => {
  const down = { ...gateway([50, 50, 50, 50]), 'green-1': { status: 'DOWN', weight: 50, requests: 0 } };
  expect(achievedShare(down, 'green')).toBeCloseTo(100 / 3);
});

test('the share by requests between two samples; unknown across a restart and without requests', () => {
  const [before, after] = [
    { mine: 10, all: 100 },
    { mine: 15, all: 200 },
  ];
  expect(trafficShare(before, after)).toBeCloseTo(5);
  expect(trafficShare(after, before)).toBeNull();
  expect(trafficShare(before, before)).toBeNull();
  expect(trafficShare(undefined, after)).toBeNull();
  expect(trafficShare({ mine: null, all: null }, after)).toBeNull();
});

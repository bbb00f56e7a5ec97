// A rolling update is judged instance by instance: each replaced one by its own measures, the next one by its health alone.
import { expect, test } from 'vitest';
import { COMPONENT_NAMES } from '#lib/catalog/releases.ts';
import { SERVERS } from '#lib/contract/gateway.ts';
import { judgedServers } from './release.ts';
import type { Baseline, SideMeasures } from './release-measures.ts';
import { type Measured, type SampledRelease, sampleOf } from './release-sample.ts';
import { automaticBreach, proposals } from './release-verdict.ts';

const GOOD: SideMeasures = {
  ...{ up: { answering: 1, of: 1 }, versions: ['v1.2.5'], requests: 1_000, errors: 1, p99Ms: 10.2 },
  ...{ components: Object.fromEntries(COMPONENT_NAMES.map((name) => [name, true])), won: 58, lost: 42 },
  ...{ tradedNow: 999, mismatches: 0, restarts: 0, trades: 100, failedTrades: 0 },
};
const IDLE: SideMeasures = { ...GOOD, requests: 0, errors: 0, p99Ms: null, won: 0, lost: 0, tradedNow: 0 };
const BASELINE: Baseline = {
  ...{ requests: 5_000, errorRate: 0.001, p99Ms: 10, winRate: 0.57, tradesPerRequest: 1 },
  at: '2026-11-27T12:00:00.000Z',
};
const at = (step: number): SampledRelease => ({
  ...{ strategy: 'rolling', toSide: 'green', toVersion: 'v1.2.5', step, share: step * 50 },
  baseline: step === 0 ? null : BASELINE,
});

function sample(step: number, instances: Measured['instances'], change: Partial<Measured> = {}) {
  const weights =
    [
      [100, 100, 0, 0],
      [0, 100, 100, 0],
      [0, 0, 100, 100],
    ][step] ?? [];
  const gateway = Object.fromEntries(
    SERVERS.map((name, place) => [name, { status: 'UP', weight: weights[place] ?? 0, requests: 0 }]),
  );
  const measured: Measured = {
    ...{ to: GOOD, from: GOOD, blind: null, gateway, gatewayProblem: null, skewMs: 0 },
    ...(instances && { instances }),
    ...change,
  };
  return sampleOf(measured, at(step));
}

test('who is judged at each step, and whose health the next one waits for', () => {
  expect(judgedServers(at(0))).toEqual({ replaced: [], next: 'green-1' });
  expect(judgedServers(at(1))).toEqual({ replaced: ['green-1'], next: 'green-2' });
  expect(judgedServers(at(2))).toEqual({ replaced: ['green-1', 'green-2'], next: null });
  expect(judgedServers({ ...at(1), strategy: 'canary' })).toBeNull();
});

test('before the first step only the first instance counts: the second may not even be there', () => {
  expect(sample(0, { 'green-1': IDLE }).verdict).toMatchObject({ state: 'healthy', reasons: [] });
  expect(sample(1, { 'green-1': GOOD, 'green-2': IDLE }).verdict.state).toBe('healthy');
  expect(sample(2, { 'green-1': GOOD, 'green-2': GOOD }).verdict.state).toBe('healthy');
});

test('an instance that is being replaced holds the step and rolls nothing back', () => {
  const down = { ...IDLE, up: { answering: 0, of: 1 } };
  for (const verdict of [
    sample(0, { 'green-1': down }).verdict,
    sample(1, { 'green-1': GOOD, 'green-2': down }).verdict,
    sample(1, { 'green-1': GOOD, 'green-2': { ...IDLE, versions: ['v1.2.4'] } }).verdict,
    sample(1, { 'green-1': GOOD, 'green-2': null }).verdict,
  ]) {
    expect(verdict.state).toBe('insufficient');
    expect(verdict.reasons[0]).toMatch(/^green-[12] is next: /);
    expect(automaticBreach(verdict)).toBeNull();
  }
});

test('what the gateway itself does not reach is not next', () => {
  const { gateway } = sample(1, {});
  const unreached = { ...gateway, 'green-2': { status: 'DOWN 1/2', weight: 0, requests: 0 } };
  const { verdict } = sample(1, { 'green-1': GOOD, 'green-2': IDLE }, { gateway: unreached });
  expect(verdict.reasons).toEqual(['green-2 is next: The gateway does not reach it.']);
});

test('a bad instance is not lost among good ones: of all requests 0.8% fail, of its own 1.6%', () => {
  const { verdict } = sample(2, { 'green-1': { ...GOOD, errors: 0 }, 'green-2': { ...GOOD, errors: 16 } });
  expect(automaticBreach(verdict)?.key).toBe('error-rate');
  expect(verdict.reasons[0]).toBe('green-2: 1.60% of its requests fail, more than 1%.');
  const slow = sample(2, { 'green-1': GOOD, 'green-2': { ...GOOD, p99Ms: 12.4 } }).verdict;
  expect(automaticBreach(slow)).toMatchObject({ key: 'p99', measured: 12.4 });
});

test('the worst of all instances is shown, whatever their order', () => {
  const [mild, bad] = [
    { ...GOOD, p99Ms: 31 },
    { ...GOOD, p99Ms: 51 },
  ];
  for (const instances of [
    { 'green-1': mild, 'green-2': bad },
    { 'green-1': bad, 'green-2': mild },
  ]) {
    const told = proposals(sample(2, instances).verdict).find(({ key }) => key === 'latency');
    expect(told?.effect).toBe('urgent');
  }
});

test('a replaced instance that nobody measures is not healthy; nobody measured at all says why', () => {
  expect(sample(2, { 'green-1': GOOD, 'green-2': null }).verdict.state).toBe('insufficient');
  const blind = sample(
    1,
    { 'green-1': null, 'green-2': null },
    { to: null, blind: 'Prometheus does not answer.' },
  );
  expect(blind.verdict).toEqual({
    state: 'insufficient',
    reasons: ['Prometheus does not answer.'],
    checks: [],
  });
});

test('a position that does not match rolls back, also of the instance that has no traffic yet', () => {
  const { verdict } = sample(1, { 'green-1': GOOD, 'green-2': { ...IDLE, mismatches: 1 } });
  expect(automaticBreach(verdict)?.key).toBe('position-mismatch');
});

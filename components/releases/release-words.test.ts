// Releases in words: marks as manual 2 has them, figures in their units, nothing known said as nothing known.
import { expect, test } from 'vitest';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { checkCells, checkMark, figureWords, healthOf, shareSummary, shareWords } from './release-words.ts';

test.each([
  ['pass', 'automatic', 'ok', 'within'],
  ['near', 'automatic', 'risk', 'close to its limit'],
  ['fail', 'automatic', 'crit', 'rolls back by itself'],
  ['fail', 'urgent', 'crit', 'roll it back: urgent'],
  ['fail', 'propose', 'risk', 'consider a rollback'],
  ['insufficient', 'automatic', 'risk', 'not known'],
  ['none', 'propose', 'plain', 'not judged'],
])('%s of %s is marked %s: %s', (state, effect, tone, word) => {
  expect(checkMark({ state, effect })).toEqual({ tone, word });
});

test('what a release was rolled back for is told as done', () => {
  expect(checkMark({ state: 'fail', effect: 'automatic' }, true).word).toBe('rolled back for this');
  expect(checkMark({ state: 'fail', effect: 'urgent' }, true).word).toBe('roll it back: urgent');
  expect(checkMark({ state: 'pass', effect: 'automatic' }, true).word).toBe('within');
});

test('the health check has no figure: it says whether everything is up', () => {
  const none = { effect: 'automatic', measured: null, baseline: null, limit: null, why: '' };
  const cells = (key: string, state: string) => checkCells({ ...none, key, state });
  expect(cells('health', 'pass')).toEqual({ measured: 'all up', baseline: '', limit: 'all up' });
  expect(cells('health', 'fail').measured).toBe('down');
  expect(cells('health', 'insufficient').measured).toBe('not known');
  expect(cells('p99', 'insufficient')).toEqual({ measured: '–', baseline: '–', limit: '–' });
});

test('a limit says on which side of it a figure is to stay', () => {
  const of = (key: string, limit: number) =>
    checkCells({ key, state: 'pass', effect: 'automatic', measured: null, baseline: null, limit, why: '' })
      .limit;
  expect(of('p99', 14.3)).toBe('≤ 14.3 ms');
  expect(of('win-rate', 0.49)).toBe('≥ 49%');
  expect(of('trading-halted', 0)).toBe('> 0');
});

test('each figure in its unit', () => {
  expect(figureWords('trading-halted', 2_201)).toBe('2,201');
  expect(figureWords('error-rate', 0.00123)).toBe('0.12%');
  expect(figureWords('win-rate', 0.58)).toBe('58%');
  expect(figureWords('p99', 12.04)).toBe('12.0 ms');
  expect(figureWords('restarts', 2)).toBe('2');
  expect(figureWords('p99', null)).toBe('–');
});

test('what was measured too long ago is not known, however good it was', () => {
  const sample = { fresh: true, verdict: { state: 'healthy' } } as ReleaseBody['sample'];
  expect(healthOf(sample).word).toBe('Healthy');
  expect(healthOf(sample && { ...sample, fresh: false }).word).toBe('Not known');
  expect(healthOf(null).word).toBe('Not measured yet');
});

test('the share in a sentence', () => {
  expect(shareWords(33.333)).toBe('33.3%');
  expect(shareSummary([])).toBe('Nothing was measured yet.');
  const point = {
    at: '',
    wanted: 20,
    achieved: null,
    traffic: null,
    verdict: '',
    errorRate: null,
    p99Ms: null,
    winRate: null,
  };
  expect(shareSummary([point])).toBe(
    'The new version is to have 20% of the traffic; the gateway gives it –.',
  );
});

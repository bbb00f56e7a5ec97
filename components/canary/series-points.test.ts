// A drawing of thinned samples misses no breach, knows which side of its line is wrong, and counts a breach once.
import { expect, test } from 'vitest';
import {
  beyondOf,
  beyondWords,
  lineWords,
  partWords,
  type SeriesView,
  seriesPoints,
} from './series-points.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 19, 2, minute)).toISOString();
const plain = { title: 'Error rate', unit: '%', baseline: null, partSeconds: 60, bands: [] };
const GUARD: SeriesView = { ...plain, guard: true, is: '>', target: 1, points: [] };
const CRITERION: SeriesView = { ...plain, guard: false, is: '<', target: 1, points: [] };

function beyond(series: SeriesView, points: SeriesView['points']) {
  return beyondOf(series, seriesPoints({ ...series, points }));
}

test('a part whose last value is fine and whose highest was not is beyond the line, at that height', () => {
  const points = [
    { at: at(0), value: 0.2, low: 0.1, high: 0.3 },
    { at: at(1), value: 0.2, low: 0.1, high: 4 },
    { at: at(2), value: 0.2, low: 0.2, high: 0.2 },
  ];
  expect(beyond(GUARD, points)).toEqual([
    { from: Date.parse(at(1)), to: Date.parse(at(1)), peak: 4, at: Date.parse(at(1)) },
  ]);
});

test('a guard acts while its comparison holds, a criterion fails while it does not', () => {
  const on = [{ at: at(0), value: 1 }];
  expect(beyond(GUARD, on)).toEqual([]);
  expect(beyond(CRITERION, on)).toHaveLength(1);
  const uptime = { ...CRITERION, is: '>=', target: 99 };
  expect(beyond(uptime, [{ at: at(0), value: 99.5, low: 97, high: 99.9 }])).toMatchObject([{ peak: 97 }]);
  expect(beyond(uptime, [{ at: at(0), value: 99 }])).toEqual([]);
  expect(beyond({ ...CRITERION, is: '=', target: 0 }, [{ at: at(0), value: 2 }])).toMatchObject([
    { peak: 2 },
  ]);
});

test('parts one after the other are one breach with its worst moment; a gap without values ends it', () => {
  const points = [2, 5, 3, null, 2, 0, 9].map((value, minute) => ({ at: at(minute), value }));
  expect(beyond(GUARD, points)).toMatchObject([
    { from: Date.parse(at(0)), to: Date.parse(at(2)), peak: 5, at: Date.parse(at(1)) },
    { from: Date.parse(at(4)), to: Date.parse(at(4)), peak: 2 },
    { from: Date.parse(at(6)), peak: 9 },
  ]);
});

test('the line, what is beyond it, and what a point stands for, in words', () => {
  expect(lineWords(GUARD)).toBe('limit > 1%');
  expect(lineWords({ ...CRITERION, is: '>=', target: 99 })).toBe('has to be ≥ 99%');
  expect([0, 1, 2, 3].map(beyondWords)).toEqual([
    ...['never beyond it', 'beyond it once'],
    ...['beyond it twice', 'beyond it 3 times'],
  ]);
  expect(partWords(15, [{ low: 1, high: 1 }])).toBe('each point 15 s');
  expect(partWords(1_800, [{ low: 1, high: 3 }])).toBe('each point 30 min, the range between shaded');
});

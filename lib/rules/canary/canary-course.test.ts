// Pauses end when somebody resumes the run, or with it; each extension is what it added.
import { expect, test } from 'vitest';
import { type CourseEntry, courseOf } from './canary-course.ts';

const entry = (kind: string, minute: number, more: Partial<CourseEntry> = {}): CourseEntry => ({
  ...{ kind: `canary.${kind}`, at: new Date(60_000 * minute), by: 'Risk', reason: 'Why', stage: 1 },
  ...{ extendedSeconds: null, ...more },
});

test('each pause has its end, and the last goes on', () => {
  const entries = [entry('paused', 1), entry('resumed', 3), entry('paused', 7, { stage: 2 })];
  expect(courseOf(entries, null).pauses).toEqual([
    { stage: 1, from: new Date(60_000), to: new Date(180_000), by: 'Risk', reason: 'Why' },
    { stage: 2, from: new Date(420_000), to: null, by: 'Risk', reason: 'Why' },
  ]);
  expect(courseOf(entries, new Date(600_000)).pauses[1]?.to).toEqual(new Date(600_000));
});

test('extensions are told one by one, though the log keeps their sum', () => {
  const entries = [
    entry('extended', 1, { extendedSeconds: 3_600 }),
    entry('extended', 2, { extendedSeconds: 5_400 }),
    entry('extended', 9, { stage: 2, extendedSeconds: 300 }),
  ];
  expect(courseOf(entries, null).extensions.map(({ stage, seconds }) => [stage, seconds])).toEqual([
    ...[
      [1, 3_600],
      [1, 1_800],
    ],
    [2, 300],
  ]);
});

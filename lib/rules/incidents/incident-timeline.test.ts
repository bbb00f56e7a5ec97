// The timeline: entries of the log and moments of firings become lines in their order, and nothing else does.
import { expect, test } from 'vitest';
import { KINDS_IN_TIME, KINDS_OF_SUBJECTS, type LoggedEntry, timelineOf } from './incident-timeline.ts';

function entry(seq: number, at: string, kind: string, more: Partial<LoggedEntry> = {}): LoggedEntry {
  return {
    ...{ seq, at: `2026-03-19T${at}Z`, actorName: 'Rita Risk', kind, subject: 'console', symbol: null },
    ...{ oldValue: null, newValue: null, reason: null, changeSetId: null },
    ...more,
  };
}
const change = (seq: number, subject: string, more: Partial<LoggedEntry> = {}) =>
  entry(seq, '03:08:00.000', 'switch.changed', {
    ...{ subject, oldValue: 'true', newValue: 'false', changeSetId: 'set', reason: 'HL is down' },
    ...more,
  });

test('a change set is one line, with every switch of it', () => {
  const lines = timelineOf(
    [
      change(5, 'hedge_enabled'),
      change(6, 'normal_threshold', { symbol: 'BTC', oldValue: '"5000"', newValue: '"0"' }),
    ],
    [],
    [],
  );
  expect(lines).toEqual([
    {
      ...{ at: '2026-03-19T03:08:00.000Z', kind: 'switch', by: 'Rita Risk', reason: 'HL is down', seq: 5 },
      what: 'hedge_enabled true to false, normal_threshold BTC 5000 to 0',
    },
  ]);
});

test('every moment of a firing is a line, and lines stand in their order', () => {
  const lines = timelineOf(
    [
      entry(9, '03:12:00.000', 'run.step_done', { subject: 'RUN-4', newValue: 'Positions closed' }),
      change(7, 'new_orders_enabled'),
      entry(8, '03:08:00.000', 'level.pressed', { subject: 'level 2' }),
    ],
    [
      {
        ...{ number: 3, title: 'HL is disconnected', firedAt: '2026-03-19T03:07:00.000Z' },
        ...{ confirmedAt: '2026-03-19T03:07:30.000Z', confirmedBy: 'Ola Ops', resolvedAt: null },
        ...{ actedAt: '2026-03-19T03:08:00.000Z', actedBy: 'Ola Ops' },
        effectiveAt: '2026-03-19T03:08:00.400Z',
      },
    ],
    [{ title: 'Latency', count: 41, firstAt: '2026-03-19T03:09:00.000Z', firstNumber: 12 }],
  );
  expect(lines.map(({ what, by }) => [what, by])).toEqual([
    ['A-3 fired: HL is disconnected', null],
    ['A-3 confirmed', 'Ola Ops'],
    ['A-3: its action carried out', 'Ola Ops'],
    ['new_orders_enabled true to false', 'Rita Risk'],
    ['Level 2 pressed', 'Rita Risk'],
    ['A-3: its action effective on every instance', null],
    ['A-12 and 40 more fired meanwhile: Latency', null],
    ['RUN-4: Positions closed done', 'Rita Risk'],
  ]);
});

test('what is not told stays out, also under a name that every object has', () => {
  const kinds = ['session.opened', 'alert.confirmed', 'post-mortem.saved', 'constructor', '__proto__'];
  expect(
    timelineOf(
      kinds.map((kind, seq) => entry(seq, '03:00:00.000', kind)),
      [],
      [],
    ),
  ).toEqual([]);
});

test('a value that is no JSON is shown as it stands', () => {
  expect(timelineOf([change(1, 'x', { oldValue: null, newValue: '{' })], [], [])[0]?.what).toBe(
    'x unset to {',
  );
});

test('the kinds that are read are those that are told, each once', () => {
  const all = [...KINDS_IN_TIME, ...KINDS_OF_SUBJECTS];
  expect(new Set(all).size).toBe(all.length);
  for (const kind of all.filter((one) => one !== 'switch.changed'))
    expect(timelineOf([entry(1, '03:00:00.000', kind)], [], []), kind).toHaveLength(1);
});

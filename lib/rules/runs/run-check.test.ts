// Each check of a procedure with facts on both sides of its bound, and what it says that it found.
import { describe, expect, it } from 'vitest';
import type { Check } from '#lib/catalog/procedure-types.ts';
import { checkFinding, isLost, type RunFacts, type SentCommand, watchFinding } from './run-check.ts';

const FACTS: RunFacts = {
  matrix: {
    hedge_enabled: { value: false },
    routing_mode: { value: 'HL_MODE' },
    testnet_accounts: { value: ['binance', 'bybit'] },
    normal_threshold: { value: '10000', overrides: { BTC: '5000' } },
  },
  figures: { rates: { orders_internal: 0.4 }, gauges: { hl_latency_ms: 50, orders_internal_gauge: 1 } },
  capabilities: {},
  instances: { expected: 3, inStep: 3, silent: [] },
  ...{ brokenSeq: null, verifiedSeq: 1 },
  executors: { positions: 0, breakers: 0, silent: [] },
  ...{ changeSets: [], commands: [], backupHours: 24 },
};

type Row = [what: string, facts: Partial<RunFacts>, holds: boolean, found: string];

function table(check: Check, rows: readonly Row[]): void {
  it.each(rows)('%s', (_what, facts, holds, found) => {
    expect(checkFinding(check, { ...FACTS, ...facts })).toEqual({ holds, found });
  });
}

const instances = (inStep: number, expected: number, ...silent: string[]) => ({
  instances: { inStep, expected, silent },
});
const executors = (positions: number | null, breakers: number | null, ...silent: string[]) => ({
  executors: { positions, breakers, silent },
});

describe('instances', () => {
  table({ kind: 'instances' }, [
    ['all', instances(3, 3), true, '3 of 3 in step'],
    ['all but one', instances(2, 3), false, '2 of 3 in step'],
    ['one is silent', instances(2, 3, 'router-3'), false, '2 of 3 in step, silent: router-3'],
    ['none is there', instances(0, 0), false, 'No instance reports'],
  ]);
});

describe('effective', () => {
  const sets = (...changeSets: RunFacts['changeSets']) => ({ changeSets });
  const [all, most, none] = [
    { applied: 3, expected: 3 },
    { applied: 2, expected: 3 },
    { applied: 0, expected: 0 },
  ];
  table({ kind: 'effective' }, [
    ['applied by all', sets(all), true, '3 of 3 instances'],
    ['by all but one', sets(most), false, '2 of 3 instances'],
    ['one of two sets by all', sets(all, most), false, '2 of 3 instances'],
    [
      'the set with the fewest instances is named',
      sets(all, { applied: 2, expected: 2 }),
      true,
      '2 of 2 instances',
    ],
    ['no instance counts', sets(all, none), false, 'No instance reports'],
    ['nothing was changed, all in step', sets(), true, '3 of 3 in step'],
    ['nothing was changed, one behind', { ...sets(), ...instances(2, 3) }, false, '2 of 3 in step'],
  ]);
});

describe('switches', () => {
  const check = (...settings: Extract<Check, { kind: 'switches' }>['settings']): Check => ({
    kind: 'switches',
    settings,
  });
  describe('a switch', () =>
    table(check({ switch: 'hedge_enabled', value: false }), [
      ['holds its value', {}, true, 'Every switch holds its value'],
      ['holds another', { matrix: { hedge_enabled: { value: true } } }, false, 'hedge_enabled is true'],
    ]));
  describe('a set', () =>
    table(check({ switch: 'testnet_accounts', value: ['binance', 'bybit'] }), [
      ['has the same members', {}, true, 'Every switch holds its value'],
      [
        'lacks one',
        { matrix: { testnet_accounts: { value: ['bybit'] } } },
        false,
        'testnet_accounts is ["bybit"]',
      ],
    ]));
  describe('several', () =>
    table(check({ switch: 'routing_mode', value: 'HL_MODE' }, { switch: 'hedge_enabled', value: false }), [
      ['all hold', {}, true, 'Every switch holds its value'],
      [
        'the second does not',
        { matrix: { ...FACTS.matrix, hedge_enabled: { value: true } } },
        false,
        'hedge_enabled is true',
      ],
    ]));
});

describe('a figure', () => {
  const check = (name: string, compare: 'at most' | 'at least', bound: number, unit = 'ms'): Check => ({
    ...{ kind: 'figure', name, compare, bound, unit },
  });
  const latency = (ms: number) => ({ figures: { rates: {}, gauges: { hl_latency_ms: ms } } });
  describe('at most', () =>
    table(check('hl_latency_ms', 'at most', 50), [
      ['at its bound', latency(50), true, '50 ms, at most 50 ms'],
      ['just above', latency(50.1), false, '50.1 ms, at most 50 ms'],
      ['not reported', { figures: { rates: {}, gauges: {} } }, false, 'Nobody reports this figure'],
      ['nothing is', { figures: null }, false, 'Nobody reports this figure'],
      ['no number', latency(Number.NaN), false, 'Nobody reports this figure'],
    ]));
  describe('at least', () =>
    table(check('hl_latency_ms', 'at least', 50, '%'), [
      ['at its bound', latency(50), true, '50%, at least 50%'],
      ['just below', latency(49.9), false, '49.9%, at least 50%'],
    ]));
  describe('a rate', () =>
    table(check('orders_internal', 'at most', 0, 'orders/s'), [
      [
        'of nothing',
        { figures: { rates: { orders_internal: 0 }, gauges: {} } },
        true,
        '0 orders/s, at most 0 orders/s',
      ],
      ['of a little', {}, false, '0.400 orders/s, at most 0 orders/s'],
    ]));
});

describe('positions', () => {
  table({ kind: 'positions', atMost: 1 }, [
    ['as many as may be', executors(1, 0), true, '1 open'],
    ['one more', executors(2, 0), false, '2 open'],
    ['an executor is silent', executors(0, 0, 'executor-hl'), false, '0 open, silent: executor-hl'],
    ['nobody reports', executors(null, null, 'executor-hl'), false, 'No executor reports'],
    ['no executor at all', executors(null, null), false, 'No executor reports'],
  ]);
});

describe('breakers', () => {
  table({ kind: 'breakers' }, [
    ['none tripped', executors(0, 0), true, '0 tripped'],
    ['one tripped', executors(0, 1), false, '1 tripped'],
    ['an executor is silent', executors(0, 0, 'executor-hl'), false, '0 tripped, silent: executor-hl'],
    ['no executor at all', executors(null, null), false, 'No executor reports'],
  ]);
});

describe('breakers, or no executor', () => {
  table({ kind: 'breakers', orNoExecutor: true }, [
    ['none tripped', executors(0, 0), true, '0 tripped'],
    ['one tripped', executors(0, 1), false, '1 tripped'],
    ['no executor at all', executors(null, null), true, 'No executor is connected'],
    ['the only one is silent', executors(null, null, 'executor-hl'), false, 'No executor reports'],
  ]);
});

describe('commands', () => {
  const sent = (...commands: RunFacts['commands']) => ({ commands });
  const command = (executors: number, ...undone: string[]): SentCommand => ({
    ...{ id: 'c', label: 'Cancel', executors, undone, failed: [], unbegun: [], expired: false },
  });
  const hl = ['executor-hl'];
  const late = (over: Partial<SentCommand>) => sent(command(2), { ...command(2, ...hl), ...over });
  table({ kind: 'commands' }, [
    ['done by both', sent(command(2)), true, 'Every executor is done'],
    ['not by one of them', sent(command(2, 'executor-hl')), false, 'Cancel: not yet executor-hl'],
    [
      'one of two commands',
      sent(command(2), command(2, 'executor-hl')),
      false,
      'Cancel: not yet executor-hl',
    ],
    ['nobody is there to do it', sent(command(0)), false, 'Cancel: no executor reports'],
    ['none was sent', sent(), false, 'This run has sent no command'],
    ['not begun, in time', late({ unbegun: hl }), false, 'Cancel: not yet executor-hl'],
    [
      'not begun in its time',
      late({ unbegun: hl, expired: true }),
      false,
      'Cancel: not yet executor-hl. Send it again',
    ],
    // It goes on, also when it comes back after a while.
    ['begun in its time', late({ expired: true }), false, 'Cancel: not yet executor-hl'],
    [
      'failed on one of them',
      late({ undone: ['executor-b', ...hl], failed: hl }),
      false,
      'Cancel: failed on executor-hl. Send it again',
    ],
    [
      'nobody was there in its time',
      late({ executors: 0, undone: [], expired: true }),
      false,
      'Cancel: no executor reports. Send it again',
    ],
  ]);

  it('one that is done is not lost, whatever its time', () => {
    expect(isLost({ ...command(2), expired: true })).toBe(false);
  });
});

describe('integrity', () => {
  table({ kind: 'integrity' }, [
    ['verified', {}, true, 'Verified to entry 1'],
    ['not looked at yet', { verifiedSeq: 0 }, false, 'Not verified yet'],
    ['broken', { brokenSeq: 12, verifiedSeq: 11 }, false, 'Broken at entry 12'],
  ]);
});

describe('backup', () => {
  table({ kind: 'backup', withinHours: 24 }, [
    ['as old as may be', { backupHours: 24 }, true, 'Newest is 24 h 0 min old, at most 24 h'],
    ['a little older', { backupHours: 24.01 }, false, 'Newest is 24 h 1 min old, at most 24 h'],
    ['none', { backupHours: null }, false, 'No verified backup is on record'],
  ]);
});

it('a watch holds while all of it holds, and says what broke first', () => {
  const watch: readonly Check[] = [{ kind: 'instances' }, { kind: 'breakers' }];
  expect(watchFinding(watch, FACTS)).toEqual({ holds: true, found: '3 of 3 in step, 0 tripped' });
  expect(watchFinding(watch, { ...FACTS, ...executors(0, 2) })).toEqual({ holds: false, found: '2 tripped' });
  expect(watchFinding(watch, { ...FACTS, ...executors(0, 2), ...instances(2, 3) }).found).toBe(
    '2 of 3 in step',
  );
});

// A change as it is decided: its direction, the reason it needs, whether it is stale, and what a broken audit chain still allows.
import { describe, expect, test } from 'vitest';
import { holding, LONG_REASON, outcome, planOf, stateOf } from '#test/decisions.ts';
import { matrixWith } from '#test/matrices.ts';
import { decideChange, INHERIT, lastRevisionOf, placeKey, type Request } from './decide-change.ts';
import { defaultMatrix } from './matrix.ts';

const admin = holding('super_admin');

describe('direction', () => {
  const reducing = { switch: 'normal_threshold', value: '5000' };
  const raising = { switch: 'betting_threshold', value: '60000' };
  const rollback = { switch: 'hedge_enabled', value: false };

  test.each<[string, Request[], string]>([
    ['one step to safety', [reducing], 'reducing'],
    ['one step away', [raising], 'raising'],
    ["the manual's own rollback, though it loosens", [rollback], 'rollback'],
    ["the manual's own rollback, which reduces", [{ switch: 'normal_threshold', value: '0' }], 'rollback'],
    ['a rollback among reducing steps', [reducing, rollback], 'rollback'],
    ['a raising step among reducing ones and rollbacks', [reducing, rollback, raising], 'raising'],
    [
      'less than half, which is more than the rollback',
      [{ switch: 'max_internal_exposure_usd', value: '100000' }],
      'reducing',
    ],
    ['exactly half', [{ switch: 'max_internal_exposure_usd', value: '250000' }], 'rollback'],
    ['off', [{ switch: 'daily_net_loss_limit', value: null }], 'raising'],
    ['an override below the venue', [{ switch: 'normal_threshold', symbol: 'BTC', value: '1' }], 'reducing'],
    [
      'an override above the venue',
      [{ switch: 'normal_threshold', symbol: 'BTC', value: '20000' }],
      'raising',
    ],
    [
      'an override that pins the value',
      [{ switch: 'normal_threshold', symbol: 'BTC', value: '10000' }],
      'reducing',
    ],
  ])('%s', (_name, requests, expected) => {
    expect(outcome(requests)).toBe(expected);
  });

  test('removing an override is judged by what the symbol has then', () => {
    const inherit = { switch: 'normal_threshold', symbol: 'BTC', value: INHERIT };
    const low = stateOf(matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '5000' }));
    const high = stateOf(matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '20000' }));
    expect(outcome([inherit], { on: low })).toBe('raising');
    expect(outcome([inherit], { on: high })).toBe('reducing');
    expect(outcome([inherit, { switch: 'normal_threshold', value: '4000' }], { on: low })).toBe('reducing');
  });

  test('the budget is the shortest of the set', () => {
    expect(planOf([reducing]).budgetMs).toBe(5_000);
    expect(planOf([reducing, rollback]).budgetMs).toBe(1_000);
  });

  test('every change of the plan carries its own direction and values', () => {
    expect(planOf([reducing, rollback, raising]).changes).toMatchObject([
      {
        switch: 'normal_threshold',
        symbol: null,
        oldValue: '10000',
        newValue: '5000',
        direction: 'reducing',
      },
      { switch: 'hedge_enabled', oldValue: true, newValue: false, direction: 'rollback' },
      { switch: 'betting_threshold', oldValue: '50000', newValue: '60000', direction: 'raising' },
    ]);
  });
});

describe('reasons', () => {
  test('3 characters suffice to reduce or roll back, 12 to raise', () => {
    expect(outcome([{ switch: 'normal_threshold', value: '1' }], { reason: 'why' })).toBe('reducing');
    expect(outcome([{ switch: 'hedge_enabled', value: false }], { reason: 'why' })).toBe('rollback');
    expect(outcome([{ switch: 'normal_threshold', value: '1' }], { reason: 'no' })).toBe('invalid_reason');
    const raise = [{ switch: 'betting_threshold', value: '60000' }];
    expect(outcome(raise, { reason: 'x'.repeat(11) })).toBe('invalid_reason');
    expect(outcome(raise, { reason: 'x'.repeat(12) })).toBe('raising');
    expect(planOf(raise, stateOf(), '  twelve   characters ').reason).toBe('twelve characters');
  });

  test('no reason is asked for twice: what changes nothing still needs one that is one', () => {
    expect(outcome([{ switch: 'routing_mode', value: 'HL_MODE' }], { reason: '\u200b\u200b\u200b' })).toBe(
      'invalid_reason',
    );
  });
});

describe('staleness', () => {
  const matrix = matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '5000' });
  const on = stateOf(matrix, {
    lastRevision: { normal_threshold: 3, 'normal_threshold/BTC': 7, routing_mode: 5 },
  });
  const ask = (expectedRevision?: number, symbol?: string) => [
    { switch: 'normal_threshold', value: '1', symbol, expectedRevision },
  ];

  test.each<[string, Request[], string]>([
    ['the venue as it was seen', ask(3), 'reducing'],
    ['the venue changed since', ask(2), 'conflict'],
    ['a revision that is not yet', ask(4), 'conflict'],
    ['the newest revision of another switch', ask(5), 'conflict'],
    ['a symbol as it was seen', ask(7, 'BTC'), 'reducing'],
    ['a symbol changed since', ask(3, 'BTC'), 'conflict'],
    ['a symbol without an override stands at the revision of the venue', ask(3, 'ETH'), 'reducing'],
    ['an override that is gone', ask(7, 'ETH'), 'conflict'],
    ['no expectation', ask(undefined, 'BTC'), 'reducing'],
    [
      'one stale switch of a set',
      [...ask(3), { switch: 'routing_mode', value: 'HL_MODE', expectedRevision: 4 }],
      'conflict',
    ],
  ])('%s', (_name, requests, expected) => {
    expect(outcome(requests, { on })).toBe(expected);
  });

  test('a conflict shows the newer value and where it stands', () => {
    const decided = decideChange(on, ask(2, 'BTC'), LONG_REASON, admin);
    expect(decided).toMatchObject({
      error: {
        message: expect.stringMatching(/^normal_threshold\/BTC has changed since you looked: .*"5000".*\.$/),
        details: {
          switch: 'normal_threshold',
          symbol: 'BTC',
          value: '5000',
          revision: 7,
          expectedRevision: 2,
        },
      },
    });
    expect(lastRevisionOf(on, 'betting_threshold', null)).toBe(0);
    expect([placeKey('a', null), placeKey('a', 'BTC')]).toEqual(['a', 'a/BTC']);
  });
});

describe('a broken audit chain', () => {
  const on = stateOf(defaultMatrix(), { brokenAt: 41 });

  test('stops what raises, and says at which entry', () => {
    const decided = decideChange(on, [{ switch: 'betting_threshold', value: '60000' }], LONG_REASON, admin);
    expect(decided).toMatchObject({
      error: { code: 'integrity_broken', message: expect.stringContaining('entry 41') },
    });
  });

  test('lets through what reduces and what the manual names', () => {
    expect(outcome([{ switch: 'normal_threshold', value: '5' }], { on })).toBe('reducing');
    expect(outcome([{ switch: 'hedge_enabled', value: false }], { on })).toBe('rollback');
    expect(outcome([{ switch: 'routing_mode', value: 'HL_MODE' }], { on })).toBe('no change');
  });
});

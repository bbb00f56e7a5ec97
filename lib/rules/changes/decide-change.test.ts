// A change as it is decided: what is asked for, which check comes first, who may, and the rules between switches.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { type Actor, ANONYMOUS, type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { holding, LONG_REASON, outcome, planOf, stateOf } from '#test/decisions.ts';
import { matrixWith } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import type { Terms } from './change-authority.ts';
import { decideChange, INHERIT, lastRevisionOf, type Request } from './decide-change.ts';
import { defaultMatrix } from './matrix.ts';

const risk = holding('risk_manager');
const admin = holding('super_admin');

describe('what is asked for', () => {
  // biome-ignore format: a case a line
  test.each<[string, Request, string]>([
    ['an unknown switch', { switch: 'global_beting_enabled', value: true }, 'not_found'],
    ['__proto__ as a switch', { switch: '__proto__', value: true }, 'not_found'],
    ['constructor as a switch', { switch: 'constructor', value: true }, 'not_found'],
    ['a wrong value', { switch: 'routing_mode', value: 'FAST' }, 'invalid_value'],
    ['no value', { switch: 'routing_mode', value: undefined }, 'invalid_value'],
    ['an unknown symbol', { switch: 'normal_threshold', symbol: 'PEPE', value: '1' }, 'invalid_value'],
    ['__proto__ as a symbol', { switch: 'normal_threshold', symbol: '__proto__', value: '1' }, 'invalid_value'],
    ['a symbol in lower case', { switch: 'normal_threshold', symbol: 'btc', value: '1' }, 'invalid_value'],
    ['an empty symbol', { switch: 'normal_threshold', symbol: '', value: '1' }, 'invalid_value'],
    ['a symbol on a switch of the venue', { switch: 'routing_mode', symbol: 'BTC', value: 'HL_MODE' }, 'invalid_value'],
    ['removing an override there cannot be', { switch: 'hedge_enabled', symbol: 'BTC', value: INHERIT }, 'invalid_value'],
    ['removing an override there is not', { switch: 'normal_threshold', symbol: 'BTC', value: INHERIT }, 'no change'],
    ['what holds already', { switch: 'routing_mode', value: 'HL_MODE' }, 'no change'],
    ['what holds already, written otherwise', { switch: 'normal_threshold', value: '10000.00' }, 'no change'],
  ])('%s: %j', (_name, request, expected) => {
    expect(outcome([request])).toBe(expected);
  });

  test('the same switch twice in a set, also as symbol and venue apart', () => {
    const twice = { switch: 'normal_threshold', value: '1' };
    expect(outcome([twice, twice])).toBe('invalid_input');
    expect(
      outcome([
        { ...twice, symbol: 'BTC' },
        { ...twice, symbol: 'BTC' },
      ]),
    ).toBe('invalid_input');
    expect(outcome([twice, { ...twice, symbol: null }])).toBe('invalid_input');
    expect(outcome([twice, { ...twice, symbol: 'BTC' }, { ...twice, symbol: 'ETH' }])).toBe('reducing');
  });

  test('a mistyped name is answered with the one meant', () => {
    const decided = decideChange(
      stateOf(),
      [{ switch: 'Routing_Mode', value: 'HL_MODE' }],
      LONG_REASON,
      admin,
    );
    expect(decided).toMatchObject({
      error: { message: expect.stringContaining('Did you mean routing_mode?') },
    });
    const long = decideChange(stateOf(), [{ switch: 'x'.repeat(5_000), value: 1 }], LONG_REASON, admin);
    expect(long.ok ? '' : long.error.message.length).toBeLessThan(120);
  });
});

describe('checks come in this order', () => {
  const broken = { brokenAt: 41 };
  const stale = { expectedRevision: 0 };

  // biome-ignore format: a step a line
  test.each<[string, Request, unknown, PersonActor, string]>([
    ['the value', { switch: 'liquidation_enabled', value: 'no', ...stale }, '', risk, 'invalid_value'],
    ['authority', { switch: 'liquidation_enabled', value: true, ...stale }, '', risk, 'forbidden'],
    ['the reason', { switch: 'routing_mode', value: 'BETTING_MODE', ...stale }, '', risk, 'invalid_reason'],
    ['staleness', { switch: 'routing_mode', value: 'BETTING_MODE', ...stale }, 'short', risk, 'conflict'],
    ['the reason for raising', { switch: 'routing_mode', value: 'BETTING_MODE' }, 'short', risk, 'invalid_reason'],
    ['the chain', { switch: 'routing_mode', value: 'BETTING_MODE' }, LONG_REASON, risk, 'integrity_broken'],
  ])('%s', (_name, request, reason, actor, expected) => {
    expect(outcome([request], { on: stateOf(defaultMatrix(), broken), reason, actor })).toBe(expected);
  });

  test('rules between switches last', () => {
    expect(outcome([{ switch: 'routing_mode', value: 'BETTING_MODE' }], { actor: risk })).toBe(
      'rule_violated',
    );
  });
});

test('a difference that was looked at before a restore is not applied after it', () => {
  const on = { ...stateOf(defaultMatrix()), epoch: 2 };
  const wanted = { switch: 'global_betting_enabled', value: false };
  const expectedRevision = lastRevisionOf(on, wanted.switch, null);
  const asked = (more: Partial<Request>) => outcome([{ ...wanted, ...more }], { on, actor: admin });
  const done = asked({});
  expect(asked({ expectedEpoch: 1 })).toBe('conflict');
  expect(asked({ expectedEpoch: 1, expectedRevision })).toBe('conflict');
  expect(asked({ expectedEpoch: 2, expectedRevision })).toBe(done);
  expect(asked({ expectedRevision })).toBe(done);
  expect(done).not.toBe('conflict');
});

describe('authority', () => {
  test('is asked for every switch of the set, whatever else is wrong with the person', () => {
    const set = [
      { switch: 'routing_mode', value: 'NORMAL_MODE' },
      { switch: 'global_betting_enabled', value: true },
    ];
    expect(outcome(set, { actor: risk })).toBe('forbidden');
    expect(outcome(set, { actor: holding('auditor', 'operations', 'executive') })).toBe('forbidden');
    expect(outcome(set, { actor: ANONYMOUS })).toBe('forbidden');
    expect(outcome(set, { actor: holding() })).toBe('forbidden');
    expect(outcome(set, { actor: SYSTEM })).toBe('raising');
    expect(outcome(set)).toBe('raising');
  });

  test('is not asked for what the catalogue names toward safety, and for nothing else in it', () => {
    const on = stateOf({ ...defaultMatrix(), global_betting_enabled: { value: true } });
    const named = (requests: readonly Request[], actor: Actor = risk, terms: Terms = { named: true }) =>
      outcome(requests, { on, actor, terms });
    const off = { switch: 'global_betting_enabled', value: false };
    expect(named([off])).toBe('rollback');
    expect(named([off], risk, {})).toBe('forbidden');
    // What holds already is nobody's right to withhold; what raises, or loosens as a rollback, is.
    expect(named([{ switch: 'global_betting_enabled', value: true }])).toBe('no change');
    expect(named([off, { switch: 'liquidation_enabled', value: false }])).toBe('forbidden');
    expect(named([off, { switch: 'go_live_enabled', value: true }])).toBe('forbidden');
    expect(named([off, { switch: 'go_live_enabled', value: true }], admin)).toBe('raising');
  });

  test('is asked even for what holds already', () => {
    expect(outcome([{ switch: 'global_betting_enabled', value: false }], { actor: risk })).toBe('forbidden');
  });
});

describe('rules between switches', () => {
  test('block a raising set that breaks one, warn on a reducing one and on a rollback', () => {
    expect(outcome([{ switch: 'hedge_threshold_tier1', value: '600000' }])).toBe('rule_violated');
    expect(planOf([{ switch: 'betting_threshold', value: '9000' }]).warnings).toEqual([
      expect.stringContaining('normal_threshold lies above betting_threshold'),
    ]);
    const low = stateOf(matrixWith({ switch: 'hedge_threshold_tier2', value: '200000' }));
    const rollback = planOf([{ switch: 'hedge_threshold_tier1', value: '500000' }], low);
    expect([rollback.direction, rollback.warnings.length]).toEqual(['rollback', 1]);
  });

  test('look at the set as a whole', () => {
    const both = [
      { switch: 'hedge_threshold_tier1', value: '600000' },
      { switch: 'hedge_threshold_tier2', value: '700000' },
    ];
    expect(outcome(both)).toBe('raising');
    expect(outcome(both.toReversed())).toBe('raising');
  });
});

test('laws: a plan changes exactly what it lists, its direction is the worst of its changes, reducing is never blocked', () => {
  const setting = fc.constantFrom<SwitchSetting>(
    ...([
      { switch: 'normal_threshold', value: '0' },
      { switch: 'normal_threshold', symbol: 'BTC', value: '70000' },
      { switch: 'betting_threshold', value: '100' },
      { switch: 'hedge_threshold_tier1', value: '500000' },
      { switch: 'routing_mode', value: 'BETTING_MODE' },
      { switch: 'global_betting_enabled', value: false },
      { switch: 'max_order_size_internal', symbol: 'ETH', value: '900000' },
      { switch: 'daily_net_loss_limit', value: null },
    ] satisfies SwitchSetting[]),
  );
  const settings = fc.uniqueArray(setting, { selector: (one) => one.switch, maxLength: 5 });
  fc.assert(
    fc.property(anyMatrix, settings, fc.boolean(), (matrix, requests, sound) => {
      const on = stateOf(matrix, { brokenAt: sound ? null : 3 });
      const decided = decideChange(on, requests, LONG_REASON, admin);
      if (!decided.ok) {
        expect(['rule_violated', 'integrity_broken']).toContain(decided.error.code);
        return;
      }
      if (!decided.value) return;
      const { changes, direction, next, warnings } = decided.value;
      const directions = new Set(changes.map((change) => change.direction));
      expect(direction).toBe(['raising', 'rollback', 'reducing'].find((one) => directions.has(one as never)));
      if (direction === 'raising') expect([warnings, on.brokenAt]).toEqual([[], null]);
      const touched = new Set(changes.map((change) => change.switch as string));
      for (const name of Object.keys(matrix)) if (!touched.has(name)) expect(next[name]).toBe(matrix[name]);
    }),
    { numRuns: 300 },
  );
});

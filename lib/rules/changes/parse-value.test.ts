// What is a value and what is not: everything somebody may send, as JSON gives it to the write path.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { dollars } from '#lib/rules/dollars.ts';
import { anyValueOf } from '#test/switch-values.ts';
import { parseValue } from './parse-value.ts';

const parse = (name: SwitchName, raw: unknown) => parseValue(name, definitionOf(name), raw);

// biome-ignore format: a case a line
const ACCEPTED: readonly [SwitchName, string, WireValue][] = [
  ['hedge_enabled', 'true', true],
  ['hedge_enabled', 'false', false],
  ['routing_mode', '"BETTING_MODE"', 'BETTING_MODE'],
  ['normal_threshold', '"5000"', '5000'],
  ['normal_threshold', '"5000.00"', '5000'],
  ['normal_threshold', '"5000.50"', '5000.5'],
  ['normal_threshold', '"0"', '0'],
  ['normal_threshold', '"0.00"', '0'],
  ['normal_threshold', '"0.01"', '0.01'],
  ['normal_threshold', '"1000000"', '1000000'],
  ['betting_threshold', '"5000000.00"', '5000000'],
  ['daily_net_loss_limit', 'null', null],
  ['daily_net_loss_limit', '"10000"', '10000'],
  ['hedge_max_leverage', '1', 1],
  ['hedge_max_leverage', '1.5', 1.5],
  ['hedge_max_leverage', '2.0', 2],
  ['hedge_max_leverage', '1e1', 10],
  ['force_hl_latency_ms', '500', 500],
  ['force_hl_latency_ms', '5e2', 500],
  ['force_hl_latency_ms', '-0', 0],
  ['force_hl_volatility_pct', '-0.0', 0],
  ['per_symbol_betting', '[]', []],
  ['per_symbol_betting', '["ETH","BTC"]', ['BTC', 'ETH']],
  ['testnet_accounts', '["okx","binance"]', ['binance', 'okx']],
];

// JSON text, so that NaN, Infinity and undefined come only the way they can: not at all, or as 1e400.
const NEVER = [
  '{}',
  '{"value":true}',
  '[[]]',
  '[null]',
  '"__proto__"',
  '{"__proto__":true}',
  '1e400',
  '-1e400',
];

// biome-ignore format: a few cases a line
const REFUSED: Partial<Record<SwitchName, readonly string[]>> = {
  hedge_enabled: ['"true"', '"false"', '"False"', '0', '1', '""', 'null', '[]', '[true]', '"on"', '"off"', '"yes"'],
  routing_mode: [
    '"hl_mode"', '" HL_MODE"', '"HL_MODE "', '"HL_MODE\\n"', '"HL_MODE\\u0000"', '"HL"', '""', 'null', 'true', '0',
    '["HL_MODE"]', '"ＨＬ＿ＭＯＤＥ"', '"constructor"',
  ],
  normal_threshold: [
    '5000', '0', 'null', 'true', '""', '" "', '"NaN"', '"Infinity"', '"-Infinity"', '"1e4"', '"1E4"', '"1e400"',
    '"0x1388"', '"0b11"', '"0o17"', '"5_000"', '"5,000"', '"5.000,00"', '"$5000"', '"5000 USD"', '"5000%"',
    '"５０００"', '"٥٠٠٠"', '"²"', '"Ⅴ"', '"-0"', '"-5"', '"+5"', '" 5"', '"5 "', '"5\\n"', '"\\t5"', '"5\\u0000"',
    '"00"', '"007"', '"05000"', '".5"', '"5."', '"0.001"', '"0.0000000000000000001"', '"1.1.1"', '"--5"', '"−5"',
    '"1000000.01"', '"1000001"', '"999999999999999"', '"9999999999999999"', '"100000000000000000000000000000"',
    '["5000"]', '{"amount":"5000"}', '"5000n"', '"\\u200b5000"', '"5000\\u2028"', '"off"', '"false"', '"null"',
  ],
  daily_net_loss_limit: ['"off"', '"0"', '"9999.99"', '"10000000.01"', '"null"', 'false', '""', '[]'],
  hedge_max_leverage: [
    '"3"', '"3.0"', '"3x"', 'null', 'true', '[]', '[3]', '0', '0.9', '10.1', '-3', '1e300', '1e-300', '1.25', '1.05',
    '2.9999999999999996', '1.1000000000000003', '1.0000000000000000001e5',
  ],
  force_hl_latency_ms: ['"500"', '500.5', '-1', '10001', '1e5', '9007199254740993', 'null', 'false', '[500]', '"0x1f4"'],
  liquidation_check_interval_ms: ['0', '99', '10001', '500.1', '"500"', '-500'],
  per_symbol_betting: [
    '"BTC"', '"BTC,ETH"', 'null', 'true', '["btc"]', '["BTC","BTC"]', '["BTC","ETH","BTC"]', '["PEPE"]', '["BTC",""]',
    '["BTC "]', '["__proto__"]', '["constructor"]', '[1]', '[["BTC"]]', '{"0":"BTC","length":1}', '["ＢＴＣ"]', '["BTC",null]',
  ],
  testnet_accounts: ['["BTC"]', '["Binance"]', '["okx","okx"]', '"okx"'],
};

test.each(ACCEPTED)('%s takes %s as %j', (name, json, value) => {
  const parsed = parse(name, JSON.parse(json));
  expect(parsed).toEqual({ ok: true, value });
  // toEqual does not tell -0 from 0; JSON, the database and Object.is do not agree on it.
  if (parsed.ok && parsed.value === 0) expect(Object.is(parsed.value, 0)).toBe(true);
});

describe.each(SWITCH_NAMES)('%s refuses', (name) => {
  test.each([...NEVER, ...(REFUSED[name] ?? [])])('%s', (json) => {
    const parsed = parse(name, JSON.parse(json));
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid_value' } });
    const message = parsed.ok ? '' : parsed.error.message;
    expect(message).toMatch(new RegExp(`^${name} .{10,300}\\.$`, 's'));
    expect(message).not.toMatch(/undefined|\[object|NaN|at .*\.ts/);
  });

  test('what is not JSON at all', () => {
    for (const raw of [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      5n,
      Symbol('x'),
      () => true,
      new Date(0),
    ]) {
      expect(parse(name, raw)).toMatchObject({ ok: false, error: { code: 'invalid_value' } });
    }
  });
});

test('the sentence says what to send, within which bounds', () => {
  const says = (name: SwitchName, raw: unknown) => {
    const parsed = parse(name, raw);
    return parsed.ok ? '' : parsed.error.message;
  };
  expect(says('normal_threshold', '2000000')).toBe('normal_threshold must lie between $0 and $1,000,000.');
  expect(says('normal_threshold', 5_000)).toContain('such as "10000"');
  expect(says('routing_mode', 'HL')).toBe('routing_mode is one of HL_MODE, NORMAL_MODE, BETTING_MODE.');
  expect(says('hedge_max_leverage', 20)).toBe('hedge_max_leverage must lie between 1 and 10 x.');
  expect(says('hedge_enabled', 'false')).toContain('true or false');
  expect(says('per_symbol_betting', ['PEPE'])).toContain('BTC');
});

test('whatever is accepted is canonical: parsing it again gives it back', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...SWITCH_NAMES)
        .chain((name) => fc.tuple(fc.constant(name), anyValueOf(definitionOf(name)))),
      ([name, value]) => {
        expect(parse(name, value)).toEqual({ ok: true, value });
      },
    ),
    { numRuns: 400 },
  );
});

test('no JSON value makes it throw or pass as another type', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SWITCH_NAMES), fc.jsonValue({ maxDepth: 2 }), (name, raw) => {
      const parsed = parse(name, raw);
      if (!parsed.ok) return;
      expect(parse(name, parsed.value)).toEqual(parsed);
      expect(typeof parsed.value).toBe(typeof raw);
    }),
    { numRuns: 300 },
  );
});

test('dollars are grouped by thousands and keep their cents', () => {
  expect(['0', '999', '1000', '1234567', '0.5', '1000.05'].map(dollars)).toEqual([
    ...['$0', '$999', '$1,000', '$1,234,567', '$0.50', '$1,000.05'],
  ]);
});

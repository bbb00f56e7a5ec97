// Values that must not get in, as JSON text over HTTP: each is refused with a sentence, and nothing changes.
import { describe, test } from 'vitest';
import { command, headRevision, tokenOf } from '../installation.ts';
import { expectRefused } from './refused.ts';

const REASON = '"the manual says so, stage two"';

/** The switch, the value as JSON text. */
const VALUES: Record<string, readonly string[]> = {
  // bool
  reduce_only: [
    '"true"',
    '"false"',
    '0',
    '1',
    '""',
    'null',
    '[]',
    '[true]',
    '{}',
    '"on"',
    '-0',
    '{"valueOf":true}',
  ],
  // enum
  routing_mode: [
    '"hl_mode"',
    '" HL_MODE"',
    '"HL_MODE\\u0000"',
    '"HL_MODE\\u200b"',
    '"\\uff28L_MODE"',
    '"__proto__"',
    '"constructor"',
    '""',
    'null',
    '0',
    '["NORMAL_MODE"]',
    'true',
  ],
  // money
  normal_threshold: [
    '5000',
    '"NaN"',
    '"Infinity"',
    '"-Infinity"',
    '"1e3"',
    '"1e400"',
    '"0x1388"',
    '"5_000"',
    '"5,000"',
    '"\\uff15\\uff10\\uff10\\uff10"',
    '"\\u0665\\u0660"',
    '"5000.0000000000000000001"',
    '"5000.001"',
    '"5000."',
    '".5"',
    '"05000"',
    '"+5000"',
    '"-5000"',
    '"-0"',
    '" 5000"',
    '"5000\\n"',
    '"$5000"',
    '"1000000.01"',
    '"99999999999999999999"',
    '""',
    'null',
    '[]',
    '["5000"]',
    '{"toString":"5000"}',
    'true',
    '"__proto__"',
    '"5000\\ud800"',
  ],
  // decimal
  hedge_max_leverage: [
    '"3"',
    '"NaN"',
    'null',
    '0',
    '0.9',
    '10.1',
    '2.55',
    '-2',
    '1e1000',
    '1e-400',
    '2.0000000000000000001',
    '[2]',
    '{}',
    'true',
    '""',
  ],
  // int
  force_hl_latency_ms: [
    '"400"',
    '400.5',
    '-1',
    '10001',
    '1e400',
    '9007199254740993',
    'null',
    '[400]',
    '""',
    'false',
  ],
  // symbols
  per_symbol_betting: [
    '"BTC"',
    '"BTC,ETH"',
    'null',
    '{}',
    '{"0":"BTC","length":1}',
    '["BTC","BTC"]',
    '["btc"]',
    '["BTC "]',
    '["DOGECOIN"]',
    '["__proto__"]',
    '["constructor"]',
    '[["BTC"]]',
    '["BTC",null]',
    '["BTC",1]',
    '[""]',
    '["BTC\\u0000"]',
    '["\\ud800"]',
    'true',
    '0',
  ],
  // off is not for every amount
  daily_net_loss_limit: ['"off"', '"null"', 'false', '0', '"9999.99"', '"10000001"'],
};

describe('values', () => {
  const cases = Object.entries(VALUES).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );

  test.for(cases)('%s takes no %s', async ([name, value]) => {
    const revision = await headRevision();
    const one = `{"switch":"${name}","value":${value},"reason":${REASON}}`;
    const codes = ['invalid_value', 'invalid_input'];
    await expectRefused(await command('set-switch', one, tokenOf('super_admin')), codes, revision);
    // Beside a change that would do, neither happens.
    const both = `{"changes":[{"switch":"hedge_enabled","value":false},{"switch":"${name}","value":${value}}],"reason":${REASON}}`;
    await expectRefused(await command('set-switches', both, tokenOf('super_admin')), codes, revision);
  });

  test.for([
    ['no value', '{"switch":"reduce_only","reason":"there is no value"}'],
    ['no switch', '{"value":true,"reason":"there is no switch"}'],
    ['an unknown key', '{"switch":"reduce_only","value":true,"reason":"one key more","force":true}'],
    [
      'a misspelt key',
      '{"switch":"normal_threshold","value":"1","Symbol":"BTC","reason":"for one symbol only"}',
    ],
    [
      'an unknown key in a change',
      '{"changes":[{"switch":"reduce_only","value":true,"admin":1}],"reason":"one more"}',
    ],
    ['no changes', '{"changes":[],"reason":"nothing at all"}'],
    ['changes that are no list', '{"changes":{"0":{}},"reason":"no list"}'],
    [
      'the same place twice',
      '{"changes":[{"switch":"reduce_only","value":true},{"switch":"reduce_only","value":false}],"reason":"twice the same"}',
    ],
    [
      'a symbol as a list',
      '{"switch":"normal_threshold","symbol":["BTC"],"value":"1","reason":"a list of one"}',
    ],
    [
      'no symbol at all',
      '{"switch":"normal_threshold","symbol":null,"value":"1","reason":"null is no symbol"}',
    ],
    [
      'a symbol in small letters',
      '{"switch":"normal_threshold","symbol":"btc","value":"1","reason":"small letters"}',
    ],
    [
      'an unlisted symbol',
      '{"switch":"normal_threshold","symbol":"PEPE","value":"1","reason":"not listed here"}',
    ],
    [
      '__proto__ as the symbol',
      '{"switch":"normal_threshold","symbol":"__proto__","value":"1","reason":"no symbol"}',
    ],
    [
      'a symbol for a switch of the venue',
      '{"switch":"reduce_only","symbol":"BTC","value":true,"reason":"for one"}',
    ],
    [
      'an expected revision in words',
      '{"switch":"reduce_only","value":true,"reason":"revision","expectedRevision":"1"}',
    ],
    ['half a revision', '{"switch":"reduce_only","value":true,"reason":"revision","expectedRevision":1.5}'],
    [
      'a revision below zero',
      '{"switch":"reduce_only","value":true,"reason":"revision","expectedRevision":-1}',
    ],
    ['a list', '[{"switch":"reduce_only","value":true,"reason":"in a list"}]'],
    ['a word', '"set-switch"'],
    ['null', 'null'],
    ['true', 'true'],
  ] as const)('%s is refused', async ([, body]) => {
    const revision = await headRevision();
    const name = body.startsWith('{"changes"') ? 'set-switches' : 'set-switch';
    await expectRefused(await command(name, body), ['invalid_input', 'invalid_value'], revision);
  });

  test.for([
    '__proto__',
    'constructor',
    'toString',
    'no_such_switch',
    'Routing_Mode',
    'routing_mode\\u0000',
    'x\\ud800',
    '',
  ])('there is no switch "%s"', async (name) => {
    const revision = await headRevision();
    const answer = await command('set-switch', `{"switch":"${name}","value":true,"reason":${REASON}}`);
    await expectRefused(answer, ['not_found', 'invalid_input'], revision);
  });

  test.for([
    'tomorrow',
    '2999-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0000-01-01T00:00:00+23:59',
    '2026-02-30T00:00:00Z',
    '2026-01-01',
    '1e99',
    '',
  ])('nothing can be rolled back to "%s"', async (at) => {
    const revision = await headRevision();
    const answer = await command('rollback-switch', { switch: 'reduce_only', at, reason: 'back in time' });
    await expectRefused(answer, ['invalid_input', 'not_found'], revision);
  });
});

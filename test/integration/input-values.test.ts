// Bad values, symbols, keys and bodies through the write path, as JSON brings them: a helpful 4xx each, and nothing changed.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS } from '#lib/catalog/errors.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';
import { type Traces, tracesOf } from '#test/console-traces.ts';

const admin: Actor = person('super_admin', 'risk_manager');
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let untouched: Traces;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  untouched = await tracesOf(owner);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** Sends the JSON text as a door would, and checks that it was refused as the sender's mistake, without a trace. */
async function refused(command: string, json: string): Promise<string> {
  const registered = COMMANDS.get(command);
  if (!registered) throw new Error(`there is no command ${command}`);
  const result = await answered(() => execute(registered, JSON.parse(json), admin));
  if (result.ok) throw new Error(`accepted: ${json.slice(0, 200)}`);
  const { code, message, details } = result.error;
  expect(ERRORS[code].status, `${code}: ${message}`).toBeGreaterThanOrEqual(400);
  expect(ERRORS[code].status, `${code}: ${message}`).toBeLessThan(500);
  // A sentence of its own, not a stack, a dump or an echo of what was sent.
  expect(message).toMatch(/^\S.{9,400}$/s);
  expect(message).not.toMatch(/\n|undefined|\[object|prisma|\bat .*\.(ts|js)|SELECT|ECONN/i);
  expect(JSON.stringify(details ?? {}).length).toBeLessThan(2_000);
  expect(await tracesOf(owner)).toEqual(untouched);
  return code;
}

const set = (switchJson: string, valueJson: string, more = '') =>
  `{"switch":${switchJson},"value":${valueJson},"reason":"A reason that is long enough"${more}}`;

describe('values', () => {
  // biome-ignore format: a switch a line or few
  const BAD: Readonly<Record<string, readonly string[]>> = {
    hedge_enabled: ['"false"', '"true"', '0', '1', 'null', '""', '[]', '[false]', '{}', '"FALSE"'],
    routing_mode: ['"HL"', '"hl_mode"', '""', 'null', '["HL_MODE"]', '"HL_MODE\\u0000"', '"\\ud800"', '0'],
    normal_threshold: [
      '"NaN"', '"Infinity"', '"-Infinity"', '1e400', '"1e400"', '"0x10"', '"1_000"', '"１０００"', '"0.0000000000000000001"',
      '""', 'null', '["5000"]', '"false"', 'false', '5000', '"-0"', '"+5"', '" 5"', '"007"', '"99999999999999999999"',
      '"5000\\u0000"', '"\\ud83d"', '{"__proto__":{"toString":1}}', '"5e3"', '"1,000"', '"$5"', '"1000000.01"', '"-1"',
    ],
    hedge_max_leverage: ['"3"', '1e400', '-1e400', '0', '10.1', '3.05', 'null', '[3]', '"3x"', 'true', '1e308', '5e-324'],
    force_hl_latency_ms: ['0.5', '-1', '10001', '9007199254740993', '"500"', 'null', '1e21'],
    daily_net_loss_limit: ['"off"', '"0"', 'false', '""', '"9999"'],
    per_symbol_betting: ['["BTC","BTC"]', '["DOGECOIN"]', '"BTC"', 'null', '["__proto__"]', '[["BTC"]]', '[1]', '{"0":"BTC"}', '["btc"]'],
    testnet_accounts: ['["okx","okx"]', '["BTC"]', '[null]'],
  };

  test.each(Object.entries(BAD).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
    '%s does not take %s',
    async (name, value) => {
      expect(['invalid_value', 'invalid_input']).toContain(
        await refused('set-switch', set(`"${name}"`, value)),
      );
    },
  );

  test('no value at all', async () => {
    expect(await refused('set-switch', '{"switch":"hedge_enabled","reason":"A reason"}')).toBe(
      'invalid_input',
    );
  });

  test('a list of 40,000 names, and a text of 200,000 characters', async () => {
    const names = JSON.stringify(Array.from({ length: 40_000 }, () => 'BTC'));
    expect(await refused('set-switch', set('"per_symbol_betting"', names))).toBe('invalid_value');
    expect(await refused('set-switch', set('"normal_threshold"', `"${'9'.repeat(200_000)}"`))).toBe(
      'invalid_value',
    );
  });

  test('a list within a list, 100,000 deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const name of ['per_symbol_betting', 'normal_threshold', 'no_such_switch'])
      await refused('set-switch', set(`"${name}"`, deep));
    await refused(
      'set-switches',
      `{"changes":[{"switch":"hedge_enabled","value":${deep}}],"reason":"A reason"}`,
    );
    await refused('set-switch', `{"switch":"hedge_enabled","value":false,"reason":${deep}}`);
    await refused('set-switch', deep);
    const objects = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    await refused('set-switch', set('"hedge_enabled"', objects));
    await refused('undo-change-set', `{"changeSetId":${objects},"reason":"A reason"}`);
  });
});

describe('switches and symbols', () => {
  test.each([
    ...[
      '"__proto__"',
      '"constructor"',
      '"toString"',
      '"hasOwnProperty"',
      '"nonsense"',
      '"ROUTING_MODE"',
      '"routing_mode "',
    ],
    ...[
      '""',
      'null',
      '7',
      '["routing_mode"]',
      '{}',
      '"routing_mode\\u0000"',
      '"\\ud800"',
      `"${'x'.repeat(5_000)}"`,
    ],
    ...[
      '"../../etc/passwd"',
      '"routing_mode;DROP TABLE people"',
      '"<script>alert(1)</script>"',
      '"ｒｏｕｔｉｎｇ_mode"',
    ],
  ])('no switch is named %s', async (name) => {
    for (const value of ['"HL_MODE"', 'true', 'null']) {
      expect(['not_found', 'invalid_input']).toContain(await refused('set-switch', set(name, value)));
    }
    expect(['not_found', 'invalid_input']).toContain(
      await refused('reset-to-default', `{"switch":${name},"reason":"A reason"}`),
    );
    expect(['not_found', 'invalid_input']).toContain(
      await refused(
        'rollback-switch',
        `{"switch":${name},"at":"2999-01-01T00:00:00Z","reason":"A reason"}`,
      ).catch(() => 'accepted'),
    );
  });

  test.each([
    ...[
      '"__proto__"',
      '"constructor"',
      '"PEPE"',
      '"btc"',
      '" BTC"',
      '"BTC "',
      '""',
      'null',
      '["BTC"]',
      '{}',
      '1',
      'true',
    ],
    ...[
      '"BTC\\u0000"',
      '"\\ud800"',
      '"ＢＴＣ"',
      '"BTC/USD"',
      '"BTC,ETH"',
      '"BTC\\n"',
      `"${'B'.repeat(5_000)}"`,
    ],
  ])('no symbol is %s', async (symbol) => {
    await refused('set-switch', set('"normal_threshold"', '"5"', `,"symbol":${symbol}`));
    await refused('reset-to-default', `{"switch":"normal_threshold","symbol":${symbol},"reason":"A reason"}`);
  });

  test('a symbol where the switch has one value', async () => {
    for (const [name, value] of [
      ['routing_mode', '"HL_MODE"'],
      ['hedge_threshold_tier1', '"5"'],
    ] as const)
      expect(await refused('set-switch', set(`"${name}"`, value, ',"symbol":"BTC"'))).toBe('invalid_value');
    expect(
      await refused('reset-to-default', '{"switch":"hedge_enabled","symbol":"BTC","reason":"A reason"}'),
    ).toBe('invalid_value');
  });
});

describe('bodies', () => {
  const good = '"switch":"hedge_enabled","value":false,"reason":"A reason that is long enough"';

  test.each([
    ...['null', 'true', '0', '""', '"set"', '[]', '[{}]', '{}', `[{${good}}]`],
    ...[`{${good},"force":true}`, `{${good},"actor":"admin"}`, `{${good},"roles":["super_admin"]}`],
    ...[
      `{${good},"__proto__":{"polluted":true}}`,
      `{${good},"constructor":{"prototype":{}}}`,
      `{${good},"":1}`,
    ],
    ...[
      `{${good},"direction":"reducing"}`,
      `{${good},"Reason":"twice"}`,
      `{${good},"expectedRevision":null}`,
    ],
    ...[
      `{${good},"expectedRevision":"3"}`,
      `{${good},"expectedRevision":-1}`,
      `{${good},"expectedRevision":1.5}`,
    ],
    ...[`{${good},"expectedRevision":1e400}`, `{${good},"expectedRevision":9007199254740993}`],
  ])('set-switch does not take %s', async (body) => {
    expect(await refused('set-switch', body)).toBe('invalid_input');
  });

  test('no object got a new property from any of them', () => {
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const change = '{"switch":"hedge_enabled","value":false}';

  test.each([
    ...['{"changes":[],"reason":"A reason"}', '{"changes":{},"reason":"A reason"}', '{"reason":"A reason"}'],
    ...[`{"changes":${change},"reason":"A reason"}`, `{"changes":[${change},null],"reason":"A reason"}`],
    ...[
      `{"changes":[${change},${change}],"reason":"A reason"}`,
      `{"changes":[${change}],"reason":"A reason","dry":1}`,
    ],
    ...['{"changes":[{"switch":"hedge_enabled","value":false,"reason":"inner"}],"reason":"A reason"}'],
    ...[`{"changes":[${Array.from({ length: 201 }, () => change).join()}],"reason":"A reason"}`],
    ...[`{"changes":[${change},{"switch":"normal_threshold","value":"NaN"}],"reason":"A reason"}`],
    ...[`{"changes":[${change},{"switch":"__proto__","value":1}],"reason":"A reason"}`],
  ])('set-switches does not take %s', async (body) => {
    await refused('set-switches', body);
  });

  test.each([
    ...[
      '"yesterday"',
      '""',
      'null',
      '0',
      '1700000000000',
      '"2026-03-19"',
      '"2026-03-19T03:07:40"',
      '"2026-02-30T00:00:00Z"',
    ],
    ...[
      '"2026-03-19 03:07:40Z"',
      '"NaN"',
      '"2026-13-01T00:00:00Z"',
      '"2026-03-19T25:00:00Z"',
      '"2999-01-01T00:00:00Z"',
    ],
    ...[
      '"0000-01-01T00:00:00Z"',
      '"0001-01-01T00:00:00Z"',
      '"9999-12-31T23:59:59-23:59"',
      '"-000001-01-01T00:00:00Z"',
    ],
    ...[
      '"+275760-09-13T00:00:00Z"',
      '"2026-03-19T03:07:40+99:00"',
      '["2026-03-19T03:07:40Z"]',
      '"1970-01-01T00:00:00Z"',
    ],
    ...['"0000-01-01T00:00:00+23:59"', '"2026-03-19T03:07:40Z\\u0000"', '"２０２６-03-19T03:07:40Z"'],
  ])('rollback-switch does not go back to %s', async (at) => {
    await refused('rollback-switch', `{"switch":"hedge_enabled","at":${at},"reason":"A reason"}`);
  });

  test.each([
    ...['""', 'null', '1', '"1"', '"00000000-0000-0000-0000-00000000000g"', '"../x"', '"\\u0000"', '["a"]'],
    ...['"11111111-1111-4111-8111-111111111111"', '"00000000-0000-0000-0000-000000000000"'],
  ])('undo-change-set finds no %s', async (id) => {
    await refused('undo-change-set', `{"changeSetId":${id},"reason":"A reason"}`);
  });

  test.each([
    '""',
    'null',
    '"no-such"',
    '"\\u0000"',
    '"\\ud800"',
    `"${'x'.repeat(5_000)}"`,
    '"__proto__"',
    '1',
  ])('isolate-instance and restore-instance find no %s', async (instance) => {
    for (const command of ['isolate-instance', 'restore-instance'])
      await refused(command, `{"instance":${instance},"reason":"A reason"}`);
  });
});

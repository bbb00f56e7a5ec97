// The configuration file: what is written reads back the same, and every mistake of a person is said with its line.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { CONFIG_MAX_BYTES } from '#lib/contract/config.ts';
import { parseConfig, pruned } from './config-file.ts';
import { configText } from './config-text.ts';
import { changesFor, defaultMatrix, type Matrix } from './matrix.ts';

const source = (matrix: Matrix) =>
  configText({ environment: 'demo', epoch: 2, revision: 7, publishedAt: '2026-03-19T03:07:40.000Z', matrix });

function wantedIn(text: string) {
  const parsed = parseConfig(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value.wanted;
}

function mistakesIn(text: string): string[] {
  const parsed = parseConfig(text);
  if (parsed.ok) return [];
  const { mistakes } = parsed.error.details as { mistakes: { line: number; message: string }[] };
  return mistakes.map(({ line, message }) => `${line} ${message}`);
}

const file = (...switches: string[]) => ['environment: demo', 'switches:', ...switches, ''].join('\n');

describe('what is written', () => {
  test('reads back to the same values, every switch of the catalogue', () => {
    const matrix: Matrix = {
      ...defaultMatrix(),
      daily_net_loss_limit: { value: null },
      per_symbol_betting: { value: [] },
      normal_threshold: { value: '10000.5', overrides: { ETH: '1000', BTC: '123456.78' } },
    };
    const wanted = wantedIn(source(matrix));
    expect(changesFor(matrix, wanted)).toEqual([]);
    expect(new Set(wanted.map((one) => one.switch))).toEqual(new Set(SWITCH_NAMES));
    expect(wanted).toContainEqual({ switch: 'normal_threshold', symbol: 'BTC', value: '123456.78' });
    expect(changesFor(defaultMatrix(), wantedIn(source(defaultMatrix())))).toEqual([]);
  });

  test('has groups, labels and units', () => {
    expect(source(defaultMatrix())).toMatch(
      /\n {2}# Hedge\n {2}hedge_enabled: true +# Hedge engine\n {2}hedge_max_leverage: 3 +# Largest hedge leverage \(x\)\n/,
    );
  });
});

describe('a file with a few switches', () => {
  test('wants those alone; null takes a symbol its own value away, pruning all that are not named', () => {
    const wanted = wantedIn(
      file('  normal_threshold: { value: 5000, symbols: { BTC: null } }', '  hedge_enabled: false'),
    );
    expect(wanted).toEqual([
      { switch: 'normal_threshold', symbol: null, value: '5000' },
      { switch: 'normal_threshold', symbol: 'BTC', value: 'inherit' },
      { switch: 'hedge_enabled', symbol: null, value: false },
    ]);
    const overrides = { BTC: '1', ETH: '2' };
    const matrix = {
      normal_threshold: { value: '9', overrides },
      betting_threshold: { value: '9', overrides },
    };
    expect(pruned(wanted, matrix).slice(3)).toEqual([
      { switch: 'normal_threshold', symbol: 'ETH', value: 'inherit' },
    ]);
  });

  test('takes amounts as they are written, never as a float', () => {
    expect(wantedIn(file('  normal_threshold: 999999.10'))).toMatchObject([{ value: '999999.1' }]);
    expect(wantedIn(file('  normal_threshold: "7000"'))).toMatchObject([{ value: '7000' }]);
    expect(wantedIn(file('  daily_net_loss_limit: off'))).toMatchObject([{ value: null }]);
  });
});

describe('mistakes', () => {
  test('are all said at once, each with its line', () => {
    const text = file(
      '  hedge_enabled: yes',
      '  hedge_max_leverage: 99',
      '  normal_treshold: 5',
      '  normal_threshold: 1e5',
      '  routing_mode: FAST',
      '  hedge_enabled_x: { a: 1 }',
      '  betting_threshold: { symbols: { XAU: 1 }, vale: 2 }',
      '  auto_mode_switch: { symbols: { BTC: true } }',
      '  max_order_size_internal:',
      '  per_symbol_betting: [BTC, GOLD]',
    );
    const found = mistakesIn(`extra: 1\n${text}`);
    expect(found.map((mistake) => Number(mistake.split(' ')[0]))).toEqual([
      1, 4, 5, 6, 7, 8, 9, 10, 10, 11, 12, 13,
    ]);
    expect(found[1]).toBe('4 hedge_enabled is true or false (not text).');
    expect(found[3]).toContain('There is no switch "normal_treshold".');
    expect(found[10]).toContain('max_order_size_internal has no value here');
  });

  test.each([
    ['', 'takes "name: value" lines'],
    ['[]', 'takes "name: value" lines'],
    ['switches: {}', 'says no environment'],
    ['environment: demo', 'says no switches'],
    ['environment: 5\nswitches: {}', 'environment is production'],
    ['environment: demo\nepoch: x\nswitches: {}', 'epoch is a whole number'],
    [file('  hedge_enabled: true', '  hedge_enabled: false'), 'twice'],
    ['environment: demo\nswitches: {}\nswitches: {}', 'twice'],
    [`${file('  hedge_enabled: true')}---\n${file()}`, 'one document'],
    [file('  hedge_enabled: &a true'), 'Anchors'],
    [file('  hedge_enabled: &a true', '  auto_mode_switch: *a'), 'References'],
    [file('  hedge_enabled: !!bool true'), 'Tags'],
    [file('  hedge_enabled: !x true'), 'Tags'],
    [file('  <<: { hedge_enabled: true }'), 'There is no switch "<<"'],
    [file('  __proto__: { value: true }'), 'There is no switch "__proto__"'],
    [file('  constructor: true'), 'There is no switch "constructor"'],
    [file('  normal_threshold: { symbols: { __proto__: 5 } }'), 'no "__proto__"'],
    [file('  ? [a]', '  : 1'), 'A key is a name'],
    [file('  hedge_enabled: "true'), 'Missing closing'],
    [file('\thedge_enabled: true'), 'Tabs'],
  ])('%j', (text, words) => {
    const parsed = parseConfig(text);
    expect(parsed.ok ? '' : parsed.error.message).toContain(words);
  });

  test('nesting without end is a mistake like any other', () => {
    expect(mistakesIn('['.repeat(30_000))[0]).toMatch(/^1 /);
  });

  test('a file that is too large is not read at all', () => {
    const parsed = parseConfig(`${file()}#${'x'.repeat(CONFIG_MAX_BYTES)}`);
    expect(parsed.ok ? '' : parsed.error.code).toBe('payload_too_large');
  });

  test('no text at all makes it throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseConfig(`switches:\n  ${text}`)));
  });
});

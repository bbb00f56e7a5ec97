// What people write into steps: evidence that is asked for, and fields by their types.
import { describe, expect, it } from 'vitest';
import type { RecordField } from '#lib/catalog/procedure-types.ts';
import { parseEvidence, parseFields } from './run-record.ts';

const field = (type: RecordField['type'], more: Partial<RecordField> = {}): RecordField => ({
  ...{ key: 'it', label: 'It', type, required: true },
  ...more,
});

describe('fields', () => {
  it.each([
    ['money', '-1284.10'],
    ['money', '0'],
    ['number', '9'],
    ['number', '0.5'],
    ['time', '2026-03-19T03:07:40Z'],
    ['line', 'O\'Brien & "Zoë" < 5'],
    ['text', 'one\ntwo'],
  ] as const)('%s takes %j', (type, text) => {
    expect(parseFields([field(type)], { it: ` ${text} ` })).toEqual({ ok: true, value: { it: text } });
  });

  it.each([
    ['money', '1,284.10'],
    ['money', 'NaN'],
    ['money', '1e3'],
    ['number', 'many'],
    ['number', '１'],
    ['time', 'yesterday'],
    ['time', '2026-02-31'],
    ['time', '2026-13-19T03:07:40Z'],
    ['line', 'one\ntwo'],
    ['line', 'x'.repeat(201)],
    ['text', 'x'.repeat(501)],
    ['text', 'a\u202eb'],
  ] as const)('%s refuses %j', (type, text) => {
    expect(parseFields([field(type)], { it: text })).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it('asks for required ones, leaves empty others out, refuses unknown ones', () => {
    expect(parseFields([field('line')], { it: '  ' })).toMatchObject({ error: { message: 'Fill in "It".' } });
    expect(parseFields([field('line', { required: false })], {})).toEqual({ ok: true, value: {} });
    for (const key of ['other', 'constructor', '__proto__'])
      expect(parseFields([field('line')], JSON.parse(`{"it":"x","${key}":"x"}`)).ok).toBe(false);
    expect(parseFields([field('line', { key: 'toString' })], {}).ok).toBe(false);
  });

  it('asks for the least number', () => {
    const trades = field('number', { atLeast: 5 });
    expect(parseFields([trades], { it: '4' }).ok).toBe(false);
    expect(parseFields([trades], { it: '5' }).ok).toBe(true);
  });
});

it.each([
  ['required', undefined, false],
  ['required', '   ', false],
  ['required', 'Link', true],
  ['optional', undefined, true],
  ['optional', 'Link', true],
  ['none', undefined, true],
  ['none', 'Link', false],
] as const)('evidence that is %s: %j', (wanted, text, takes) => {
  expect(parseEvidence(wanted, text).ok).toBe(takes);
});

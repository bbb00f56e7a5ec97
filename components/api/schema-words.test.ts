// Schemas in words.
import { describe, expect, test } from 'vitest';
import { fieldRows, typeWords } from './schema-words.ts';

describe('a type', () => {
  test.each([
    [{ type: 'string' }, 'text'],
    [{ type: ['string', 'null'] }, 'text or null'],
    [{ type: ['string', 'null'], format: 'date-time' }, 'time or null'],
    [{ type: 'string', format: 'uuid' }, 'id'],
    [{ type: 'string', enum: ['on', 'off'] }, 'one of on, off'],
    [{ type: 'boolean', const: true }, 'true'],
    [{ $ref: '#/components/schemas/EffectView' }, 'EffectView'],
    [{ anyOf: [{ $ref: '#/components/schemas/EffectView' }, { type: 'null' }] }, 'EffectView or null'],
    [{ type: 'array', items: { type: 'string' } }, 'list of text'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'number by name'],
    [{ type: 'object', additionalProperties: {} }, 'object'],
    [{}, 'anything'],
  ])('%j is %s', (schema, words) => {
    expect(typeWords(schema)).toBe(words);
  });
});

test('fields of entries and of objects inside stand below their own, with bounds and what they are made of', () => {
  const rows = fieldRows({
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'Rows of a page.' },
      changes: {
        type: 'array',
        items: { type: 'object', properties: { value: { $ref: '#/x/WireValue' } }, required: ['value'] },
      },
      error: { type: 'object', properties: { code: { type: 'string' } } },
    },
    required: ['changes'],
  });
  expect(rows.map((row) => [row.name, row.required])).toEqual([
    ['limit', false],
    ['changes', true],
    ['changes[].value', true],
    ['error', false],
    ['error.code', false],
  ]);
  expect(rows[0]?.says).toBe('Rows of a page. 1 to 200, 50 unless told.');
  expect(rows[2]?.types).toEqual(['WireValue']);
});

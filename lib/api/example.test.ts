// An example is the least that fits.
import { expect, test } from 'vitest';
import { exampleOf } from './example.ts';

test.each([
  [{ type: 'string', examples: ['HL_MODE'], enum: ['A'] }, 'HL_MODE'],
  [{ const: 'break' }, 'break'],
  [{ type: 'integer', minimum: 1, default: 50 }, 50],
  [{ enum: ['on', 'off'] }, 'on'],
  [{ oneOf: [{ type: 'boolean' }, { type: 'null' }] }, true],
  [{ type: 'string', minLength: 6 }, 'text..'],
  [{ type: 'string', format: 'date-time' }, '2026-03-19T03:07:40Z'],
  [{ type: 'array', items: { type: 'string' } }, []],
  [{ type: 'array', minItems: 1, items: { type: 'integer', minimum: 3 } }, [3]],
  [{ type: ['null', 'string'] }, null],
  [
    { type: 'object', properties: { a: { type: 'number' }, b: { type: 'string' } }, required: ['a'] },
    { a: 1 },
  ],
])('%j', (schema, example) => {
  expect(exampleOf(schema)).toEqual(example);
});

import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const known = ['effect', 'reads', 'audit'];

test('everything runs unless trials are named, and always in the order of the table', () => {
  expect(readOptions([], known)).toEqual({ trials: known, json: undefined });
  expect(readOptions(['--only=audit,effect'], known).trials).toEqual(['effect', 'audit']);
  expect(readOptions(['--only', ' reads ', '--json', 'out=1.json'], known)).toEqual({
    trials: ['reads'],
    json: 'out=1.json',
  });
});

test.each([[['--only=nothing']], [['--only']], [['--json=']], [['--fast']], [['effect']]])(
  'refuses %j with the usage',
  (args) => {
    expect(() => readOptions(args, known)).toThrow(/npm run bench/);
  },
);

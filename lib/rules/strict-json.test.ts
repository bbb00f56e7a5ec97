// JSON that is read strictly: equal to JSON.parse where that loses nothing, refused where it would.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

test('everything that JSON.stringify writes is read as it was', () => {
  const value = fc.jsonValue({ maxDepth: 5 }).filter((one) => !JSON.stringify(one).includes('"__proto__":'));
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, '\t'), (written, space) => {
      const text = JSON.stringify(written, null, space);
      expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test.for([
  ['{"a":1,"a":1}', 'a: send it once.'],
  ['{"a":1,"b":{"a":1},"\\u0061" :2}', 'a: send it once.'],
  ['[{"x":[{"y":1,"y":2}]}]', 'y: send it once.'],
  ['{"":1,"":2}', ': send it once.'],
  ['{"__proto__":{}}', 'There is no field __proto__.'],
  ['[1e400]', 'The number 1e400 has more digits than can be kept, or is too large.'],
  ['-1e400', 'The number -1e400 has more digits than can be kept, or is too large.'],
  [
    '{"n":2.0000000000000000001}',
    'The number 2.0000000000000000001 has more digits than can be kept, or is too large.',
  ],
  ['9007199254740993', 'The number 9007199254740993 has more digits than can be kept, or is too large.'],
  ['1e-400', 'The number 1e-400 has more digits than can be kept, or is too large.'],
  [`${'['.repeat(33)}${']'.repeat(33)}`, 'The body has more than 32 levels.'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'The body has more than 32 levels.'],
  ['{', 'The body is not JSON in UTF-8.'],
  ['', 'The body is not JSON in UTF-8.'],
  ['NaN', 'The body is not JSON in UTF-8.'],
] as const)('%s is refused: %s', ([text, message]) => {
  expect(parseStrictJson(text)).toEqual({ ok: false, error: { code: 'invalid_input', message } });
});

test.for([
  '{"a":"b\\"a\\":1,","b":"\\\\"}',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":[1,1,1]}}}',
  '["a","a",":","a:"]',
  '[0,-0,0.1,1.50,1E2,1e+2,5e-324,1.7976931348623157e308,9007199254740992,0e9]',
  '{"\\u005f_proto":1,"constructor":2}',
  ` ${'['.repeat(32)}${']'.repeat(32)}\n`,
])('%s is read', (text) => {
  expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
});

test('long texts and many tokens take no more than a moment', () => {
  const begun = performance.now();
  parseStrictJson(JSON.stringify(`${'\\"'.repeat(60_000)}`));
  parseStrictJson(JSON.stringify(Array.from({ length: 30_000 }, (_, i) => i)));
  parseStrictJson(`[${'9'.repeat(250_000)}]`);
  expect(performance.now() - begun).toBeLessThan(2_000);
});

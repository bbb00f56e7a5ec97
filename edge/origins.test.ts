// Which text names origins, and which does not.
import { expect, test } from 'vitest';
import { readOrigins } from './origins.ts';

test('origins are read as browsers send them', () => {
  expect(readOrigins('https://app.example.com, http://localhost:3000')).toEqual([
    'https://app.example.com',
    'http://localhost:3000',
  ]);
});

test.each([
  '',
  '*',
  'null',
  'app.example.com',
  'https://app.example.com/',
  'https://app.example.com/page',
  'https://app.example.com:443',
  'https://APP.example.com',
  'https://*.example.com',
  'file:///tmp',
  'javascript:alert(1)',
  'https://app.example.com,',
])('%j is refused', (text) => {
  expect(readOrigins(text)).toBeUndefined();
});

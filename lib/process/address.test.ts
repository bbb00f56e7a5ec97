// Only addresses are taken for addresses, each in one form.
import { expect, test } from 'vitest';
import { plainAddress } from './address.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  [' 203.0.113.7 ', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['2001:DB8::1', '2001:db8::1'],
  ['fe80::1%<script>', null],
  ['203.0.113.7, 10.0.0.1', null],
  ['203.0.113', null],
  ['0xcb.0.113.7', null],
  ['unknown', null],
  ['', null],
  [null, null],
  [undefined, null],
])('%j is %j', (text, plain) => expect(plainAddress(text)).toBe(plain));

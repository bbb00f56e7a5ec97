// Nothing that comes from elsewhere moves the cursor, changes colours or turns the line around.
import { expect, test } from 'vitest';
import { printable } from './output.ts';

test.each([
  ['\u001b[31mred\u001b[0m', '[31mred[0m'],
  ['\u009b2Jgone', '2Jgone'],
  ['bell\u0007 back\b line\r\nnext\ttab', 'bell back linenexttab'],
  ['user\u202Etxt.exe\u2066', 'usertxt.exe'],
  ['zero\u200Bwidth\uFEFF', 'zerowidth'],
  ['half \ud800 character', 'half  character'],
  ['Zoë 日本語 🚨', 'Zoë 日本語 🚨'],
])('%j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

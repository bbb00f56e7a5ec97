// One-use codes: the vectors of RFC 6238, one step of drift either way, and nothing that only looks like a code.
import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { totpCounter } from './totp.ts';

/** The RFC's ASCII secret 12345678901234567890 in base 32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1_000);

// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
test.each([
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [1_111_111_111, '050471', 37_037_037],
  [1_234_567_890, '005924', 41_152_263],
  [2_000_000_000, '279037', 66_666_666],
  [20_000_000_000, '353130', 666_666_666],
])('at %i the code is %s, step %i', (seconds, code, counter) => {
  expect(totpCounter(SECRET, code, at(seconds))).toBe(counter);
});

describe('a code of', () => {
  const now = 1_800_000_015;
  const step = Math.floor(now / 30);
  const codeOf = (counter: number) =>
    new TOTP({ secret: Secret.fromBase32(SECRET) }).generate({ timestamp: counter * 30_000 });

  test.each([-1, 0, 1])('%i steps away is right, and says which step it was', (away) => {
    expect(totpCounter(SECRET, codeOf(step + away), at(now))).toBe(step + away);
  });

  test.each([-20, -2, 2, 20])('%i steps away is wrong', (away) => {
    expect(totpCounter(SECRET, codeOf(step + away), at(now))).toBeNull();
  });

  test('another secret is wrong', () => {
    expect(totpCounter('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', codeOf(step), at(now))).toBeNull();
  });

  test('the same step is the same counter at its first and last second', () => {
    expect(totpCounter(SECRET, codeOf(step), at(step * 30))).toBe(step);
    expect(totpCounter(SECRET, codeOf(step), at(step * 30 + 29))).toBe(step);
  });
});

test.each([
  '',
  '28708',
  '2870820',
  ' 287082',
  '287082 ',
  '287 082',
  '２８７０８２',
  '28708a',
  '-87082',
  '287082\n',
  '0x4612',
  'null',
])('%j is no code', (code) => {
  expect(totpCounter(SECRET, code, at(59))).toBeNull();
});

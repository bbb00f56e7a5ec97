// What counts as a reason. Text that nobody can see, that is more than one line or that is markup is refused, at every door.
// Emoji are welcome as single characters; sequences glued with invisible joiners or selectors are not: the sentence says so.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseReason, REASON_MAX, REASON_MIN, REASON_MIN_RAISING } from './reason.ts';

const refusal = (raw: unknown, raising = false) => {
  const parsed = parseReason(raw, raising);
  return parsed.ok ? `accepted as ${JSON.stringify(parsed.value)}` : parsed.error.code;
};

test('3 to 500 characters, 12 at least when raising', () => {
  expect([REASON_MIN, REASON_MIN_RAISING, REASON_MAX]).toEqual([3, 12, 500]);
});

// biome-ignore format: a case a line
const LENGTHS: readonly [string, boolean, boolean][] = [
  ['no', false, false], ['yes', false, true], ['yes', true, false],
  ['x'.repeat(11), true, false], ['x'.repeat(12), true, true], ['x'.repeat(11), false, true],
  ['x'.repeat(500), false, true], ['x'.repeat(501), false, false], ['x'.repeat(500), true, true], ['x'.repeat(501), true, false],
  // One character, whatever its bytes: an emoji and a Chinese character count one each.
  ['🚨🚨', false, false], ['🚨🚨🚨', false, true], ['🚨'.repeat(500), false, true], ['🚨'.repeat(501), false, false],
  ['高波动', false, true], ['高波', false, false],
  // Spaces around do not count, and several in a row count as one.
  [`${' '.repeat(400)}no${' '.repeat(400)}`, false, false], ['a          b', true, false],
  [`${'x'.repeat(250)}${' '.repeat(300)}${'y'.repeat(249)}`, false, true],
];

test.each(LENGTHS)('%j, raising %j: accepted %j', (text, raising, accepted) => {
  expect(parseReason(text, raising).ok).toBe(accepted);
});

test('is kept trimmed, with single spaces, and otherwise as written', () => {
  const kept = (raw: string) => {
    const parsed = parseReason(raw, false);
    return parsed.ok ? parsed.value : parsed.error.message;
  };
  expect(kept('  HL   latency at  900 ms ')).toBe('HL latency at 900 ms');
  expect(kept('HL latency\u00A0is\u3000high')).toBe('HL latency is high');
  expect(kept('margin < 150% & falling; P&L -3% "see #42"')).toBe(
    'margin < 150% & falling; P&L -3% "see #42"',
  );
  expect(kept('Überfälliger Rückbau, ñandú, Ελλάδα, 日本語, عربى')).toBe(
    'Überfälliger Rückbau, ñandú, Ελλάδα, 日本語, عربى',
  );
  expect(kept("'; DROP TABLE audit_log; --")).toBe("'; DROP TABLE audit_log; --");
  expect(kept('a trailing line break\n')).toBe('a trailing line break');
});

describe('is refused when it is', () => {
  test.each([undefined, null, 0, 12345, true, false, [], ['because'], {}, { reason: 'because' }, Number.NaN])(
    'no text: %j',
    (raw) => {
      expect(refusal(raw)).toBe('invalid_reason');
      expect(refusal(raw, true)).toBe('invalid_reason');
    },
  );

  // biome-ignore format: a case a line
  test.each<[string, string]>([
    ['empty', ''],
    ['spaces', '     '],
    ['tabs and line breaks', '\t\n\r\n\t'],
    ['no-break and ideographic spaces', '\u00A0\u00A0\u00A0\u3000\u3000'],
    ['zero-width spaces', '\u200B\u200B\u200B\u200B'],
    ['a zero-width space between letters', 'no\u200Bne'],
    ['zero-width joiners', '\u200D\u200D\u200D'],
    ['byte order marks', '\uFEFF\uFEFF\uFEFF'],
    ['word joiners', 'one\u2060two'],
    ['soft hyphens', 'one\u00ADtwo'],
    ['Hangul fillers', '\u3164\u3164\u3164'],
    ['a half-width Hangul filler', 'one\uFFA0two'],
    ['Hangul Jamo fillers', '\u115F\u1160\u115F'],
    ['blank Braille', '\u2800\u2800\u2800'],
    ['Mongolian vowel separators', '\u180E\u180E\u180E'],
    ['a combining grapheme joiner', 'one\u034Ftwo'],
    ['tag characters', `flag${String.fromCodePoint(0xe0061, 0xe0062, 0xe007f)}`],
    ['interlinear annotations', 'one\uFFF9two\uFFFB'],
    ['a musical null notehead', String.fromCodePoint(0x1d159).repeat(4)],
    ['blank hieroglyphs', String.fromCodePoint(0x13441, 0x13442, 0x13441)],
    ['U+0000', 'one\u0000two'],
    ['a bell', 'ring\u0007ring'],
    ['a backspace', 'approved\b\b\b\b\b\b\b\brefused'],
    ['a delete character', 'one\u007Ftwo'],
    ['a C1 control', 'one\u0085two'],
    ['a terminal escape sequence', '\u001B[31mred alert\u001B[0m'],
    ['a terminal title sequence', '\u001B]0;owned\u0007'],
    ['an eight-bit escape sequence', '\u009B31mred'],
    ['a tab inside', 'one\ttwo'],
    ['a line feed', 'one\ntwo'],
    ['a carriage return', 'one\rtwo'],
    ['a Windows line break', 'one\r\ntwo'],
    ['a forged log line', 'harmless\n2026-03-19T03:07:40Z | admin | routing_mode | HL_MODE'],
    ['a vertical tab', 'one\vtwo'],
    ['a form feed', 'one\ftwo'],
    ['a line separator', 'one\u2028two'],
    ['a paragraph separator', 'one\u2029two'],
    ['a right-to-left override', 'looks fine \u202Eenif skool'],
    ['directional isolates', 'one \u2066two\u2069 three'],
    ['a left-to-right mark', 'one\u200Etwo'],
    ['an Arabic letter mark', 'one\u061Ctwo'],
    ['a lone high surrogate', 'one\uD83Dtwo'],
    ['a lone low surrogate', 'one\uDE00two'],
    ['surrogates the wrong way round', 'one\uDE00\uD83Dtwo'],
    ['a private-use character', 'one\uE000two'],
    ['a noncharacter', 'one\uFFFFtwo'],
    ['an unassigned character', 'one\u0378two'],
    ['an emoji glued with joiners', 'called the 👩\u200D🚒 crew'],
    ['an emoji with a variation selector', 'margin low ⚠\uFE0F'],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['10,000 spaces around a word', `${' '.repeat(5_000)}word${' '.repeat(5_000)}`],
    ['a script', '<script>alert(1)</script>'],
    ['an image with a handler', 'see <img src=x onerror=alert(1)>'],
    ['a closing tag', 'done</td><td>'],
    ['a comment', '<!-- hidden --> visible'],
    ['a processing instruction', '<?php echo 1 ?>'],
    ['an SVG in capitals', '<SVG ONLOAD=alert(1)>'],
  ])('%s', (_name, text) => {
    const parsed = parseReason(text, false);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid_reason' } });
    // A whole sentence that does not repeat what was sent.
    expect(parsed.ok ? '' : parsed.error.message).toMatch(/^(Give|The) [\x20-\x7e]{10,120}\.$/);
  });
});

test('whatever is accepted is one visible line within the limits and stays as it is', () => {
  // Any characters there are, and often those that matter here.
  const character = fc.oneof(
    fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
    fc.constantFrom(...'abc é<>/!&\n\t\r\u00a0\u200b\u202e\u2028\u3164\ufeff\ud83d\udea8'),
  );
  const text = fc.array(character, { maxLength: 40 }).map((characters) => characters.join(''));
  fc.assert(
    fc.property(text, fc.boolean(), (raw, raising) => {
      const parsed = parseReason(raw, raising);
      if (!parsed.ok) return;
      const kept = parsed.value;
      expect(kept).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}|^\s|\s$|\s\s/u);
      expect([...kept].length).toBeGreaterThanOrEqual(raising ? 12 : 3);
      expect(parseReason(kept, raising)).toEqual(parsed);
    }),
    { numRuns: 1_000 },
  );
});

// Hostile text: what is shown instead.
import { expect, test } from 'vitest';
import { outsideLink, showOutside } from './outside-text.ts';

// biome-ignore format: a case a line
test.each([
  ['plain', 'HL is down (2 of 3)', 'HL is down (2 of 3)'],
  ['markup is text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['a direction override', 'safe\u202Egpj.exe', 'safe\\u{202E}gpj.exe'],
  ['a zero width space', 'ad\u200Bmin', 'ad\\u{200B}min'],
  ['NUL', 'a\u0000b', 'a\\u{0}b'],
  ['half a character', 'a\uD800b', 'a\uFFFDb'],
  ['several lines', 'one\r\ntwo\tthree', 'one two three'],
  ['another script', 'Größe 価格 😀', 'Größe 価格 😀'],
])('%s', (_what, text, shown) => {
  expect(showOutside(text, 100)).toBe(shown);
});

test('a megabyte is cut, and says so', () => {
  expect(showOutside('x'.repeat(1_000_000), 10)).toBe('xxxxxxxxxx… (1,000,000 characters)');
});

test('what is shown can be shown again', () => {
  const shown = showOutside('a\u202Eb', 100);
  expect(showOutside(shown, 100)).toBe(shown);
});

// biome-ignore format: a case a line
test.each([
  ['http://prometheus:9090/graph?g0.expr=up', 'http://prometheus:9090/graph?g0.expr=up'],
  ['https://example.com', 'https://example.com/'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['https://user:secret@example.com/', undefined],
  ['not a link', undefined],
  [`https://example.com/${'x'.repeat(3_000)}`, undefined],
])('a link: %s', (text, link) => {
  expect(outsideLink(text)).toBe(link);
});

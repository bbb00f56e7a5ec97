// How many columns a terminal gives a text, and a text cut in its middle to fit some.

let graphemes: Intl.Segmenter | undefined;

// Two columns: East Asian scripts with their punctuation, the full-width forms, and what is drawn as an emoji.
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303E\uFF01-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|\uFE0F/u;
const HALF_WIDTH = /^[\uFF61-\uFFDC]/u;
const ONLY_MARKS = /^\p{M}+$/u;

function widthOf(grapheme: string): number {
  if (ONLY_MARKS.test(grapheme) || HALF_WIDTH.test(grapheme)) return ONLY_MARKS.test(grapheme) ? 0 : 1;
  return WIDE.test(grapheme) ? 2 : 1;
}

function partsOf(text: string): string[] {
  // Slow to load, and most tables are plain ASCII.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** Columns of a printable text. */
export function textWidth(text: string): number {
  // Most cells: one column a character, nothing to look up.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return partsOf(text).reduce((sum, part) => sum + widthOf(part), 0);
}

/** As many parts as fit into `columns`. */
function taken(parts: readonly string[], columns: number): string[] {
  const fitting: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += widthOf(part);
    if (used > columns) break;
    fitting.push(part);
  }
  return fitting;
}

/** The text, or its beginning and end around an ellipsis when it is wider than `columns`. */
export function fitted(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  const parts = partsOf(text);
  const room = Math.max(0, columns - 1);
  const start = taken(parts, Math.ceil(room / 2));
  const end = taken(parts.toReversed(), Math.floor(room / 2)).toReversed();
  return `${start.join('')}…${end.join('')}`;
}

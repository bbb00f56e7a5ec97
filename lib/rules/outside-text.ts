// Text that somebody outside wrote, made harmless to show: nothing invisible, nothing that turns the line round, not endless.

/** Control, format (direction overrides, joiners), surrogate, private and unassigned characters. */
const UNSEEN = /[\p{C}\u2028\u2029]/gu;

const code = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;

/**
 * Each character that cannot be seen becomes its code (`\u{202E}`), a line break a space; longer than `most` characters
 * it is cut, and ends with how many there were.
 */
export function showOutside(text: string, most: number): string {
  // Cut first: an attacker's megabytes are not worth a look each.
  const head = text.slice(0, most).toWellFormed();
  const shown = head.replace(/[\r\n\t]+/g, ' ').replace(UNSEEN, code);
  return text.length > most ? `${shown}… (${text.length.toLocaleString('en-US')} characters)` : shown;
}

/** A link that a browser may follow, or undefined: only http and https, without credentials. */
export function outsideLink(text: string): string | undefined {
  if (text.length > 2_000 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '';
  return plain && url.password === '' ? url.href : undefined;
}

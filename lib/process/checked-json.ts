// JSON in a file that knows when it is damaged: its first line is the SHA-256 of the rest.
import { createHash } from 'node:crypto';

/** The text of the file. */
export function checkedJson(value: unknown): string {
  const body = JSON.stringify(value);
  return `${checksum(body)}\n${body}`;
}

/** What was written; undefined when anything of it has changed since. A flipped bit would else be taken for the truth. */
export function readChecked(text: string): unknown {
  const cut = text.indexOf('\n');
  const body = text.slice(cut + 1);
  return cut >= 0 && text.slice(0, cut) === checksum(body) ? JSON.parse(body) : undefined;
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

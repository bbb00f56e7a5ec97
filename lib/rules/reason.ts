// What counts as a reason: one line a person can read later, of 3 to 500 visible characters, 12 at least when raising.
import { fail, ok, type Result } from './result.ts';

export const REASON_MIN = 3;
export const REASON_MIN_RAISING = 12;
export const REASON_MAX = 500;

// Control, format, surrogate, private and unassigned characters, and those that fonts draw as nothing. This also
// refuses emoji that are glued from several with joiners or selectors; single emoji pass.
const INVISIBLE =
  /[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\u115F\u1160\u3164\uFFA0\u{13441}\u{13442}\u{1D159}]/u;
const MARKUP = /<[a-z!/?]/i;

/** The reason trimmed and with single spaces, or `invalid_reason` and what to write. `raising` asks for more. */
export function parseReason(raw: unknown, raising: boolean): Result<string> {
  const least = raising ? REASON_MIN_RAISING : REASON_MIN;
  if (typeof raw !== 'string') return fail('invalid_reason', 'Give a reason: a line of text that says why.');
  if (!raw.isWellFormed()) return fail('invalid_reason', 'The reason holds half a character. Type it again.');
  if (raw.length > 4 * REASON_MAX) {
    return fail('invalid_reason', `The reason is too long: at most ${REASON_MAX} characters.`);
  }
  const text = raw.trim();
  if (/[\r\n]/.test(text)) return fail('invalid_reason', 'The reason is one line: leave out line breaks.');
  if (INVISIBLE.test(text)) {
    return fail(
      'invalid_reason',
      'The reason holds characters that nobody can see. Type it again in plain text.',
    );
  }
  if (MARKUP.test(text)) return fail('invalid_reason', 'The reason is plain text: leave out HTML tags.');
  const line = text.replace(/\s+/gu, ' ');
  const visible = [...line].length;
  if (visible < least) {
    return fail(
      'invalid_reason',
      raising
        ? `A change that raises exposure needs a reason of at least ${least} characters; this one has ${visible}.`
        : `Give a reason of at least ${least} characters; this one has ${visible}.`,
      { least, visible },
    );
  }
  if (visible > REASON_MAX) {
    return fail(
      'invalid_reason',
      `The reason is too long: at most ${REASON_MAX} characters, this one has ${visible}.`,
    );
  }
  return ok(line);
}

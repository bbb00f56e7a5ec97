// Query parameters that several reads take; they arrive as text and are checked without coercion tricks.
import { z } from 'zod';
import { parsePositionId } from '#lib/contract/snapshot.ts';

/** The API document calls it what it stands for: a number, although it arrives as text. */
function wholeNumber(least: number, most: number, usual: number, description: string) {
  const sentence = `Send a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,15}$/, sentence)
    .transform((text, context) => {
      const value = Number(text);
      if (value < least || value > most) context.addIssue({ code: 'custom', message: sentence });
      return value;
    })
    .meta({ type: 'integer', minimum: least, maximum: most, default: usual, description })
    .default(usual);
}

/** Rows of a page, 50 unless told. */
export const limit = wholeNumber(1, 200, 50, 'Rows of a page.');

// Three forms of `nextBefore` that lists give out: where their order is by a number, by position (epoch and revision), or
// by position and symbol. Callers pass on what they got and know nothing of it.
const NO_PLACE = 'Send nextBefore of the page before, as it was.';

/** What the API document says of any such parameter. */
export const NEXT_PAGE = { description: 'nextBefore of the page before: rows from there on, older ones.' };

/** Rows with a smaller number than this one. */
export const before = z
  .string()
  .transform((text, context) => {
    if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
    context.addIssue({ code: 'custom', message: NO_PLACE });
    return z.NEVER;
  })
  .meta(NEXT_PAGE)
  .optional();

/** Rows from before this position. */
export const beforePosition = z
  .string()
  .transform((text, context) => {
    const position = parsePositionId(text);
    if (position) return position;
    context.addIssue({ code: 'custom', message: NO_PLACE });
    return z.NEVER;
  })
  .meta(NEXT_PAGE)
  .optional();

/** Rows from before this position, or of it and with a later symbol. */
export const beforeChange = z
  .string()
  .transform((text, context) => {
    const [, id, symbol] = /^(\d+\.\d+)(?:\.([A-Z0-9]{1,20}))?$/.exec(text) ?? [];
    const position = parsePositionId(id);
    if (position) return { ...position, symbol: symbol ?? '' };
    context.addIssue({ code: 'custom', message: NO_PLACE });
    return z.NEVER;
  })
  .meta(NEXT_PAGE)
  .optional();

export const seconds = wholeNumber(10, 86_400, 300, 'How far back, in seconds.');

const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000');

function plainText(sentence: string, most: number) {
  return z
    .string({ error: sentence })
    .min(1, sentence)
    .max(most, sentence)
    .refine(storable, 'Send plain text.');
}

/** A name to filter by. */
export const name = plainText('Send a name of 1 to 100 characters.', 100);

/** The Idempotency-Key of an earlier command. */
export const idempotencyKey = plainText('Send the Idempotency-Key, 1 to 200 characters.', 200);

export const text = z
  .string()
  .max(200, 'Search for at most 200 characters.')
  .refine(storable, 'Send plain text.')
  .describe('Words to search for, the last one as the beginning of a word.')
  .optional();

/** ISO 8601 with a zone; PostgreSQL has no year 0. */
export const moment = z.iso
  .datetime({ offset: true, error: 'Send the time as ISO 8601 with a zone, such as 2026-03-19T03:07:40Z.' })
  .transform((value) => new Date(value))
  .refine(
    (at) => at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999,
    'Send a time in the years 1970 to 9999.',
  )
  .optional();

/** One thing, by its id or, in place of it, by its number. */
export function idOrNumber(what: string, id: z.ZodType<string>) {
  return z
    .strictObject({
      id: id.optional(),
      number: z
        .string()
        .regex(/^[1-9]\d{0,14}$/, `Send the number of the ${what}, such as 42.`)
        .transform(Number)
        .meta({ type: 'integer', minimum: 1, description: `Number of the ${what}, in place of its id.` })
        .optional(),
    })
    .refine(
      (sent) => (sent.id === undefined) !== (sent.number === undefined),
      `Send the id or the number of the ${what}.`,
    );
}

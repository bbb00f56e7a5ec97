// Query parameters that several reads take; they arrive as text and are checked without coercion tricks.
import { z } from 'zod';

function wholeNumber(least: number, most: number) {
  const sentence = `Send a whole number from ${least} to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,15}$/, sentence)
    .transform((text, context) => {
      const value = Number(text);
      if (value < least || value > most) context.addIssue({ code: 'custom', message: sentence });
      return value;
    });
}

/** Rows of a page, 50 unless told. */
export const limit = wholeNumber(1, 200).default(50);

/** Rows older than this sequence number or revision. */
export const before = wholeNumber(1, Number.MAX_SAFE_INTEGER).optional();

export const seconds = wholeNumber(10, 86_400).default(300);

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

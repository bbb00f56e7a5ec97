// Field schemas that several commands take; strict, without coercion, and safe to store in PostgreSQL.
import { z } from 'zod';

/** Text that PostgreSQL can hold: no U+0000, no half characters. */
function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

const TEXT = 'Send text without U+0000 and without half characters.';

export const switchName = z
  .string({ error: 'Name the switch.' })
  .min(1, 'Name the switch.')
  .max(100, 'That is no switch name.')
  .refine(storable, TEXT);

export const symbolName = z
  .string({ error: 'A symbol is text such as "BTC".' })
  .regex(/^[A-Z0-9]{1,20}$/, 'A symbol is text such as "BTC".');

function plain(item: unknown): boolean {
  return typeof item !== 'object' || item === null;
}

/**
 * The value is checked against the switch's catalogue entry by the rule, which can say what to send. Here only that it
 * is not nested: everything after this walks it, and a list 100,000 deep would exhaust the stack.
 */
export const anyValue = z
  .unknown()
  .refine((value) => value !== undefined, 'Send a value.')
  .refine(
    (value) => (Array.isArray(value) ? value.every(plain) : plain(value)),
    'A value is true or false, a number, text, null, or a list of names.',
  );

/** Checked by the reason rule, whose least length depends on the direction; what is no text is no reason. */
export const anyReason = z.unknown().transform((reason) => (typeof reason === 'string' ? reason : null));

export const revision = z
  .int({ error: 'expectedRevision is a whole number.' })
  .min(0, 'expectedRevision is a whole number from 0.')
  .max(Number.MAX_SAFE_INTEGER, 'expectedRevision is too large.');

export const uuid = z.uuid({ error: 'Send the id as it was shown.' });

export const instanceId = z
  .string({ error: 'Name the instance.' })
  .min(1, 'Name the instance.')
  .max(100, 'That is no instance name.')
  .refine(storable, TEXT);

/** A moment in the past or present, ISO 8601 with a zone; PostgreSQL has no year 0. */
export const moment = z.iso
  .datetime({ offset: true, error: 'Send the time as ISO 8601 with a zone, such as 2026-03-19T03:07:40Z.' })
  .transform((text, context) => {
    const at = new Date(text);
    if (!(at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999))
      context.addIssue({ code: 'custom', message: 'Send a time in the years 1970 to 9999.' });
    return at;
  });

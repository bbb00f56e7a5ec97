// Field schemas of the on-call commands: names, times of day, ways to reach somebody, addresses of channels.
import { z } from 'zod';
import { SEVERITY_NAMES } from '#lib/catalog/incidents.ts';
import { ROTA_LIMITS } from '#lib/catalog/on-call.ts';
import { personId, shownName, storableText } from '#lib/commands/inputs.ts';
import type { Effect } from '#lib/store/effects.ts';

export const ON_CALL_NOTICE: Effect = { kind: 'notify', channel: 'bulkhead_console', payload: 'on-call' };

const TIME = 'Give the time of day as 24 hours, such as 08:00.';
const timeOfDay = z
  .string({ error: TIME })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, TIME)
  .meta({
    description: 'Local time at which it begins; it lasts until the next one does.',
    examples: ['08:00'],
  });

const DAY = 'Give the day as 2026-11-30.';
export const calendarDay = z.iso.date({ error: DAY }).refine((day) => /^20\d\d-/.test(day), DAY);

const PEOPLE = `Name 1 to ${ROTA_LIMITS.people} people for each shift.`;
const SHIFTS = `Give 1 to ${ROTA_LIMITS.shifts} shifts.`;

export const shiftList = z
  .array(
    z.strictObject({
      name: shownName('the shift'),
      from: timeOfDay,
      people: z
        .array(personId, { error: PEOPLE })
        .min(1, PEOPLE)
        .max(ROTA_LIMITS.people, PEOPLE)
        .describe('Who takes turns, a week each, in this order.'),
    }),
    { error: SHIFTS },
  )
  .min(1, SHIFTS)
  .max(ROTA_LIMITS.shifts, SHIFTS);

/** One line that is shown, or null for none. */
function line(what: string, most: number) {
  const sentence = `${what} is one line of at most ${most} characters, or null.`;
  return storableText(sentence, most)
    .refine((text) => text.trim() === text && !/[\p{C}\u2028\u2029]/u.test(text), sentence)
    .nullable();
}

const EMAIL = 'That is no e-mail address: it looks like name@company.example.';

export const contactFields = {
  severity: z.enum(SEVERITY_NAMES as ['critical', ...typeof SEVERITY_NAMES], {
    error: `A severity is one of ${SEVERITY_NAMES.join(', ')}.`,
  }),
  name: shownName('the contact'),
  phone: line('A phone number', 50).refine(
    (phone) => phone === null || /^[+\d][\d ()./-]{3,}$/.test(phone),
    'A phone number has digits, spaces and + ( ) - only.',
  ),
  slack: line('A name on Slack', 100),
  email: z.email(EMAIL).max(254, EMAIL).nullable(),
};

export const expectedVersion = z
  .int({ error: 'Send the version as it was shown.' })
  .min(1, 'Send the version as it was shown.')
  .describe('Version as it was shown; another one is a conflict.');

const NOTE = 'Write what the next one has to know: 3 to 1,000 characters.';

export const handOverNote = storableText(NOTE, 1_000)
  .transform((text) => text.trim())
  .refine((text) => text.length >= 3, NOTE);

const URL_RULE = 'Give an address that begins with https:// or http://, without a user name in it.';

export const outsideAddress = storableText(URL_RULE, 1_000).refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}, URL_RULE);

/** A key or token as another system gave it: printable, without spaces. */
export function foreignSecret(sentence: string, least: number, most: number) {
  return z.string({ error: sentence }).regex(new RegExp(`^[\\x21-\\x7e]{${least},${most}}$`), sentence);
}

// Field schemas that several commands take; strict, without coercion, and safe to store in PostgreSQL.
import { z } from 'zod';
import { INCIDENT_REFERENCE } from '#lib/catalog/approvals.ts';
import { ROTATION_OVERLAP } from '#lib/catalog/credentials.ts';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { SCOPE_NAMES, type Scope } from '#lib/catalog/scopes.ts';

/** Text that PostgreSQL can hold: no U+0000, no half characters. */
function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

const TEXT = 'Send text without U+0000 and without half characters.';

/** Text of 1 to `most` characters that PostgreSQL can hold; `sentence` says what to send. */
export function storableText(sentence: string, most: number) {
  return z.string({ error: sentence }).min(1, sentence).max(most, sentence).refine(storable, TEXT);
}

export const switchName = z
  .string({ error: 'Name the switch.' })
  .min(1, 'Name the switch.')
  .max(100, 'That is no switch name.')
  .refine(storable, TEXT)
  .meta({ description: 'Name of the switch, as the catalogue has it.', examples: ['routing_mode'] });

export const symbolName = z
  .string({ error: 'A symbol is text such as "BTC".' })
  .regex(/^[A-Z0-9]{1,20}$/, 'A symbol is text such as "BTC".')
  .meta({ description: 'For this symbol only, where the switch takes one.', examples: ['BTC'] });

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
  )
  .meta({
    description: "The new value in the switch's own form: money as text, everything else as JSON has it.",
    type: ['boolean', 'number', 'string', 'array', 'null'],
    examples: ['HL_MODE'],
  });

/** Checked by the reason rule, whose least length depends on the direction; what is no text is no reason. */
export const anyReason = z
  .unknown()
  .transform((reason) => (typeof reason === 'string' ? reason : null))
  .meta({
    type: 'string',
    description: 'Why: one line of 3 to 500 characters, at least 12 when it raises exposure.',
    examples: ['incident rollback'],
  });

export const revision = z
  .int({ error: 'expectedRevision is a whole number.' })
  .min(0, 'expectedRevision is a whole number from 0.')
  .max(Number.MAX_SAFE_INTEGER, 'expectedRevision is too large.')
  .describe(
    'Revision of the last change you know of; a newer one is a conflict. Absent: whatever it is now.',
  );

export const uuid = z.uuid({ error: 'Send the id as it was shown.' }).describe('The id as it was shown.');

export const instanceId = z
  .string({ error: 'Name the instance.' })
  .min(1, 'Name the instance.')
  .max(100, 'That is no instance name.')
  .refine(storable, TEXT)
  .meta({ description: 'Name of the instance.', examples: ['router-01'] });

export const executorId = z
  .string({ error: 'Name the executor.' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'That is no name of an executor.')
  .meta({ description: 'Only this executor; all of them when it is left out.', examples: ['executor-hl'] });

export const executorArgument = z
  .string({ error: 'Name the position or breaker.' })
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/,
    'Name the position by its symbol, or the breaker as it is shown.',
  )
  .meta({ description: 'Symbol of the position, or name of the breaker.', examples: ['BTC'] });

export const levelNumber = z
  .int({ error: 'Name the level: 1, 2 or 3.' })
  .min(1, 'Name the level: 1, 2 or 3. Level 0 is reached by leaving.')
  .max(3, 'Name the level: 1, 2 or 3.')
  .describe('1 Partial, 2 Read-only, 3 Stop.');

/** A moment in the past or present, ISO 8601 with a zone; PostgreSQL has no year 0. */
export const moment = z.iso
  .datetime({ offset: true, error: 'Send the time as ISO 8601 with a zone, such as 2026-03-19T03:07:40Z.' })
  .transform((text, context) => {
    const at = new Date(text);
    if (!(at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999))
      context.addIssue({ code: 'custom', message: 'Send a time in the years 1970 to 9999.' });
    return at;
  })
  .describe('A moment, ISO 8601 with a zone.');

const EPOCH = 'expectedEpoch is the epoch you saw, a whole number from 0.';

export const epoch = z
  .int({ error: EPOCH })
  .min(0, EPOCH)
  .max(Number.MAX_SAFE_INTEGER, EPOCH)
  .describe(
    'Epoch of the values you know of; another one is a conflict, because the database was restored since.',
  );

const SEEN = 'Send the time up to which you have seen them, as ISO 8601 with a zone.';

/** Up to when somebody has seen what there is: what came since is not meant. */
export function seenUntil(description: string) {
  return z.iso
    .datetime({ offset: true, error: SEEN })
    .transform((text) => new Date(text))
    .refine((at) => at.getUTCFullYear() >= 1970 && at.getUTCFullYear() <= 9999, SEEN)
    .meta({ type: 'string', format: 'date-time', description });
}

/** Where the matrix stood when its difference was shown. */
export const shownPosition = z
  .string({ error: 'expected is the position you saw, such as 1.42.' })
  .regex(/^\d{1,9}\.\d{1,15}$/, 'expected is the position you saw, such as 1.42.')
  .describe('Position (epoch.revision) that the difference was shown for; another one is a conflict.');

/** How an incident is called outside; the same text means the same incident. */
export const incidentReference = z
  .string({ error: INCIDENT_REFERENCE.sentence })
  .trim()
  .regex(INCIDENT_REFERENCE.pattern, INCIDENT_REFERENCE.sentence)
  .meta({ description: 'Reference of the incident.', examples: ['INC-42'] });

export const changeRequestId = z
  .uuid({ error: 'Name the change request by the id that was shown.' })
  .describe('Id of the change request, as change-requests lists it.');

export const diffHash = z
  .string({ error: 'Send the hash of the difference you saw.' })
  .regex(/^[0-9a-f]{64}$/, 'Send the hash of the difference as it was shown: 64 hexadecimal digits.')
  .meta({
    description: 'Hash of the difference you saw: you approve exactly that.',
    examples: ['0'.repeat(64)],
  });

/** What every change of the matrix may say besides its values and its reason. */
export const changeTerms = {
  until: moment
    .optional()
    .describe(
      'The values are temporary: at this time their owner is told to set them back. They never go back by themselves.',
    ),
  owner: z
    .uuid({ error: 'Name the owner by the id that was shown.' })
    .optional()
    .describe('Who looks after a temporary value or a loosened control; you, when it is left out.'),
  incident: incidentReference.optional(),
  breakGlass: z
    .strictObject({ incident: incidentReference })
    .optional()
    .describe('Skips the second person. Everybody is told, and somebody else has to review it.'),
};

/** Where a sign-in comes from: the door fills it in, nobody types it. `browser` is the cookie of a known browser. */
export const place = {
  userAgent: z.string().max(300).nullable(),
  address: z.string().max(100).nullable(),
  browser: z.string().max(200).nullable(),
};

export const emailAddress = z
  .string({ error: 'Send an e-mail address.' })
  .trim()
  .toLowerCase()
  .max(254, 'That e-mail address is too long.')
  .pipe(z.email('That is no e-mail address: it looks like name@company.example.'));

/** A name that a person, a key or a passkey is shown by. Spaces at its ends go; invisible characters are refused. */
export function shownName(what: string) {
  return z
    .string({ error: `Give ${what} a name.` })
    .trim()
    .min(1, `Give ${what} a name.`)
    .max(100, 'A name has at most 100 characters.')
    .refine(
      (text) => text.isWellFormed() && !/[\p{C}\u2028\u2029]/u.test(text),
      'A name is plain text on one line.',
    );
}

export const personId = z
  .uuid({ error: 'Name the person by the id that was shown.' })
  .describe('Id of the person, as people lists it.');

export const roleList = z
  .array(z.enum(ROLE_NAMES as [Role, ...Role[]], { error: `Roles are ${ROLE_NAMES.join(', ')}.` }))
  .min(1, 'Choose at least one role.')
  .max(ROLE_NAMES.length, 'Name each role once.')
  .refine((roles) => new Set(roles).size === roles.length, 'Name each role once.');

/** The secret part of a one-time link, as it stands behind its `#`. */
export const linkText = z
  .string({ error: 'Open the link as it was given to you.' })
  .regex(/^bhl_[\w-]{43}$/, 'This is not a whole link: open it as it was given to you.')
  .meta({ description: 'The part of the link behind its #.', examples: [`bhl_${'x'.repeat(43)}`] });

/** What it may be is the password rule's to say; here only that it is text that can be hashed. */
export const newPassword = z
  .string({ error: 'Choose a password.' })
  .max(4_000, 'That password is too long.')
  .refine((text) => text.isWellFormed(), 'That is no password.');

export const scopeList = z
  .array(z.enum(SCOPE_NAMES as [Scope, ...Scope[]], { error: `Scopes are ${SCOPE_NAMES.join(', ')}.` }))
  .min(1, 'Choose at least one scope.')
  .max(SCOPE_NAMES.length, 'Name each scope once.')
  .refine((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.');

/** How long a key or token is to last, in days. */
export function lifetimeDays(most: number) {
  const sentence = `Say in how many days it ends: a whole number from 1 to ${most}.`;
  return z.int({ error: sentence }).min(1, sentence).max(most, sentence);
}

const OVERLAP = `Say for how many hours both keys work: a whole number from 0 to ${ROTATION_OVERLAP.mostHours}.`;

export const overlapHours = z
  .int({ error: OVERLAP })
  .min(0, OVERLAP)
  .max(ROTATION_OVERLAP.mostHours, OVERLAP);

/** A key of catalogue data, such as that of a question; what there is, the rule knows. */
export function catalogueKey(what: string) {
  const sentence = `Name ${what} by its key.`;
  return z
    .string({ error: sentence })
    .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, sentence)
    .max(60, sentence);
}

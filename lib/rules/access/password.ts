// Which passwords are taken: long enough, not widely known, not made of the person's own name; pure.
import { PASSWORD } from '#lib/catalog/session-policy.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** What somebody who guesses would try first for this person. */
export interface PasswordOwner {
  email: string;
  name: string;
}

/** Parts of names shorter than this are in too many words to mean anything. */
const LEAST_PART = 4;

/** The word under digits and signs put at its ends, and under its own repetition. */
function cores(lower: string): string[] {
  const bare = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const repeated = /^(.+?)\1+$/su.exec(lower)?.[1];
  return [lower, bare, ...(repeated === undefined ? [] : [repeated])].filter((word) => word !== '');
}

/**
 * `known` holds widely known passwords in lower case. Fails with `invalid_value` and a sentence that says what to do.
 * Length counts characters as people see them; composition is not asked for (NIST SP 800-63B).
 */
export function checkPassword(
  password: string,
  owner: PasswordOwner,
  known: ReadonlySet<string>,
): Result<true> {
  const length = [...password.normalize('NFC')].length;
  if (length < PASSWORD.leastLength) {
    return fail(
      'invalid_value',
      `Choose at least ${PASSWORD.leastLength} characters: ${length} are too few.`,
    );
  }
  if (length > PASSWORD.mostLength) {
    return fail('invalid_value', `Choose at most ${PASSWORD.mostLength} characters.`);
  }
  const lower = password.normalize('NFC').toLowerCase();
  if (cores(lower).some((word) => known.has(word))) {
    return fail(
      'invalid_value',
      'This password is on a list of widely known ones, or is one of them with signs around it. Choose another: four unrelated words are good.',
    );
  }
  if (new Set(lower).size < 5) {
    return fail('invalid_value', 'Choose a password of more than a few different characters.');
  }
  const parts = [
    'bulkhead',
    ...owner.email.toLowerCase().split(/[@.+_-]/),
    ...owner.name.toLowerCase().split(/\s+/),
  ];
  const rest = parts
    .filter((part) => part.length >= LEAST_PART)
    .reduce((text, part) => text.replaceAll(part, ''), lower);
  if ([...rest].length < lower.length && [...rest].length < 8) {
    return fail('invalid_value', 'Choose a password that is not made of your name, your address or ours.');
  }
  return ok(true);
}

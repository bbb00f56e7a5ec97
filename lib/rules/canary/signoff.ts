// Who signs which line of a form, and when; when GO and NO-GO can be said, and how a form stands.
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { ROLES, someone } from '#lib/catalog/roles.ts';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import {
  LINE_ROLES,
  SIGNED_GRACE_SECONDS,
  SIGNOFF_LINES,
  type SignoffLine,
} from '#lib/catalog/signoff-types.ts';
import type { FormDifference, FormSignature, FormSnapshot } from '#lib/contract/signoff.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { CanaryRun } from './canary-run.ts';
import { differenceText, narrowOf } from './signoff-snapshot.ts';
import { type Lapses, missingText } from './signoff-wait.ts';

/** The title that a line goes by: the role of whoever signs it. */
export function lineLabel(line: SignoffLine): string {
  return ROLES[line].label;
}

type RunEnd = Pick<CanaryRun, 'number' | 'endedAt' | 'endReason'>;

/** A form as far as a signature has to know it. */
export interface SignableForm {
  name: string;
  /** As stored: draft, open, approved, declined, closed. */
  state: string;
  /** Why its run is over; null while it is not. The form of such a run is open until Bulkhead has closed it. */
  runOver: string | null;
  /** The text that is open for signature; null while none is. */
  open: { hash: string; snapshot: FormSnapshot; closesAt: Date } | null;
  /** Of that text. */
  signatures: readonly Pick<FormSignature, 'line' | 'person'>[];
}

/** Why a run is over, in a sentence; null while it goes on. */
export function runOver({ number, endedAt, endReason }: RunEnd): string | null {
  return endedAt === null ? null : `${canaryName(number)}: ${endReason ?? 'ended'}.`.replace(/\.{2,}$/, '.');
}

/** What somebody signs with, beside the proof that it is them. */
export interface SigningInput {
  line: SignoffLine;
  hash: string;
  name: string;
  statements: readonly string[];
  narrow: readonly string[];
  decision?: 'go' | undefined;
}

export interface Signer {
  id: string;
  name: string;
  roles: readonly string[];
}

const OVER: Readonly<Record<string, string>> = {
  draft: 'it is not open for signature',
  approved: 'it is signed GO already',
  declined: 'it was declined: NO-GO ends the run, and a new run needs a new form',
  closed: 'its run is over',
};

/** The lines that are not signed yet, in their order. */
export function missingLines(signatures: SignableForm['signatures']): SignoffLine[] {
  return SIGNOFF_LINES.filter((line) => !signatures.some((one) => one.line === line));
}

/** Whether a person may sign this line at all, by what they work as. */
export function holdsLine(roles: readonly string[], line: SignoffLine): Result<true> {
  const wanted = LINE_ROLES[line];
  return wanted.some((role) => roles.includes(role))
    ? ok(true)
    : fail('forbidden', `"${SIGNATURE_LINES[line].title}" is signed by ${someone(wanted)}.`);
}

/** The text that waits for signatures, inside its window; `conflict` says why there is none. */
function openText(form: SignableForm, now: Date): Result<NonNullable<SignableForm['open']>> {
  if (form.state !== 'open' || form.open === null) {
    return fail('conflict', `${form.name} cannot be signed: ${OVER[form.state] ?? OVER.draft}.`);
  }
  if (form.runOver !== null) {
    return fail('conflict', `${form.name} cannot be signed: its run is over. ${form.runOver}`);
  }
  if (now >= form.open.closesAt) {
    return fail(
      'conflict',
      `${form.name} could be signed until ${form.open.closesAt.toISOString()}, and that is over. Open it again: it takes new figures, and every signature anew.`,
    );
  }
  return ok(form.open);
}

/** The line is the next one, and this person has signed none. */
function inOrder(form: SignableForm, line: SignoffLine, person: Signer): Result<true> {
  const signed = form.signatures.find((one) => one.line === line);
  if (signed) {
    return fail('conflict', `${signed.person.name} has signed as ${lineLabel(line).toLowerCase()} already.`);
  }
  const [next] = missingLines(form.signatures);
  if (next !== undefined && next !== line) {
    return fail('conflict', `The lines are signed in their order: ${lineLabel(next).toLowerCase()} is next.`);
  }
  if (form.signatures.some((one) => one.person.id === person.id)) {
    return fail('conflict', 'You have signed another line: it takes four different people.');
  }
  return ok(true);
}

function sameKeys(sent: readonly string[], wanted: readonly string[]): boolean {
  return sent.length === wanted.length && wanted.every((key, place) => sent[place] === key);
}

/** They sign under every statement, having read every narrow result, with their name; the last line says GO. */
function whole(input: SigningInput, snapshot: FormSnapshot, person: Signer): Result<true> {
  const statements = SIGNATURE_LINES[input.line].statements.map(({ key }) => key);
  if (!sameKeys(input.statements, statements)) {
    return fail('invalid_input', `statements: confirm each of them: ${statements.join(', ')}.`);
  }
  const narrow = narrowOf(snapshot);
  if (!sameKeys(input.narrow, narrow)) {
    return fail(
      'invalid_input',
      narrow.length === 0
        ? 'narrow: no result is narrow.'
        : `narrow: say that you have read the narrow results: ${narrow.join(', ')}.`,
    );
  }
  if ((input.line === 'executive') !== (input.decision === 'go')) {
    return fail('invalid_input', 'decision: the last line signs GO, the others decide nothing.');
  }
  const typed = input.name.trim().toLowerCase();
  return typed === person.name.trim().toLowerCase()
    ? ok(true)
    : fail('invalid_input', `name: type your name as it stands here: ${person.name}.`);
}

/** Whether this person may sign this line of this text now. */
export function maySign(
  form: SignableForm,
  input: SigningInput,
  person: Signer,
  { changed, missing }: Lapses,
  now: Date,
): Result<FormSnapshot> {
  const holds = holdsLine(person.roles, input.line);
  if (!holds.ok) return holds;
  const open = openText(form, now);
  if (!open.ok) return open;
  const { hash, snapshot } = open.value;
  if (input.hash !== hash) {
    return fail('conflict', 'The form has changed since you read it. Read it again, then sign.', { hash });
  }
  if (changed.length > 0) {
    return fail(
      'conflict',
      `What was frozen does not hold any more, so nobody can sign it. ${changed.map(differenceText).join(' ')}`,
      { differences: changed },
    );
  }
  if (missing.length > 0) {
    return fail(
      'conflict',
      `${form.name} waits for figures that are missing, so nobody can sign it now. ${missing.map(missingText).join(' ')} Sign when they are back; after ${SIGNED_GRACE_SECONDS / 60} minutes without them it is void.`,
      { missing },
    );
  }
  const order = inOrder(form, input.line, person);
  if (!order.ok) return order;
  const entire = whole(input, snapshot, person);
  return entire.ok ? ok(snapshot) : entire;
}

/** NO-GO changes nothing, so it needs no open text and no window: only a form that is not decided. */
export function mayDecline(
  form: Pick<SignableForm, 'name' | 'state'>,
  roles: readonly string[],
): Result<true> {
  const holds = holdsLine(roles, 'executive');
  if (!holds.ok) return holds;
  return form.state === 'draft' || form.state === 'open'
    ? ok(true)
    : fail('conflict', `${form.name} is decided: ${OVER[form.state] ?? ''}.`);
}

/** What a signature is called by: the hash of everything it was given with. */
export function signatureHash(signature: FormSignature): string {
  return sha256(canonicalJson(signature));
}

/**
 * What stands before this person's signature on this line; null when it is theirs to sign. For screens: what a form waits for
 * stands on it once, and whoever is signing keeps what they have filled in.
 */
export function signHeldBy(
  form: SignableForm,
  line: SignoffLine,
  person: Signer,
  changed: readonly FormDifference[],
  now: Date,
): string | null {
  const steps = [holdsLine(person.roles, line), openText(form, now), inOrder(form, line, person)];
  for (const step of steps) if (!step.ok) return step.error.message;
  return changed.length > 0 ? 'What was frozen does not hold any more: it has to be opened again.' : null;
}

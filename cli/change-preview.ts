// What a change is about to do, shown before it is done: the diff on stderr, a question on a terminal, then the answer.
import { randomUUID } from 'node:crypto';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { type Position, positionId } from '#lib/contract/snapshot.ts';
import { sendCommand } from './api.ts';
import { confirmed, reasonFor } from './ask-first.ts';
import { type Difference, printDifference } from './difference.ts';
import type { Door, DoorOptions } from './door.ts';
import { printError, printJson, printLine } from './output.ts';
import { termsOf, type WriteOptions } from './switch-arguments.ts';
import { saidItWaits } from './waiting.ts';

export interface Planned {
  command: string;
  /** Everything but the reason. */
  input: Readonly<Record<string, unknown>>;
  /** `Roll back to 2026-03-19T03:07:40Z`. */
  title: string;
  differences: readonly Difference[];
  /** Sentences below the difference: what stays as it is, and what it asks of people. */
  notes?: readonly string[];
  /** Asked in place of `Do it?`. */
  question?: string;
  /** What makes the same input again when it was not all typed. */
  again?: string;
}

/**
 * What makes the server refuse when the value has changed since it was shown, and how that is typed. Whoever brings a
 * key asks the same again: the revision of now is then not put in, it would make another input of it.
 */
export function guardOf(options: WriteOptions, { epoch, revision }: Position) {
  const shown = { expectedEpoch: epoch, expectedRevision: revision };
  const expected = options.expectedRevision ?? (options.idempotencyKey === undefined ? shown : undefined);
  if (expected === undefined) return { input: {}, again: '' };
  const of = expected.expectedEpoch === undefined ? '' : `${expected.expectedEpoch}.`;
  return { input: expected, again: ` --expected-revision ${of}${expected.expectedRevision}` };
}

/** The same for a command that is held to a position of the whole matrix. */
export function matrixGuardOf(options: WriteOptions, at: Position) {
  const expected = options.expected ?? (options.idempotencyKey === undefined ? positionId(at) : undefined);
  return expected === undefined
    ? { input: {}, again: '' }
    : { input: { expected }, again: ` --expected ${expected}` };
}

/** `raising`, `reducing`, or nothing for a switch that this catalogue does not know. */
async function wayOf(difference: Difference): Promise<string> {
  const definition = findSwitch(difference.switch);
  if (!definition) return '';
  const { moveOf } = await import('#lib/rules/changes/direction.ts');
  const move = moveOf(definition, difference.from, difference.to);
  return move === 'none' ? '' : move;
}

async function show(door: Door, planned: Planned): Promise<void> {
  const at = door.profile === undefined ? door.url : `${door.url} (profile ${door.profile})`;
  printError(`${planned.title}, at ${at}:`);
  printDifference(
    await Promise.all(planned.differences.map(async (one) => ({ ...one, way: await wayOf(one) }))),
  );
}

/** Shows, asks, does, and says what came of it. Throws CliFailure, also when the person says no. */
export async function showAndSend(
  door: Door,
  planned: Planned,
  options: WriteOptions & DoorOptions,
): Promise<void> {
  // Asked again after no answer: the values may be there by now, and the answer is what is wanted.
  if (planned.differences.length > 0) {
    await show(door, planned);
    for (const note of planned.notes ?? []) printError(note);
  } else if (options.idempotencyKey === undefined)
    printError(`${planned.title}: the values are there already.`);
  const reason = await reasonFor(options);
  if (planned.differences.length > 0) await confirmed(planned.question ?? 'Do it?', options);
  const answer = await sendCommand<ChangeAnswer>(door, {
    command: planned.command,
    input: { ...planned.input, ...termsOf(options), reason },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
    ...(planned.again ? { again: planned.again } : {}),
  });
  if (options.json) {
    printJson(answer);
    saidItWaits(answer, true);
    return;
  }
  if (saidItWaits(answer)) return;
  printLine(
    answer.changed
      ? `Done: revision ${answer.epoch}.${answer.revision}, change set ${answer.changeSetId}.`
      : 'The values held already: nothing was changed.',
  );
  for (const warning of answer.warnings ?? []) printError(`Note: ${warning}`);
}

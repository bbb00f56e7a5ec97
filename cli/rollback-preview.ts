// What rolling back would do now, as the console works it out for the matrix and for one change set: read, and said in words.
import type { Role } from '#lib/catalog/roles.ts';
import type { ConflictView, RollbackBody } from '#lib/contract/rollback.ts';
import { askRead } from './api.ts';
import { type Difference, differenceOf } from './difference.ts';
import { type DoorOptions, doorOf } from './door.ts';
import type { WriteOptions } from './switch-arguments.ts';
import { placeName, textOfValue } from './switch-value.ts';
import { instant } from './times.ts';

/** In a demo: what it says of holding somebody back is then not about rights, which the writing account has. */
const LOOKERS: readonly Role[] = ['super_admin'];

export function previewOf(
  options: DoorOptions,
  query: { at: string } | { changeSetId: string },
): Promise<RollbackBody> {
  return askRead<RollbackBody>(doorOf(options, LOOKERS), 'rollback', query);
}

export function differencesOf({ changes }: RollbackBody): Difference[] {
  return changes.map(differenceOf);
}

/** `routing_mode was made NORMAL_MODE and is BETTING_MODE now, set by Rita at 2026-11-26T18:00:00Z`. */
export function conflictLine({
  switch: name,
  symbol,
  made,
  value,
  changedBy,
  changedAt,
}: ConflictView): string {
  const by = changedBy === null || changedAt === null ? '' : `, set by ${changedBy} at ${instant(changedAt)}`;
  return `${placeName(name, symbol)} was made ${textOfValue(made)} and is ${textOfValue(value)} now${by}`;
}

/** Why it could not be done now, for somebody who is about to be asked; without a question the refusal itself says it. */
function heldNotes(body: RollbackBody, { yes, incident, breakGlass }: WriteOptions): string[] {
  const freed = body.owesReview && (incident ?? breakGlass) !== undefined;
  return body.heldBy === null || yes || freed ? [] : [`Note: ${body.heldBy}`];
}

/** What belongs to the difference besides its values. */
export function notesOf(body: RollbackBody, options: WriteOptions): string[] {
  const keeps = body.missing.map((name) => `Note: ${name} had no value then and keeps the one it has.`);
  const stays = body.conflicts.map((one) => `Changed again since and left as it is: ${conflictLine(one)}.`);
  const warns = body.warnings.map((warning) => `Note: ${warning}`);
  const waits =
    options.breakGlass === undefined
      ? 'Note: it takes a second person, so it is only asked for.'
      : 'Note: it skips the second person: everybody is told, and somebody else has to review it.';
  return [...stays, ...keeps, ...warns, ...heldNotes(body, options), ...(body.waits ? [waits] : [])];
}

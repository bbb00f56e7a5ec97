// The part of the input that every change of the matrix shares, turned into terms and deadline; and its lock.
import type { z } from 'zod';
import type { changeTerms } from '#lib/commands/inputs.ts';
import { type Position, positionId } from '#lib/contract/snapshot.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import type { WantedChange } from '#lib/write/wanted-change.ts';

export type ChangeTerms = { [K in keyof typeof changeTerms]?: z.output<(typeof changeTerms)[K]> };

/** Locks the matrix and looks up the owner that the input names. */
export function lockForChange(tx: Tx, { owner }: ChangeTerms): Promise<{ state: LockedMatrix; now: Date }> {
  return lockMatrix(tx, owner);
}

export function termsOf(
  state: LockedMatrix,
  { until, incident, breakGlass }: ChangeTerms,
): Pick<WantedChange, 'terms' | 'deadline'> {
  const named = breakGlass?.incident ?? incident;
  return {
    terms: {
      ...(named === undefined ? {} : { incident: named }),
      ...(breakGlass ? { breakGlass: true } : {}),
    },
    ...(until || state.owner ? { deadline: { until: until ?? null, owner: state.owner ?? null } } : {}),
  };
}

/** Nothing is done that was not shown: whatever changed since may belong to the difference, or collide with it. */
export function asShown(state: Position, expected: string | undefined): Result<true> {
  if (expected === undefined || expected === positionId(state)) return ok(true);
  return fail(
    'conflict',
    `The matrix is at ${positionId(state)} by now, not at ${expected} as you saw: look at the new difference.`,
    { epoch: state.epoch, revision: state.revision },
  );
}

/** Break-glass always asks to prove anew that it is them. */
export function breaksGlass({ breakGlass }: ChangeTerms): boolean {
  return breakGlass !== undefined;
}

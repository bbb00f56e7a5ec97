// What else happens when a request is approved that is part of something, such as leaving a level: by the kind of its subject.
import { STEP_SUBJECT } from '#lib/catalog/runs.ts';
import type { RequestSubject } from '#lib/store/change-requests.ts';
import type { Tx } from '#lib/store/client.ts';
import { closeStop } from '#lib/store/emergency.ts';
import { leavePress } from '#lib/store/levels.ts';
import { stepStillWaits } from '#lib/store/runs.ts';

/** In the transaction that carries the request out. False when the subject is not in the state any more that this ends. */
export type Finish = (tx: Tx, subjectId: string, changeSetId: string) => Promise<boolean>;

const FINISH: ReadonlyMap<string, Finish> = new Map<string, Finish>([
  ['emergency-stop', closeStop],
  ['level-press', leavePress],
  // The step finds the change set by its request (advance-run); a run that is over must not change anything any more.
  [STEP_SUBJECT, stepStillWaits],
]);

export async function finishSubject(tx: Tx, subject: RequestSubject, changeSetId: string): Promise<boolean> {
  const finish = FINISH.get(subject.kind);
  return finish === undefined || finish(tx, subject.id, changeSetId);
}

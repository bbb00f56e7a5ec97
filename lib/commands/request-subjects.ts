// What else happens when a request is approved that is part of something, such as leaving a level: by the kind of its subject.
import type { RequestSubject } from '#lib/store/change-requests.ts';
import type { Tx } from '#lib/store/client.ts';
import { closeStop } from '#lib/store/emergency.ts';
import { leavePress } from '#lib/store/levels.ts';

/** In the transaction that carries the request out. False when the subject is not in the state any more that this ends. */
export type Finish = (tx: Tx, subjectId: string, changeSetId: string) => Promise<boolean>;

const FINISH: ReadonlyMap<string, Finish> = new Map([
  ['emergency-stop', closeStop],
  ['level-press', leavePress],
]);

export async function finishSubject(tx: Tx, subject: RequestSubject, changeSetId: string): Promise<boolean> {
  const finish = FINISH.get(subject.kind);
  return finish === undefined || finish(tx, subject.id, changeSetId);
}

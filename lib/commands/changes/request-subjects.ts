// What a request is part of, such as leaving a level, and what its approval ends: by the kind of its subject.
import { STEP_SUBJECT } from '#lib/catalog/runs.ts';
import { planLeaving } from '#lib/rules/changes/levels.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { RequestSubject } from '#lib/store/changes/change-requests.ts';
import { leavePress, pressById, type StoredPress } from '#lib/store/changes/levels.ts';
import { type LockedMatrix, snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { stepStillWaits } from '#lib/store/runs/runs.ts';
import { closeStop } from '#lib/store/venue/emergency.ts';

interface Finish {
  /** In the transaction that carries the request out. False when the subject is not in the state any more that this ends. */
  close(tx: Tx, subjectId: string, changeSetId: string): Promise<boolean>;
  /** What the log says of the end, beside the approval and what changed. Absent where the subject says it by itself. */
  event?(tx: Tx, subjectId: string, state: LockedMatrix): Promise<AuditEvent | undefined>;
}

const FINISH: ReadonlyMap<string, Finish> = new Map<string, Finish>([
  ['emergency-stop', { close: closeStop, event: async (_tx, stopId) => stopEnded(stopId) }],
  ['level-press', { close: leavePress, event: pressLeft }],
  // The step finds the change set by its request (advance-run); a run that is over must not change anything any more.
  [STEP_SUBJECT, { close: stepStillWaits }],
]);

export async function finishSubject(tx: Tx, subject: RequestSubject, changeSetId: string): Promise<boolean> {
  const finish = FINISH.get(subject.kind);
  return finish === undefined || finish.close(tx, subject.id, changeSetId);
}

/** The entry of the subject's end, without who asked and the change set; undefined when it has none of its own. */
export async function endOfSubject(
  tx: Tx,
  subject: RequestSubject | null | undefined,
  state: LockedMatrix,
): Promise<AuditEvent | undefined> {
  return subject ? FINISH.get(subject.kind)?.event?.(tx, subject.id, state) : undefined;
}

/** `kept`: what somebody changed since the press, and which keeps its value. */
export function levelLeft(press: StoredPress, kept: readonly { switch: string }[]): AuditEvent {
  return {
    kind: 'level.left',
    subject: `level ${press.level}`,
    details: { pressId: press.id, kept: kept.map((drift) => drift.switch) },
  };
}

export function stopEnded(stopId: string): AuditEvent {
  return { kind: 'emergency-stop.ended', subject: 'console', details: { stopId } };
}

async function pressLeft(tx: Tx, pressId: string, state: LockedMatrix): Promise<AuditEvent | undefined> {
  const press = await pressById(tx, pressId);
  if (!press) return undefined;
  const before = await snapshotAt(tx, press.before);
  return levelLeft(press, planLeaving(press.settings, before?.switches ?? state.matrix, state.matrix).kept);
}

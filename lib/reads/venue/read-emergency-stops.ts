// The emergency stop that holds, how far the executors are, what its restart waits for; and earlier stops.
import { z } from 'zod';
import { EXECUTORS_ANSWER_WITHIN_SECONDS } from '#lib/catalog/emergency.ts';
import type { ChangeView } from '#lib/contract/console.ts';
import type { CommandView, StopsBody, StopView } from '#lib/contract/emergency.ts';
import type { Read } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { directed } from '#lib/rules/changes/decide-change.ts';
import { asWanted, changesFor } from '#lib/rules/changes/matrix.ts';
import { may } from '#lib/rules/may.ts';
import { ok } from '#lib/rules/result.ts';
import { planRestart } from '#lib/rules/venue/restart.ts';
import { newestSnapshot, snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type RecoveryRun, recoveriesOf } from '#lib/store/venue/recovery.ts';
import { commandViews, executorViews } from './command-views.ts';

const input = z.strictObject({});
const EARLIER = 20;

type Row = Prisma.EmergencyStopGetPayload<object>;

/** Nobody has said anything although there was time, or somebody who should has fallen silent. */
function needsHands(row: Row, commands: readonly CommandView[], now: Date): boolean {
  const waitedMs = now.getTime() - row.recordedAt.getTime();
  if (row.restartedAt || waitedMs < EXECUTORS_ANSWER_WITHIN_SECONDS * 1_000) return false;
  return commands.some(
    ({ done, executors }) =>
      !done &&
      (executors.length === 0 ||
        executors.some(({ state }) => state === 'silent' || state === 'waiting' || state === 'failed')),
  );
}

async function restartOf(tx: Tx, row: Row): Promise<ChangeView[]> {
  const before = await snapshotAt(tx, { epoch: row.beforeEpoch, revision: Number(row.beforeRevision) });
  const now = await newestSnapshot(tx);
  if (!before || !now) return [];
  const wanted = planRestart(before.switches).map(asWanted);
  return changesFor(now.switches, wanted).map((change) => directed(change, {}));
}

/** What became of one stop. */
interface Course {
  /** Newest first. */
  commands: readonly CommandView[];
  recovery: RecoveryRun | null;
}

async function stopView(
  tx: Tx,
  row: Row,
  { commands, recovery }: Course,
  now: Date,
  actor: Actor,
): Promise<StopView> {
  const open = row.restartedAt === null;
  const request = open
    ? await tx.changeRequest.findFirst({
        where: { subjectKind: 'emergency-stop', subjectId: row.id, state: 'open', expiresAt: { gt: now } },
      })
    : null;
  const allowed = may(actor, 'restart-after-stop');
  const heldBy = !allowed.ok
    ? allowed.error.message
    : recovery?.completedAt
      ? null
      : 'The recovery procedure of this stop is not complete.';
  return {
    id: row.id,
    source: row.source as StopView['source'],
    edgeId: row.edgeId,
    pressedBy: {
      kind: row.pressedByKind as StopView['pressedBy']['kind'],
      id: row.pressedById,
      name: row.pressedByName,
    },
    pressedAt: row.pressedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    reason: row.reason,
    settings: row.settings as StopView['settings'],
    changeSetId: row.changeSetId,
    commands: [...commands].reverse(),
    closeByHand: needsHands(row, commands, now),
    recovery: recovery && {
      runId: recovery.runId,
      number: recovery.number,
      completedAt: recovery.completedAt?.toISOString() ?? null,
    },
    restartRequest: request && {
      id: request.id,
      number: Number(request.number),
      requestedBy: { id: request.requestedBy, name: request.requestedName },
    },
    restartChanges: open ? await restartOf(tx, row) : [],
    restartHeldBy: open ? heldBy : 'It is restarted already.',
    restartedAt: row.restartedAt?.toISOString() ?? null,
  };
}

export const readEmergencyStops: Read<z.output<typeof input>, StopsBody> = {
  action: 'read-emergency-stops',
  body: 'StopsBody',
  input,
  run: async (tx, _query, actor) => {
    const now = await databaseNow(tx);
    const executors = await executorViews(tx, now);
    const rows = await tx.emergencyStop.findMany({ orderBy: { pressedAt: 'desc' }, take: EARLIER + 1 });
    const ids = rows.map(({ id }) => id);
    // Of all stops at once: a query for each of them and each kind would take every connection of the process.
    const commands = await commandViews(tx, { stopId: { in: ids } }, executors);
    const recoveries = await recoveriesOf(tx, ids);
    const views: StopView[] = [];
    // At most one is open, and only that one asks for more.
    for (const row of rows) {
      const own = commands.filter(({ stopId }) => stopId === row.id);
      const course = { commands: own, recovery: recoveries.get(row.id) ?? null };
      views.push(await stopView(tx, row, course, now, actor));
    }
    return ok({
      now: now.toISOString(),
      open: views.find(({ restartedAt }) => restartedAt === null) ?? null,
      earlier: views.filter(({ restartedAt }) => restartedAt !== null).slice(0, EARLIER),
    });
  },
};

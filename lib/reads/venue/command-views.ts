// Commands to executors with what each executor has made of them, as the reads that show them share it.
import type { CommandView, ExecutorStepView, ExecutorView } from '#lib/contract/emergency.ts';
import { EXECUTOR_SILENT_MS } from '#lib/contract/executors.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

/** Every executor that has ever reported, by name; those that have left too. */
export async function executorViews(tx: Tx, now: Date): Promise<ExecutorView[]> {
  const rows = await tx.executor.findMany({ orderBy: { id: 'asc' } });
  return rows.map((row) => {
    const silent = now.getTime() - row.lastSeenAt.getTime() > EXECUTOR_SILENT_MS;
    return {
      id: row.id,
      edgeId: row.edgeId,
      connected: row.connected,
      openOrders: row.openOrders,
      startedAt: row.startedAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      state: row.leftAt ? 'left' : silent ? 'silent' : 'reporting',
      retired: row.retiredBy === null ? null : { by: row.retiredBy, reason: row.retiredReason ?? '' },
    };
  });
}

/** What stands for an executor whose last word is not there yet; undefined when it still reports. */
function unheard(executor: ExecutorView | undefined): 'silent' | 'retired' | undefined {
  if (executor?.retired) return 'retired';
  return executor === undefined || executor.state === 'reporting' ? undefined : 'silent';
}

/** Newest first; a stop's commands keep the order they are carried out in. */
export async function commandViews(
  tx: Tx,
  where: Prisma.ExecutorCommandWhereInput,
  executors: readonly ExecutorView[],
  limit?: number,
): Promise<CommandView[]> {
  const rows = await tx.executorCommand.findMany({
    where,
    orderBy: [{ issuedAt: 'desc' }, { id: 'asc' }],
    ...(limit === undefined ? {} : { take: limit }),
  });
  const progress = await tx.executorProgress.findMany({
    where: { commandId: { in: rows.map(({ id }) => id) } },
  });
  return rows.map((row) => {
    const made = progress.filter((one) => one.commandId === row.id);
    // Whoever has said something about it counts, and whoever reports now and should.
    const expected = executors
      .filter(({ id, state }) => state !== 'left' && (row.executorId === null || row.executorId === id))
      .map(({ id }) => id);
    const names = [...new Set([...expected, ...made.map(({ executorId }) => executorId)])].sort();
    const steps = names.map((executor): ExecutorStepView => {
      const step = made.find((one) => one.executorId === executor);
      const said = (step?.state ?? 'waiting') as ExecutorStepView['state'];
      const over = said === 'done' || said === 'failed';
      return {
        executor,
        state: over ? said : (unheard(executors.find(({ id }) => id === executor)) ?? said),
        done: step?.done ?? 0,
        total: step?.total ?? 0,
        note: step?.note ?? null,
        at: step?.at.toISOString() ?? null,
      };
    });
    return {
      id: row.id,
      command: row.command,
      argument: row.argument,
      executor: row.executorId,
      reason: row.reason,
      issuedBy: {
        kind: row.issuedByKind as CommandView['issuedBy']['kind'],
        id: row.issuedById,
        name: row.issuedByName,
      },
      issuedAt: row.issuedAt.toISOString(),
      stopId: row.stopId,
      runId: row.runId,
      executors: steps,
      done:
        steps.some(({ state }) => state === 'done') &&
        steps.every(({ state }) => state === 'done' || state === 'retired'),
    };
  });
}

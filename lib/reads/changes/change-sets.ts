// Change sets with their changes and proof of effect, as the reads that show them share it.
import type { ChangeSetView, ChangeView, Direction } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { effectOf } from '#lib/rules/changes/effect.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

interface ChangeRow {
  switch: string;
  symbol: string;
  oldValue: unknown;
  newValue: unknown;
  oldInherited: boolean;
  newInherited: boolean;
  direction: string;
}

/** One stored change as screens take it. */
export function changeView(change: ChangeRow): ChangeView {
  return {
    switch: change.switch,
    symbol: change.symbol || null,
    oldValue: change.oldValue as WireValue,
    newValue: change.newValue as WireValue,
    oldInherited: change.oldInherited,
    newInherited: change.newInherited,
    direction: change.direction as Direction,
  };
}

/** Newest first. */
export async function changeSetViews(
  tx: Tx,
  where: Prisma.ChangeSetWhereInput,
  limit: number,
): Promise<ChangeSetView[]> {
  const rows = await tx.changeSet.findMany({
    where,
    orderBy: [{ epoch: 'desc' }, { revision: 'desc' }],
    take: limit,
    include: { changes: { orderBy: [{ switch: 'asc' }, { symbol: 'asc' }] } },
  });
  const effects = await effectsOf(
    tx,
    rows.map((row) => ({
      id: row.id,
      epoch: row.epoch,
      revision: Number(row.revision),
      committedAt: row.committedAt,
      budgetMs: row.budgetMs,
    })),
  );
  return rows.map((row) => ({
    id: row.id,
    epoch: row.epoch,
    revision: Number(row.revision),
    at: row.committedAt.toISOString(),
    actor: { kind: row.actorKind as ChangeSetView['actor']['kind'], id: row.actorId, name: row.actorName },
    command: row.command,
    reason: row.reason,
    direction: row.direction as Direction,
    undoesId: row.undoesId,
    approvedBy: row.approvedBy && row.approvedName ? { id: row.approvedBy, name: row.approvedName } : null,
    authority: row.authority as ChangeSetView['authority'],
    incident: row.incident,
    changes: row.changes.map(changeView),
    effect: effects.get(row.id) ?? effectOf([], row.budgetMs, 0),
  }));
}

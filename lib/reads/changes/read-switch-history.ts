// The history of one switch (all symbols, or one), newest first, with proof of effect.
import { z } from 'zod';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { Direction, HistoryBody } from '#lib/contract/console.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { beforeChange, limit, name } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { effectOf } from '#lib/rules/changes/effect.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';
import type { Prisma } from '#lib/store/client.ts';

const input = z.strictObject({
  switch: name.meta({ description: 'Name of the switch.', examples: ['routing_mode'] }),
  symbol: name.optional().describe('Only changes for this symbol.'),
  before: beforeChange,
  limit,
});

/** Changes from before a place in the order of this read: by epoch and revision downwards, then by symbol. */
function olderThan(place: z.output<typeof beforeChange>): Prisma.SwitchChangeWhereInput {
  if (!place) return {};
  const { epoch, revision, symbol } = place;
  return {
    OR: [
      { epoch: { lt: epoch } },
      { epoch, revision: { lt: revision } },
      { epoch, revision, symbol: { gt: symbol } },
    ],
  };
}

export const readSwitchHistory: Read<z.output<typeof input>, HistoryBody> = {
  action: 'read-switch-history',
  body: 'HistoryBody',
  input,
  run: async (tx, query) => {
    if (!findSwitch(query.switch))
      return fail('not_found', `There is no switch "${query.switch.slice(0, 60)}".`);
    const found = await tx.switchChange.findMany({
      where: {
        switch: query.switch,
        ...(query.symbol ? { symbol: query.symbol } : {}),
        ...olderThan(query.before),
      },
      orderBy: [{ epoch: 'desc' }, { revision: 'desc' }, { symbol: 'asc' }],
      take: toRead(query.limit),
      include: { changeSet: true },
    });
    const { rows, nextBefore } = pageOf(found, query.limit, (row) =>
      [positionId({ epoch: row.epoch, revision: Number(row.revision) }), row.symbol]
        .filter(Boolean)
        .join('.'),
    );
    const effects = await effectsOf(
      tx,
      rows.map(({ changeSet }) => ({ ...changeSet, revision: Number(changeSet.revision) })),
    );
    return ok({
      items: rows.map((row) => ({
        changeSetId: row.changeSetId,
        epoch: row.epoch,
        revision: Number(row.revision),
        at: row.at.toISOString(),
        actor: {
          kind: row.changeSet.actorKind as HistoryBody['items'][number]['actor']['kind'],
          id: row.changeSet.actorId,
          name: row.changeSet.actorName,
        },
        symbol: row.symbol || null,
        oldValue: row.oldValue as WireValue,
        newValue: row.newValue as WireValue,
        newInherited: row.newInherited,
        direction: row.direction as Direction,
        reason: row.changeSet.reason,
        effect: effects.get(row.changeSetId) ?? effectOf([], row.changeSet.budgetMs, 0),
      })),
      nextBefore,
    });
  },
};

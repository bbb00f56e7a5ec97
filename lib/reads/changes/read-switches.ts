// The matrix as it stands: values, overrides, last change of each switch and how it took effect.
import { z } from 'zod';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { MatrixBody } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Read } from '#lib/reads/read.ts';
import { mayChange } from '#lib/rules/may.ts';
import { ok } from '#lib/rules/result.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';

const input = z.strictObject({});

interface Row {
  switch: string;
  symbol: string;
  value: WireValue;
  revision: bigint;
  changed_at: Date;
  change_set_id: string;
  set_epoch: number;
  set_revision: bigint;
  committed_at: Date;
  budget_ms: number;
  actor_name: string;
}

export const readSwitches: Read<z.output<typeof input>, MatrixBody> = {
  action: 'read-switches',
  body: 'MatrixBody',
  input,
  run: async (tx, _query, actor) => {
    const head = await tx.matrixHead.findFirstOrThrow();
    const rows = await tx.$queryRaw<Row[]>`
      SELECT v.switch, v.symbol, v.value, v.revision, v.changed_at, v.change_set_id,
        c.epoch AS set_epoch, c.revision AS set_revision, c.committed_at, c.budget_ms, c.actor_name
      FROM switch_values v JOIN change_sets c ON c.id = v.change_set_id ORDER BY v.switch, v.symbol`;
    const sets = new Map(
      rows.map((row) => [
        row.change_set_id,
        {
          id: row.change_set_id,
          epoch: row.set_epoch,
          revision: Number(row.set_revision),
          committedAt: row.committed_at,
          budgetMs: row.budget_ms,
        },
      ]),
    );
    const effects = await effectsOf(tx, [...sets.values()]);
    const items = SWITCH_NAMES.flatMap((name) => {
      const own = rows.filter((row) => row.switch === name);
      const whole = own.find((row) => row.symbol === '');
      if (!whole) return [];
      const last = own.reduce((a, b) => (b.changed_at > a.changed_at ? b : a));
      const effect = effects.get(last.change_set_id);
      return [
        {
          name,
          value: whole.value,
          overrides: own
            .filter((row) => row.symbol !== '')
            .map((row) => ({
              symbol: row.symbol,
              value: row.value,
              revision: Number(row.revision),
              changedAt: row.changed_at.toISOString(),
            })),
          revision: Number(whole.revision),
          changedAt: last.changed_at.toISOString(),
          changedBy: last.actor_name,
          // Nobody was there to apply the first start: that is no proof of effect.
          lastEffect: effect && effect.expected > 0 ? effect : null,
          mayChange: mayChange(actor, name).ok,
        },
      ];
    });
    return ok({
      epoch: head.epoch,
      revision: Number(head.revision),
      publishedAt: head.publishedAt.toISOString(),
      items,
      nextBefore: null,
    });
  },
};

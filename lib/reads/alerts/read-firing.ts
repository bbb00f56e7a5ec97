// One firing of an alert, whole: its words, clocks, action, notes, and how its action took effect.
import { z } from 'zod';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type { ChainStepView } from '#lib/contract/on-call.ts';
import { changeSetViews } from '#lib/reads/changes/change-sets.ts';
import { idOrNumber } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type FiringRow, firingRow } from '#lib/store/alerts/alert-board.ts';
import { crewOf, onCallOf } from '#lib/store/alerts/rota.ts';
import { peekMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { chainSteps } from './chain-steps.ts';
import { actionView, firingView } from './firing-view.ts';

const input = idOrNumber('firing', z.uuid({ error: 'Send the id of the firing.' }));

/** Whoever was on call when it was told, or is now; the rota keeps what is past, roles are those of now. */
async function chainOf(tx: Tx, row: FiringRow, now: Date): Promise<ChainStepView[]> {
  if (row.priority !== 'P0') return [];
  const crew = await crewOf(tx);
  const { personId } = await onCallOf(tx, row.told > 0 ? row.receivedAt : now);
  return chainSteps(crew, personId);
}

export const readFiring: Read<z.output<typeof input>, FiringBody> = {
  action: 'read-firing',
  body: 'FiringBody',
  input,
  run: async (tx, asked, actor) => {
    const row = await firingRow(tx, asked);
    if (!row) return fail('not_found', 'There is no such firing.');
    const { state, now } = await peekMatrix(tx);
    const stored = await tx.firing.findUnique({
      where: { id: row.id },
      select: { annotations: true, link: true, notes: { orderBy: { at: 'asc' } } },
    });
    const alert = row.alert === null ? undefined : findAlert(row.alert);
    const [set] = row.awaitsId ? await changeSetViews(tx, { id: row.awaitsId }, 1) : [];
    return ok({
      now: now.toISOString(),
      firing: firingView(row, now),
      annotations: (stored?.annotations ?? []) as unknown as FiringBody['annotations'],
      link: stored?.link ?? null,
      ...{ when: alert?.when ?? null, from: alert?.from ?? null },
      action: row.resolvedAt === null && row.actedAt === null ? actionView(row, state, actor) : null,
      ...{ further: alert?.further ?? [], procedure: alert?.procedure ?? null },
      notes: (stored?.notes ?? []).map(({ id: noteId, at, personName, body }) => ({
        ...{ id: noteId, at: at.toISOString(), by: personName, body },
      })),
      chain: await chainOf(tx, row, now),
      effect: set?.effect ?? null,
    });
  },
};

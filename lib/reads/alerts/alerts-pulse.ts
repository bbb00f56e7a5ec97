// Open P0 alerts in a few figures, for the live pulse: every screen counts, sounds and shows the clock that ends next.
import { ACT_SECONDS, CONFIRM_SECONDS } from '#lib/catalog/alert-clocks.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { AlertsPulse } from '#lib/contract/alert-history.ts';
import { nextClock, openFigures } from '#lib/store/alerts/alert-history.ts';
import type { Tx } from '#lib/store/client.ts';

export async function alertsPulse(tx: Tx): Promise<AlertsPulse> {
  const open = await openFigures(tx);
  const figures = { ...open, newest: open.newest?.toISOString() ?? null };
  const next = figures.openP0 === 0 ? undefined : await nextClock(tx);
  if (!next) return { ...figures, next: null };
  const { id, number, alert, drill, firedAt, confirmedAt } = next;
  const clock = confirmedAt === null ? 'confirm' : 'act';
  const seconds = clock === 'confirm' ? CONFIRM_SECONDS : ACT_SECONDS;
  return {
    ...figures,
    next: {
      ...{ id, number, drill, clock },
      title: (alert === null ? undefined : findAlert(alert))?.title ?? next.title,
      firedAt: firedAt.toISOString(),
      dueAt: new Date(firedAt.getTime() + seconds * 1_000).toISOString(),
    },
  };
}

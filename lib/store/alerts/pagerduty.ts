// What PagerDuty sent back: stored word for word by the door, taken by the worker, each with what was done for it.
import type { Tx } from '#lib/store/client.ts';

export async function storePagerDuty(tx: Tx, channelId: string, body: Uint8Array): Promise<void> {
  await tx.pagerDutyDelivery.create({ data: { channelId, body: new Uint8Array(body) } });
}

export interface PagerDutyDelivery {
  id: bigint;
  channelId: string;
  body: Uint8Array;
}

/** The oldest that wait, in order. */
export async function waitingPagerDuty(tx: Tx, most: number): Promise<PagerDutyDelivery[]> {
  return tx.pagerDutyDelivery.findMany({
    where: { takenAt: null },
    orderBy: { id: 'asc' },
    take: most,
    select: { id: true, channelId: true, body: true },
  });
}

export async function notePagerDuty(tx: Tx, id: bigint, outcome: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE pagerduty_deliveries SET taken_at = clock_timestamp(), outcome = ${outcome}
    WHERE id = ${id} AND taken_at IS NULL`;
}

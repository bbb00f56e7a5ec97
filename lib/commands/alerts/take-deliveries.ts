// take-deliveries: what the intake stored becomes firings, some at a time and in order, as Bulkhead itself.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ReadDelivery } from '#lib/rules/alerts/delivery.ts';
import { type Told, toldOfLost } from '#lib/rules/alerts/own-alerts.ts';
import {
  type KnownFiring,
  readStored,
  type StoredDelivery,
  type Taken,
  takeDeliveries as take,
} from '#lib/rules/alerts/take-deliveries.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockTaking, noteTaken, waitingDeliveries } from '#lib/store/alerts/deliveries.ts';
import { insertFirings, knownFirings, noteHeard } from '#lib/store/alerts/firings.ts';
import { deliverOwn } from '#lib/store/alerts/own-alerts.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { NOTICE } from './firing-state.ts';
import { tellTaken } from './tell-firing.ts';

/** Few enough that whatever waits for the audit chain waits for milliseconds: an emergency stop comes in between. */
const COUNT = 100;
const BYTES = 80_000;

const input = z.strictObject({});

interface State {
  mine: boolean;
  deliveries: { stored: StoredDelivery; read: ReadDelivery }[];
  known: KnownFiring[];
  ids: string[];
}

interface Next extends Taken {
  /** What there is to say of alerts that never came. */
  lost: Told[];
  deliveryIds: bigint[];
  now: Date;
}

export interface TakenAnswer {
  changed: boolean;
  /** Deliveries taken. */
  taken: number;
  fired: number;
  resolved: number;
  rejected: number;
}

/** Alertmanager left alerts out: Bulkhead's own alert, which comes in like any other. */
function lostOf({ stored, read }: State['deliveries'][number]): Told[] {
  return read.truncated > 0 ? [toldOfLost(stored.id, read.truncated, stored.receivedAt)] : [];
}

export const takeDeliveries: Command<z.output<typeof input>, void, State, Next, TakenAnswer> = {
  name: 'take-deliveries',
  input,
  body: null,
  remembered: false,
  load: async (tx) => {
    const mine = await lockTaking(tx);
    const waiting = mine ? await waitingDeliveries(tx, COUNT, BYTES) : [];
    const deliveries = waiting.map((stored) => ({ stored, read: readStored(stored) }));
    const about = deliveries.flatMap(({ stored, read }) =>
      read.occurrences.map((one) => ({ source: stored.source, ...one })),
    );
    const known = await knownFirings(tx, about);
    const ids = about.map(() => randomUUID());
    return { state: { mine, deliveries, known, ids }, now: await databaseNow(tx) };
  },
  decide: ({ mine, deliveries, known, ids }, _input, _actor, { now }) => {
    if (!mine) return fail('conflict', 'Another worker takes deliveries at this moment.');
    const nothing = { changed: false, taken: 0, fired: 0, resolved: 0, rejected: 0 };
    if (deliveries.length === 0) return ok({ next: null, events: [], effects: [], answer: nothing });
    const left = [...ids];
    const taken = take(deliveries, known, () => left.pop() ?? '');
    const { fired, resolved, rejected } = taken;
    return ok({
      next: {
        ...taken,
        lost: deliveries.flatMap(lostOf),
        deliveryIds: deliveries.map(({ stored }) => stored.id),
        now,
      },
      events: [
        ...fired.map((one) => ({
          kind: 'alert.fired',
          subject: one.alert ?? one.title,
          details: {
            ...{ firingId: one.id, source: one.source, fingerprint: one.fingerprint, priority: one.priority },
            ...{ firedAt: one.firedAt.toISOString(), receivedAt: one.receivedAt.toISOString() },
            ...(one.drill ? { drill: true } : {}),
          },
        })),
        ...resolved.map((one) => ({
          kind: 'alert.resolved',
          subject: one.title,
          details: { firingId: one.id, source: one.source, resolvedAt: one.resolvedAt.toISOString() },
        })),
        ...(rejected.length > 0
          ? [
              {
                kind: 'alert.rejected',
                subject: 'deliveries',
                details: { count: rejected.length, first: rejected[0]?.why },
              },
            ]
          : []),
      ],
      effects: fired.length + resolved.length + rejected.length > 0 ? [NOTICE] : [],
      answer: {
        ...{ changed: true, taken: deliveries.length, fired: fired.length },
        ...{ resolved: resolved.length, rejected: rejected.length },
      },
    });
  },
  save: async (tx, next) => {
    await insertFirings(tx, next.fired);
    if (!(await noteHeard(tx, next))) return false;
    if (next.lost.length > 0) await deliverOwn(tx, next.lost);
    await tellTaken(tx, next);
    await noteTaken(tx, next.deliveryIds, next.now, next);
    return true;
  },
};

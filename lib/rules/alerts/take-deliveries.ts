// Deliveries in the order in which they came, to what they do to the firings: new ones, ends, repeats; nothing is lost by a bad one.

import {
  type DeliverySource,
  nothing,
  type Occurrence,
  type ReadDelivery,
  readDelivery,
} from './delivery.ts';
import { firstAhead, type Hearing, hear } from './firing.ts';

export interface StoredDelivery {
  id: bigint;
  source: DeliverySource;
  body: Uint8Array;
  receivedAt: Date;
}

/** What the database knows of a fingerprint that is in the deliveries. */
export interface KnownFiring {
  id: string;
  source: string;
  fingerprint: string;
  startsAt: Date;
  resolvedAt: Date | null;
}

export interface NewFiring extends Occurrence {
  id: string;
  source: DeliverySource;
  firedAt: Date;
  receivedAt: Date;
  heardAt: Date;
  resolvedAt: Date | null;
  nextStepAt: Date | null;
}

export interface Taken {
  fired: readonly NewFiring[];
  resolved: readonly { id: string; source: string; title: string; resolvedAt: Date }[];
  /** Firings that were heard of again, those that end among them, with the last time. */
  heard: ReadonlyMap<string, Date>;
  rejected: readonly { deliveryId: bigint; place: number; why: string }[];
  heartbeats: ReadonlyMap<string, Date>;
}

const NOT_YET = { confirmedAt: null, actedAt: null, effectiveAt: null };

const TEXT = new TextDecoder('utf-8', { fatal: true });

/** The delivery read; bytes that are no text are one rejection. */
export function readStored({ body }: StoredDelivery): ReadDelivery {
  let text: string;
  try {
    text = TEXT.decode(body);
  } catch {
    return nothing('It is no UTF-8 text.');
  }
  return readDelivery(text);
}

interface Entry {
  id: string;
  startsAt: Date;
  resolvedAt: Date | null;
}

/** What is known of each fingerprint, growing as deliveries are taken. */
class Book {
  readonly #byFingerprint = new Map<string, Entry[]>();

  constructor(known: readonly KnownFiring[]) {
    for (const one of known) this.add(one.source, one.fingerprint, { ...one });
  }

  add(source: string, fingerprint: string, entry: Entry): void {
    const key = `${source} ${fingerprint}`;
    this.#byFingerprint.set(key, [...(this.#byFingerprint.get(key) ?? []), entry]);
  }

  about(
    source: string,
    { fingerprint, startsAt }: Occurrence,
  ): { same: Entry | null; laterStartsAt: Date | null } {
    const all = this.#byFingerprint.get(`${source} ${fingerprint}`) ?? [];
    const after = all.filter((one) => one.startsAt > startsAt).map((one) => one.startsAt.getTime());
    return {
      same: all.find((one) => one.startsAt.getTime() === startsAt.getTime()) ?? null,
      laterStartsAt: after.length > 0 ? new Date(Math.min(...after)) : null,
    };
  }
}

/** `newId` gives the id of each new firing. */
export function takeDeliveries(
  deliveries: readonly { stored: StoredDelivery; read: ReadDelivery }[],
  known: readonly KnownFiring[],
  newId: () => string,
): Taken {
  const book = new Book(known);
  const fired = new Map<string, NewFiring>();
  const resolved = new Map<string, { id: string; source: string; title: string; resolvedAt: Date }>();
  const heard = new Map<string, Date>();
  const rejected: Taken['rejected'][number][] = [];
  const heartbeats = new Map<string, Date>();

  function begin(
    source: DeliverySource,
    one: Occurrence,
    hearing: Hearing & { kind: 'fired' },
    at: Date,
  ): void {
    const id = newId();
    const { firedAt, resolvedAt } = hearing;
    book.add(source, one.fingerprint, { id, startsAt: one.startsAt, resolvedAt });
    fired.set(id, {
      ...one,
      ...{ id, source, firedAt, resolvedAt, receivedAt: at, heardAt: at },
      nextStepAt: firstAhead({ ...NOT_YET, priority: one.priority, firedAt, receivedAt: at, resolvedAt }, 0),
    });
  }

  function end(entry: Entry, source: string, title: string, resolvedAt: Date): void {
    entry.resolvedAt = resolvedAt;
    const begun = fired.get(entry.id);
    if (begun) fired.set(entry.id, { ...begun, resolvedAt, nextStepAt: null });
    else resolved.set(entry.id, { id: entry.id, source, title, resolvedAt });
  }

  for (const { stored, read } of deliveries) {
    const { source, receivedAt } = stored;
    for (const name of read.heartbeats) heartbeats.set(name, receivedAt);
    for (const { index, why } of read.rejected)
      rejected.push({ deliveryId: stored.id, place: index ?? -1, why });
    for (const one of read.occurrences) {
      const { same, laterStartsAt } = book.about(source, one);
      const hearing = hear(one, { same, laterStartsAt }, receivedAt);
      if (hearing.kind === 'fired') begin(source, one, hearing, receivedAt);
      else if (same) {
        heard.set(same.id, receivedAt);
        if (hearing.kind === 'resolved') end(same, source, one.title, hearing.resolvedAt);
      }
    }
  }
  return {
    fired: [...fired.values()],
    resolved: [...resolved.values()],
    heard,
    rejected,
    heartbeats,
  };
}

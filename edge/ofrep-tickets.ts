// Tickets for event streams: a browser's EventSource sends no headers, so its address says which key it listens for.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ApiKey, type Keys, NO_LIST, type Refusal } from '#lib/door/keys.ts';

/**
 * A ticket opens event streams and nothing else. It is signed with what every edge has of the key it names, so any
 * edge can check it without a database, and it is worth nothing from the moment that key is revoked.
 */
export interface Ticket {
  readonly text: string;
  /** Differs from ticket to ticket: part of the entity tag, so that nobody keeps a ticket that runs out. */
  readonly tag: string;
}

export interface Tickets {
  /** The ticket of this hour for a key: the same text for everybody who asks with that key. */
  issue(key: ApiKey): Ticket;
  check(text: string): ApiKey | Refusal;
}

/** A ticket is issued for this long, and good for as long again: whoever has the latest one has an hour at least. */
const ISSUED_FOR_MS = 3_600_000;
/** Clocks of two edges may differ by this much. */
const TOLERANCE_MS = 60_000;
const FORM = /^([A-Za-z0-9-]{1,64})\.(\d{1,12})\.([\w-]{43})$/;
const TAG_CHARACTERS = 8;

const REFUSED: Refusal = {
  status: 401,
  code: 'unauthenticated',
  message:
    'This ticket is not known, has run out or its API key was revoked: evaluate the flags to get a new one.',
};

function signature(key: ApiKey, expires: number): Buffer {
  return createHmac('sha256', key.hash).update(`bulkhead ofrep events\n${key.id}\n${expires}`).digest();
}

/** `databaseNow`: ms since 1970. */
export function createTickets(keys: Keys, databaseNow: () => number): Tickets {
  /** By the key's id; a key list is small, and replaced keys are looked at by hash. */
  const issued = new Map<string, { key: ApiKey; hour: number; ticket: Ticket }>();

  return {
    issue(key) {
      const hour = Math.floor(databaseNow() / ISSUED_FOR_MS);
      const known = issued.get(key.id);
      if (known?.hour === hour && known.key.hash === key.hash) return known.ticket;
      const expires = ((hour + 2) * ISSUED_FOR_MS) / 1_000;
      const signed = signature(key, expires).toString('base64url');
      const ticket = { text: `${key.id}.${expires}.${signed}`, tag: signed.slice(0, TAG_CHARACTERS) };
      issued.set(key.id, { key, hour, ticket });
      return ticket;
    },
    check(text) {
      const [, id = '', seconds = '', signed = ''] = FORM.exec(text) ?? [];
      const key = keys.byId(id);
      if (!key) return keys.list() ? REFUSED : NO_LIST;
      const expires = Number(seconds);
      const leftMs = expires * 1_000 - databaseNow();
      if (leftMs <= 0 || leftMs > 2 * ISSUED_FOR_MS + TOLERANCE_MS) return REFUSED;
      if (!timingSafeEqual(signature(key, expires), Buffer.from(signed, 'base64url'))) return REFUSED;
      return keys.stillGood(key) ? key : REFUSED;
    },
  };
}

// POST of alerts and heartbeats: stored as they came, and answered after the commit.
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ALERTMANAGER_PATH,
  ALERTS_PATH,
  HEARTBEAT_PATH,
  MOST_ALERTS_BYTES,
  MOST_DELIVERY_BYTES,
} from '#lib/contract/intake.ts';
import { answerError, answerJson } from '#lib/door/answer.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { ApiKey } from '#lib/door/keys.ts';
import { readAlerts, readHeartbeat } from './alert-form.ts';
import type { Bodies } from './bodies.ts';
import type { DeliveryStore, NewDelivery } from './delivery-store.ts';
import type { LostAlarm } from './lost-alarm.ts';

const MOST_HEARTBEAT_BYTES = 2_000;
const TRY_AGAIN = ['Retry-After', '5'];

interface Parts {
  bodies: Bodies;
  store: DeliveryStore;
  alarm: LostAlarm;
}

interface Door {
  path: string;
  maxBytes: number;
  /** What is too large loses alerts. */
  losesAlerts: boolean;
  /** Where it comes from. Throws FormError for what is not taken; without it, everything is. */
  check?(text: string): NewDelivery['source'];
}

const DOORS: readonly Door[] = [
  // Alertmanager never sends again what is answered 4xx: whatever it says is stored, and what makes no sense is shown.
  { path: ALERTMANAGER_PATH, maxBytes: MOST_DELIVERY_BYTES, losesAlerts: true },
  {
    path: ALERTS_PATH,
    maxBytes: MOST_ALERTS_BYTES,
    losesAlerts: true,
    check: (text) => readAlerts(text).source,
  },
  {
    path: HEARTBEAT_PATH,
    maxBytes: MOST_HEARTBEAT_BYTES,
    losesAlerts: false,
    check(text) {
      readHeartbeat(text);
      return 'api';
    },
  },
];

export function deliveryRoutes(parts: Parts): KeyedRoute[] {
  return DOORS.map((door) => ({
    path: door.path,
    method: 'POST',
    handle: (request, response, _rest, _query, key) => take(door, parts, request, response, key),
  }));
}

async function take(
  { path, maxBytes, losesAlerts, check }: Door,
  { bodies, store, alarm }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  key: ApiKey,
): Promise<void> {
  if (check && !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    request.resume();
    return answerError(response, 'unsupported_media_type', 'It is sent as application/json.');
  }
  const body = await bodies.read(request, maxBytes);
  if (body.kind === 'gone') return;
  if (body.kind === 'no room')
    return answerLater(response, 'So much waits to be stored that no more may come in.');
  if (body.kind === 'too large') {
    if (losesAlerts) alarm.raise(key, path, maxBytes);
    return answerError(response, 'payload_too_large', `At most ${maxBytes} bytes are taken at once.`);
  }
  try {
    const source = check ? check(textOf(body.bytes)) : 'alertmanager';
    if (await store.add({ source, keyId: key.id, body: body.bytes }))
      answerJson(response, 200, '{"stored":true}');
    else answerLater(response, 'The database does not answer: nothing is known to be stored.');
  } finally {
    bodies.release(body.bytes);
  }
}

function answerLater(response: ServerResponse, why: string): void {
  answerError(response, 'unavailable', `${why} Send it again.`, TRY_AGAIN);
}

/** Bytes that are no text become characters that are no JSON. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8');
}

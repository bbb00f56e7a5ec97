// Breaking an instance or an executor on purpose: `POST /faults` with `{ instance, kind: slow | silent | none, ms? }`, from this machine only.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Executors } from '../executors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Fault } from '../fleet/link.ts';
import type { Venue } from '../venue.ts';
import { type Answer, refuse } from './answer.ts';
import { listVenueFaults } from './venue-faults.ts';

const LONGEST_MS = 60_000;

const SYMBOL = z.string().regex(/^[A-Z0-9]{1,20}$/);

const FaultRequest = z.discriminatedUnion('kind', [
  z.strictObject({ executor: z.string(), kind: z.literal('executor-silent') }),
  z.strictObject({
    executor: z.string(),
    kind: z.literal('executor-slow'),
    ms: z.int().min(1).max(LONGEST_MS),
  }),
  z.strictObject({ executor: z.string(), kind: z.literal('close-fails'), symbol: SYMBOL }),
  z.strictObject({ executor: z.string(), kind: z.literal('executor-none') }),
  z.strictObject({ kind: z.literal('trip-breaker'), reason: z.string().min(3).max(200) }),
  z.strictObject({ instance: z.string(), kind: z.literal('slow'), ms: z.int().min(1).max(LONGEST_MS) }),
  z.strictObject({ instance: z.string(), kind: z.literal('silent') }),
  z.strictObject({ instance: z.string(), kind: z.literal('none') }),
]);

/** From this machine, by a name of this machine (no other site's page can point its own name here). */
export function isLocal(request: IncomingMessage): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const loopback = (name: string) => /^127\.\d+\.\d+\.\d+$/.test(name);
  return (
    (loopback(address) || address === '::1') && (loopback(host) || ['localhost', '[::1]'].includes(host))
  );
}

/** Browsers name the page that sends something; other programs name none. */
export function isOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

/** The faults that hold now, by instance and executor, and those of the venue as a whole by their names. */
export function listFaults({ fleet, executors, venue }: Breakable): Record<string, object> {
  return Object.fromEntries<object>([
    ...fleet.instances.map(({ id, link }): [string, Fault] => [id, link.fault]),
    ...(executors?.all ?? []).map(({ id, link, fault }) => [id, { ...link.fault, ...fault }] as const),
    ...Object.entries(listVenueFaults(venue)),
  ]);
}

/** What can be broken. */
export interface Breakable {
  fleet: Fleet;
  executors: Executors | undefined;
  venue: Venue;
}

/** Applies one fault. `text` is the request's body. */
export function setFault({ fleet, executors, venue }: Breakable, text: string): Answer {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return refuse(400, 'The body is not JSON.');
  }
  const parsed = FaultRequest.safeParse(given);
  if (!parsed.success) {
    return refuse(
      400,
      `Send { "instance": "router-01", "kind": "slow", "ms": 1500 } (1 to ${LONGEST_MS} ms), or kind "silent" or "none" without ms.`,
    );
  }
  if (parsed.data.kind === 'trip-breaker') {
    venue.tripBreaker(parsed.data.reason);
    return { status: 200, body: venue.state().accounts.breaker };
  }
  if ('executor' in parsed.data) {
    const executor = executors?.find(parsed.data.executor);
    if (!executor) return refuse(404, 'There is no such executor.');
    executor.link.set({ kind: parsed.data.kind === 'executor-silent' ? 'silent' : 'none' });
    executor.fault = {
      slowMs: parsed.data.kind === 'executor-slow' ? parsed.data.ms : 0,
      failSymbol: parsed.data.kind === 'close-fails' ? parsed.data.symbol : null,
    };
    return { status: 200, body: { executor: executor.id, ...executor.link.fault, ...executor.fault } };
  }
  const instance = fleet.find(parsed.data.instance);
  if (!instance) return refuse(404, 'There is no such instance.');
  const { kind } = parsed.data;
  instance.link.set(kind === 'slow' ? { kind, ms: parsed.data.ms } : { kind });
  return { status: 200, body: { instance: instance.id, ...instance.link.fault } };
}

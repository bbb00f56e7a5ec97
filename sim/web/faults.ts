// Breaking the venue on purpose: `POST /faults` with `{ instance, kind: slow | silent | none, ms? }`, from this machine only.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { Fleet } from '../fleet/fleet.ts';
import type { Fault } from '../fleet/link.ts';
import { type Answer, refuse } from './answer.ts';

const LONGEST_MS = 60_000;

const FaultRequest = z.discriminatedUnion('kind', [
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

/** The faults that hold now, by instance. */
export function listFaults(fleet: Fleet): Record<string, Fault> {
  return Object.fromEntries(fleet.instances.map(({ id, link }) => [id, link.fault]));
}

/** Applies one fault. `text` is the request's body. */
export function setFault(fleet: Fleet, text: string): Answer {
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
  const instance = fleet.find(parsed.data.instance);
  if (!instance) return refuse(404, 'There is no such instance.');
  const { kind } = parsed.data;
  instance.link.set(kind === 'slow' ? { kind, ms: parsed.data.ms } : { kind });
  return { status: 200, body: { instance: instance.id, ...instance.link.fault } };
}

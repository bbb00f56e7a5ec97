// An instance over HTTP: orders, health, metrics, and from this machine only what it is deployed with and how it is broken.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { COMPONENT_NAMES } from '#lib/catalog/releases.ts';
import { type Answer, refuse } from '../web/answer.ts';
import { isLocal, isOwnPage } from '../web/faults.ts';
import type { OrderGatewayInstance, VersionFault } from './instance.ts';

/** Only this instance of the side; all of them without it. */
const instanceName = z.string().max(60).optional();
const FaultRequest = z.strictObject({
  instance: instanceName,
  slowness: z.number().min(0.1).max(100).optional(),
  errors: z.number().min(0).max(1).optional(),
  mismatches: z.int().min(0).max(1_000).optional(),
  down: z.array(z.enum(COMPONENT_NAMES as ['node', ...typeof COMPONENT_NAMES])).optional(),
  winRate: z.number().min(0).max(1).optional(),
  halted: z.boolean().optional(),
  noTrades: z.boolean().optional(),
});
const FAULT_HELP =
  'Send any of { "slowness": 1.3, "errors": 0.2, "mismatches": 1, "down": ["database"], "winRate": 0.4, "halted": true, "noTrades": true }, and "instance" for one alone.';
const Deployment = z.strictObject({ version: z.string().min(1).max(60), instance: instanceName });

const OrderRequest = z.object({
  symbol: z.string().regex(/^[A-Z0-9]{1,20}$/),
  notionalUsd: z.number().positive().max(1e9),
  effect: z.enum(['open', 'increase', 'reduce', 'close']),
  type: z.enum(['market', 'limit']),
});
const ORDER_HELP =
  'Send { "symbol": "BTC", "notionalUsd": 500, "effect": "open", "type": "market" }; effects: open, increase, reduce, close.';

const MOST_BODY_BYTES = 10_000;

export interface OrderGatewayServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Which version answered: who counts failed requests tells those of a version from those of the way there. */
export const VERSION_HEADER = 'x-order-gateway-version';
export const INSTANCE_HEADER = 'x-order-gateway-instance';

/** A version that is halted answers none of these. */
const SERVED = ['/orders', '/healthz', '/metrics'];

function parsed<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** What was sent of it: a fault that is left out stays as it is. */
function defined(fault: Partial<Record<keyof VersionFault, unknown>>): Partial<VersionFault> {
  return Object.fromEntries(Object.entries(fault).filter(([, value]) => value !== undefined));
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BODY_BYTES) return undefined;
  }
  return text;
}

/** `side`: all its instances; a deployment and a fault are of one or of all of them. Rejects when the port is taken. */
export async function serveInstance(
  instance: OrderGatewayInstance,
  side: readonly OrderGatewayInstance[],
  port: number,
): Promise<OrderGatewayServer> {
  async function order(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return refuse(405, 'POST here.');
    const text = await bodyOf(request);
    if (text === undefined) return refuse(413, 'The body is too large.');
    const asked = parsed(OrderRequest, text);
    if (!asked) return refuse(400, ORDER_HELP);
    const { ok, latencyMs, route, because } = instance.take(asked);
    if (route === 'refused') return { status: 409, body: { status: 'refused', because } };
    await delay(latencyMs);
    return ok
      ? { status: 200, body: { status: 'accepted', route } }
      : refuse(500, 'The order could not be placed.');
  }

  async function onPurpose(request: IncomingMessage, pathname: string): Promise<Answer> {
    if (!isLocal(request) || !isOwnPage(request)) return refuse(403, 'Only from the machine it runs on.');
    if (request.method === 'GET')
      return { status: 200, body: { version: instance.version, ...instance.fault } };
    const text = (await bodyOf(request)) ?? '';
    const asked = pathname === '/deploy' ? parsed(Deployment, text) : parsed(FaultRequest, text);
    if (!asked) return refuse(400, pathname === '/deploy' ? 'Send { "version": "v1.2.5" }.' : FAULT_HELP);
    const { instance: only, ...wanted } = asked;
    const meant = only === undefined ? side : side.filter(({ name }) => name === only);
    if (meant.length === 0)
      return refuse(404, `There is no ${only}; there are ${side.map(({ name }) => name).join(', ')}.`);
    for (const one of meant) {
      if ('version' in wanted) one.deploy(wanted.version);
      else one.breaks(defined(wanted));
    }
    return { status: 200, body: { version: instance.version, ...instance.fault } };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://order-gateway');
    response.setHeader(VERSION_HEADER, instance.version);
    response.setHeader(INSTANCE_HEADER, instance.name);
    if (instance.fault.halted && SERVED.includes(pathname))
      return json(response, refuse(503, 'This version is halted.'));
    switch (pathname) {
      case '/orders':
        return json(response, await order(request));
      case '/healthz':
        return json(response, {
          ...{ status: instance.healthy ? 200 : 503 },
          body: { version: instance.version, healthy: instance.healthy },
        });
      case '/metrics':
        response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
        response.end(await instance.metrics());
        return;
      case '/faults':
      case '/deploy':
        return json(response, await onPurpose(request, pathname));
      default:
        return json(response, refuse(404, 'There is nothing here.'));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  // The gateway keeps its connections; one that we close while it sends would cost a request.
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

function json(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

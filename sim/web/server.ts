// The venue over HTTP: status page, public API, health, metrics, and the faults made on purpose.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Log } from '#lib/process/log.ts';
import type { ColdStorage } from '../cold-storage.ts';
import {
  bodyAs,
  MAINTENANCE_PAGE,
  OrderRequest,
  placeOrder,
  RETRY_AFTER_SECONDS,
  takeWithdrawal,
  WithdrawalRequest,
} from '../customers.ts';
import type { Executors } from '../executors.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Sides } from '../order-gateway/sides.ts';
import type { Outbox } from '../outbox.ts';
import type { Venue } from '../venue.ts';
import { type WalletService, walletMode } from '../wallet-service.ts';
import { type Answer, refuse } from './answer.ts';
import { createEvents } from './events.ts';
import { isLocal, isOwnPage, listFaults, setFault } from './faults.ts';
import { page, pieces } from './page.ts';
import { changeSides, SIDES_PATH } from './sides.ts';
import { changeVenueFault } from './venue-faults.ts';

const MOST_BODY_BYTES = 10_000;
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const FILES: Readonly<Record<string, { from: URL; type: string }>> = {
  '/page.css': { from: new URL('page.css', import.meta.url), type: 'text/css' },
  '/page.js': { from: new URL('page.js', import.meta.url), type: 'text/javascript' },
  '/fonts/Geist-Variable.woff2': {
    from: new URL('../../public/fonts/Geist-Variable.woff2', import.meta.url),
    type: 'font/woff2',
  },
  '/fonts/GeistMono-Variable.woff2': {
    from: new URL('../../public/fonts/GeistMono-Variable.woff2', import.meta.url),
    type: 'font/woff2',
  },
};

export interface VenueServer {
  server: Server;
  close(): Promise<void>;
}

export interface VenueServerParts {
  venue: Venue;
  fleet: Fleet;
  executors: Executors | undefined;
  outbox: Outbox | undefined;
  sides: Sides | undefined;
  /** The wallet service; undefined where nothing is released to this venue. */
  wallet: WalletService | undefined;
  coldStorage: ColdStorage;
  metrics: Registry;
  log: Log;
}

/** What is done to the venue itself, by path and method. */
const ORDERS: Readonly<Record<string, Readonly<Record<string, (venue: Venue) => void>>>> = {
  '/canary': { POST: (venue) => venue.startCanary(), DELETE: (venue) => venue.endCanary() },
  '/reconciliation': { POST: (venue) => venue.reconcile() },
};

const WALLET_MODE_PATH = '/wallet/mode';
/** Where the treasury sends from cold storage. */
const COLD_PATH = '/wallet/cold';
/** Where Bulkhead releases to. */
const WALLET_PATH = '/wallet/payments';

function isOnPurpose(pathname: string): boolean {
  const under = (path: string) => pathname === path || pathname.startsWith(`${path}/`);
  return (
    under('/faults') ||
    pathname === WALLET_MODE_PATH ||
    pathname === COLD_PATH ||
    under(SIDES_PATH) ||
    Object.hasOwn(ORDERS, pathname)
  );
}

export function createVenueServer(parts: VenueServerParts): VenueServer {
  const { venue, fleet, executors, metrics, log } = parts;
  const events = createEvents(() => pieces(parts));
  const gateway = fleet.first('gateway').values;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://venue');
    if (isOnPurpose(pathname)) return json(response, await onPurpose(request, pathname));
    if (pathname === WALLET_PATH && parts.wallet) return payment(parts.wallet, request, response);
    if (pathname.startsWith('/api/')) return api(request, response, pathname);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return json(response, refuse(405, 'Only GET here.'));
    const file = Object.hasOwn(FILES, pathname) ? FILES[pathname] : undefined;
    if (file) return send(response, 200, file.type, readFileSync(file.from), 'max-age=3600');
    switch (pathname) {
      case '/':
        return send(response, 200, 'text/html; charset=utf-8', page(parts));
      case '/events':
        if (!events.open(response)) json(response, refuse(503, 'Too many viewers.'));
        return;
      case '/healthz':
        return json(response, { status: 200, body: { status: 'ok' } });
      case '/readyz':
        return json(response, ready());
      case '/metrics':
        return send(response, 200, metrics.contentType, await metrics.metrics());
      default:
        return json(response, refuse(404, 'There is nothing here.'));
    }
  }

  /** A wallet that never answers leaves the connection open until whoever asked has waited long enough. */
  async function payment(
    wallet: WalletService,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'POST') return json(response, refuse(405, 'Only POST here.'));
    const text = await bodyOf(request);
    if (text === undefined) return json(response, refuse(413, 'The body is too large.'));
    const answer = await wallet.take(request.headers, text);
    if (answer !== null) json(response, answer);
  }

  /** The API customers use: what the gateway instance makes of it with the switches it has. */
  async function api(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
    if (!gateway.get('global_api_enabled')) {
      response.setHeader('retry-after', RETRY_AFTER_SECONDS);
      if (/\btext\/html\b/.test(request.headers.accept ?? ''))
        return send(response, 503, 'text/html; charset=utf-8', MAINTENANCE_PAGE);
      return json(response, refuse(503, 'The exchange is closed for maintenance.'));
    }
    if (pathname === '/api/markets') {
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return json(response, refuse(405, 'Only GET here.'));
      const { prices } = venue.state().market;
      const items = Object.entries(prices).map(([symbol, price]) => ({
        symbol,
        price: price.toPrecision(6),
      }));
      return json(response, { status: 200, body: { items } });
    }
    if (pathname !== '/api/orders' && pathname !== '/api/withdrawals')
      return json(response, refuse(404, 'There is nothing here.'));
    if (request.method !== 'POST') return json(response, refuse(405, 'Only POST here.'));
    const text = await bodyOf(request);
    if (text === undefined) return json(response, refuse(413, 'The body is too large.'));
    if (pathname === '/api/orders') {
      const order = bodyAs(OrderRequest, text);
      return json(response, order.ok ? placeOrder(venue, fleet, order.value) : order.answer);
    }
    const withdrawal = bodyAs(WithdrawalRequest, text);
    return json(
      response,
      withdrawal.ok ? takeWithdrawal(venue, fleet, withdrawal.value.usd) : withdrawal.answer,
    );
  }

  /** Ready means: every instance knows values. One that lost contact still trades, as it should. */
  function ready(): Answer {
    const empty = fleet.instances.filter(({ bulkhead }) => bulkhead.mode() === 'empty').map(({ id }) => id);
    return { status: empty.length === 0 ? 200 : 503, body: { ready: empty.length === 0, empty } };
  }

  /** Breaking, mending and ordering: from this machine, and from no page but the venue's own. */
  async function onPurpose(request: IncomingMessage, pathname: string): Promise<Answer> {
    if (!isLocal(request) || !isOwnPage(request))
      return refuse(403, 'Only from the machine the venue runs on, and from its own page.');
    const method = request.method ?? '';
    const order = Object.hasOwn(ORDERS, pathname) ? ORDERS[pathname] : undefined;
    if (order) {
      if (!Object.hasOwn(order, method)) return refuse(405, `${Object.keys(order).join(' or ')} here.`);
      order[method]?.(venue);
      return { status: 200, body: { done: true } };
    }
    if (pathname === WALLET_MODE_PATH) {
      const text = await bodyOf(request);
      return text === undefined
        ? refuse(413, 'The body is too large.')
        : walletMode(parts.wallet, method, text);
    }
    if (pathname === COLD_PATH) {
      if (method !== 'POST') return refuse(405, 'Only POST here.');
      const text = await bodyOf(request);
      return text === undefined ? refuse(413, 'The body is too large.') : parts.coldStorage.send(text);
    }
    if (pathname === SIDES_PATH || pathname.startsWith(`${SIDES_PATH}/`)) {
      const text = await bodyOf(request);
      return text === undefined
        ? refuse(413, 'The body is too large.')
        : changeSides(parts.sides, method, pathname, text);
    }
    if (pathname !== '/faults') {
      if (method !== 'POST' && method !== 'DELETE') return refuse(405, 'POST or DELETE here.');
      const text = await bodyOf(request);
      return text === undefined
        ? refuse(413, 'The body is too large.')
        : changeVenueFault(venue, method, pathname.slice('/faults/'.length), text);
    }
    if (method === 'GET') return { status: 200, body: listFaults({ fleet, executors, venue }) };
    if (method !== 'POST') return refuse(405, 'GET or POST here.');
    // A form on another site can post text, but not this type without asking first.
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return refuse(415, 'Send JSON, with content-type application/json.');
    }
    const text = await bodyOf(request);
    return text === undefined
      ? refuse(413, 'The body is too large.')
      : setFault({ fleet, executors, venue }, text);
  }

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(SECURITY)) response.setHeader(name, value);
    answer(request, response).catch((error: unknown) => {
      log.error('a request failed', { method: request.method, err: error });
      if (response.headersSent) response.destroy();
      else json(response, refuse(500, 'The venue could not answer.'));
    });
  });
  return {
    server,
    async close() {
      events.close();
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  caching = 'no-store',
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': caching,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function json(response: ServerResponse, { status, body }: Answer): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

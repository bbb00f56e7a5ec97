// The edge answers OFREP as the fixtures say that any server does (lib/contract/conformance).
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { createHttpServer, type HttpServer } from '#lib/door/http.ts';
import { createKeyUses } from '#lib/door/key-uses.ts';
import { createKeys } from '#lib/door/keys.ts';
import { createLog } from '#lib/process/log.ts';
import fixtures from '../lib/contract/conformance/ofrep.json' with { type: 'json' };
import { ofrepRoutes } from './ofrep-routes.ts';
import { createTickets } from './ofrep-tickets.ts';
import { createSnapshotStore } from './snapshot-store.ts';

interface Exchange {
  name: string;
  request: {
    method: string;
    path: string;
    key?: string;
    headers?: Record<string, string | undefined>;
    body?: unknown;
    text?: string;
  };
  response: { status: number; headers?: Record<string, string | undefined>; body?: object; empty?: boolean };
}

const TOKEN = 'bhk_conform0_0123456789abcdef0123456789abcdef';
const KEYS: Record<string, Record<string, string>> = {
  none: {},
  unknown: { authorization: 'Bearer bhk_unknown0_00000000000000000000000000000000' },
  good: { authorization: `Bearer ${TOKEN}` },
};

let server: HttpServer['server'];
let url: string;
let etag = '';

beforeAll(async () => {
  const store = createSnapshotStore();
  const keys = createKeys(Date.now, EDGE_SCOPE);
  const hash = createHash('sha256').update(TOKEN).digest('hex');
  keys.replace([{ id: '1', hash, scopes: [EDGE_SCOPE], expiresAt: null }]);
  store.publish(fixtures.snapshot, 'database', performance.now());
  const log = createLog('edge', { level: 'silent' });
  const routes = ofrepRoutes(store, createTickets(keys, Date.now));
  server = createHttpServer({ routes, keys, uses: createKeyUses(), log }).server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** One after the other: `{etag}` stands for the entity tag of the answer before. */
describe('OFREP', () => {
  const exchanges: readonly Exchange[] = fixtures.exchanges;
  test.each(exchanges.map((exchange) => [exchange.name, exchange] as const))(
    '%s',
    async (_name, exchange) => {
      const { method, path, key = 'good', headers = {}, body, text } = exchange.request;
      const sent = Object.entries({ 'content-type': 'application/json', ...KEYS[key], ...headers });
      const response = await fetch(url + path, {
        method,
        headers: sent.map(([name, value]): [string, string] => [name, String(value).replace('{etag}', etag)]),
        body: text ?? (body === undefined ? undefined : JSON.stringify(body)),
      });
      const answered = await response.text();
      const expected = exchange.response;
      expect(response.status).toBe(expected.status);
      for (const [name, value] of Object.entries(expected.headers ?? {}))
        expect(response.headers.get(name)).toBe(value);
      if (expected.body) expect(JSON.parse(answered)).toMatchObject(expected.body);
      if (expected.empty) expect(answered).toBe('');
      etag = response.headers.get('etag') ?? etag;
    },
  );
});

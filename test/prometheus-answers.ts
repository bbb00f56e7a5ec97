// A Prometheus that answers what a test says: an HTTP server with the query API, for breaches that no venue is asked to produce.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPrometheus, type PrometheusClient } from '#lib/prometheus/client.ts';

export interface SaidPrometheus {
  url: string;
  client: PrometheusClient;
  /** What a query answers from now on; a query that is not named finds nothing. */
  say(values: Readonly<Record<string, number>>): void;
  close(): Promise<void>;
}

export async function sayingPrometheus(): Promise<SaidPrometheus> {
  let said: Readonly<Record<string, number>> = {};
  const server = createServer(async (request, response) => {
    const query = new URLSearchParams(await text(request)).get('query') ?? '';
    const now = Date.now() / 1_000;
    const value = query === 'time()' ? now : Object.hasOwn(said, query) ? said[query] : undefined;
    const result = value === undefined ? [] : [{ metric: {}, value: [now, String(value)] }];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, client: createPrometheus({ url }) },
    say: (values) => {
      said = values;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

// The worker's door for whoever runs it: /healthz, /readyz and /metrics, nothing else.
import { createServer, type Server, type ServerResponse } from 'node:http';
import { EnvError } from '#lib/process/env.ts';
import { metricsText, metricsType } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface HttpPlan {
  host: string;
  port: number;
  readiness(): Promise<Readiness>;
}

export interface HttpDoor {
  /** The port it listens at. */
  port: number;
  stop(): Promise<void>;
}

/** Throws EnvError with a sentence when the port cannot be had. */
export async function openDoor(plan: HttpPlan): Promise<HttpDoor> {
  const server = createServer((request, response) => {
    void answer(plan, request.method ?? '', request.url ?? '', response);
  });
  await listen(server, plan);
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : plan.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, { host, port }: HttpPlan): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${error.code})`;
      reject(new EnvError([`Port ${port} on ${host} ${why}. Set BULKHEAD_WORKER_PORT to a free one.`]));
    });
    server.listen(port, host, resolve);
  });
}

async function answer(plan: HttpPlan, method: string, url: string, response: ServerResponse): Promise<void> {
  const path = url.split('?')[0];
  response.setHeader('cache-control', 'no-store');
  if (method !== 'GET' && method !== 'HEAD')
    return send(response, 405, { error: 'Only GET is answered here.' });
  if (path === '/healthz') return send(response, 200, { alive: true });
  if (path === '/readyz') {
    const state = await plan.readiness();
    return send(response, state.ready ? 200 : 503, state);
  }
  if (path === '/metrics') {
    response.setHeader('content-type', metricsType);
    response.end(await metricsText());
    return;
  }
  send(response, 404, { error: 'There is /healthz, /readyz and /metrics.' });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}

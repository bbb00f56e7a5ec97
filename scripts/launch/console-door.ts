// Loaded into the console before Next: says where a request came from and whether its caller hung up, refuses what Next
// answers with a bare 500, cuts event streams and downloads nobody reads, and ends the streams when it is to stop.
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state.js';
import { ADDRESS_HEADER, callerAddress } from './caller-address.ts';
import { watchCaller } from './caller-gone.ts';
import { endOnSignal } from './open-streams.ts';

/** As long as a page waits for a pulse before it opens another stream (app/_client/live-stream.ts). */
const STUCK_MS = 8_000;
/** A file is taken by slow readers too, but not by those who hold it open and read nothing. */
const STUCK_DOWNLOAD_MS = 60_000;
const LOOK_MS = 1_000;
/** Checked when the launcher started. */
const PROXIES = Number(process.env.BULKHEAD_TRUSTED_PROXIES || '0');

/** Why the request goes no further, or undefined. */
function refusalOf(request: IncomingMessage): [status: number, code: string, message: string] | undefined {
  if (request.method === 'TRACE') return [405, 'method_not_allowed', 'Bulkhead takes GET and POST.'];
  try {
    parseAndValidateFlightRouterState(request.headers['next-router-state-tree']);
    return undefined;
  } catch {
    return [400, 'invalid_input', 'The header Next-Router-State-Tree is not one of a page of this console.'];
  }
}

/** Ends the connection when its reader has taken nothing for a while: Next would wait for it without end. */
function cutWhenStuck(response: ServerResponse, after: number): void {
  let stuckSince: number | undefined;
  const timer = setInterval(() => {
    stuckSince = response.writableNeedDrain ? (stuckSince ?? performance.now()) : undefined;
    if (stuckSince !== undefined && performance.now() - stuckSince > after) response.destroy();
  }, LOOK_MS);
  response.once('close', () => clearInterval(timer));
}

// A signal names no person, so it changes no switch (decision record 0092); unheard, it would end the process.
process.on('SIGHUP', () => {
  process.stderr.write(
    'SIGHUP changes nothing here: ask with POST /admin/reload-config, or bulkhead apply -f FILE.\n',
  );
});

const endWhenStopped = endOnSignal(process);
const createServer = http.createServer as (listener: RequestListener) => http.Server;

http.createServer = ((listener: RequestListener) =>
  createServer((request, response) => {
    const refusal = refusalOf(request);
    watchCaller(request);
    request.headers[ADDRESS_HEADER] = callerAddress(request, PROXIES);
    if (!refusal) {
      if (request.url?.startsWith('/api/v1/live')) {
        endWhenStopped(response);
        cutWhenStuck(response, STUCK_MS);
      } else if (request.url?.startsWith('/api/v1/audit-')) cutWhenStuck(response, STUCK_DOWNLOAD_MS);
      return listener(request, response);
    }
    const [status, code, message] = refusal;
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}),
    });
    response.end(JSON.stringify({ error: { code, message } }));
  })) as typeof http.createServer;

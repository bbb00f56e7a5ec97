// A server with an open stream closes as soon as it is told to stop.
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { endOnSignal } from './open-streams.ts';

test.each(['SIGINT', 'SIGTERM'])('%s ends what is open, and what is opened afterwards', async (signal) => {
  const host = new EventEmitter();
  const note = endOnSignal(host);
  const server = http.createServer((_request, response) => {
    note(response);
    if (!response.destroyed) response.write('data: one\n\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [stream] = (await once(http.get({ host: '127.0.0.1', port }), 'response')) as [http.IncomingMessage];
  await once(stream, 'data');
  const cut = once(stream, 'error');
  host.emit(signal);
  expect((await cut)[0]).toMatchObject({ code: 'ECONNRESET' });
  const [late] = await once(http.get({ host: '127.0.0.1', port }), 'error');
  expect(late).toMatchObject({ code: 'ECONNRESET' });
  const closed = once(server, 'close');
  server.close();
  await closed;
});

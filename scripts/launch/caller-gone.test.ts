// A caller that hangs up in the middle of its body, over a real connection.
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { isCallerGone, watchCaller } from './caller-gone.ts';

test('what a hung-up request is read with is known as its caller; the same words from elsewhere are not', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const read = new Promise<unknown>((resolve) => {
    server.once('request', async (request) => {
      watchCaller(request);
      try {
        for await (const _ of request) socket.destroy();
        resolve(null);
      } catch (error) {
        resolve(error);
      }
    });
  });
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST / HTTP/1.1\r\nhost: console.example\r\ncontent-length: 50\r\n\r\nhalf');
  });
  const error = await read;
  server.close();
  expect(error).toMatchObject({ message: 'aborted', code: 'ECONNRESET' });
  expect(isCallerGone(error)).toBe(true);
  expect(isCallerGone(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))).toBe(false);
  expect(isCallerGone(null)).toBe(false);
});

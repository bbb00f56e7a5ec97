// A request body as it comes over a real connection: whole, too large, or broken off by whoever sends it.
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { Result } from '#lib/rules/result.ts';
import { bodyBytes } from './body-bytes.ts';

const MOST = 64;

/** As Next hands it to a route handler: the headers, and a body that is read as it comes. */
function asRequest(incoming: IncomingMessage): Request {
  return new Request('http://console.example/', {
    method: 'POST',
    headers: incoming.headers as Record<string, string>,
    ...{ body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' },
  });
}

/** What is read when somebody sends this text over a socket, and hangs up if told. */
async function readOf(head: string, body: string, hangUp: boolean): Promise<Result<Uint8Array>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const read = new Promise<Result<Uint8Array>>((resolve, reject) => {
    server.once('request', (incoming, response) => {
      bodyBytes(asRequest(incoming), MOST).then(resolve, reject);
      incoming.once('close', () => response.destroy());
      // What was sent has arrived: now it breaks off.
      if (hangUp) incoming.once('data', () => socket.destroy());
    });
  });
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`POST / HTTP/1.1\r\nhost: console.example\r\n${head}\r\n\r\n${body}`);
  });
  try {
    return await read;
  } finally {
    socket.destroy();
    server.close();
  }
}

test('a whole body is its bytes', async () => {
  const read = await readOf('content-length: 5', 'hello', false);
  expect(read).toEqual({ ok: true, value: new TextEncoder().encode('hello') });
});

test('too many bytes are refused, whether it was said before or not', async () => {
  const said = await readOf(`content-length: ${MOST + 1}`, '', false);
  const chunk = 'x'.repeat(MOST + 1);
  const chunked = await readOf(
    'transfer-encoding: chunked',
    `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    false,
  );
  for (const read of [said, chunked])
    expect(read).toMatchObject({ ok: false, error: { code: 'payload_too_large' } });
});

test.each([
  ['with a length', 'content-length: 50', 'half'],
  ['in chunks', 'transfer-encoding: chunked', '4\r\nhalf\r\n'],
])('a body %s that breaks off is refused, and nothing is thrown', async (_, head, body) => {
  expect(await readOf(head, body, true)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
});

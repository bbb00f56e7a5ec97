// The least that could work: POST, one transaction with an audit row, NOTIFY, server-sent events; no rules, no keys, no snapshot.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { serveParent } from '../serve.ts';

const pool = { current: undefined as pg.Pool | undefined };
const readers = new Set<ServerResponse>();

async function write(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { value, reason } = JSON.parse(Buffer.concat(chunks).toString()) as { value: string; reason: string };
  const client = await pool.current?.connect();
  if (!client) throw new Error('The bare chain was not opened.');
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ id: string }>({
      name: 'audit',
      text: 'INSERT INTO bench.audit (what, reason) VALUES ($1, $2) RETURNING id',
      values: [value, reason],
    });
    const id = rows[0]?.id;
    await client.query({ name: 'notify', text: "SELECT pg_notify('bench', $1)", values: [`${id} ${value}`] });
    await client.query('COMMIT');
    response.end(JSON.stringify({ id }));
  } finally {
    client.release();
  }
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  readers.add(response);
  response.on('close', () => readers.delete(response));
}

function tell(payload: string): void {
  const cut = payload.indexOf(' ');
  const frame = `id: ${payload.slice(0, cut)}\ndata: ${JSON.stringify({ value: payload.slice(cut + 1) })}\n\n`;
  for (const reader of readers) reader.write(frame);
}

const calls = {
  /** Makes its table as the owner of the database, and listens on a free port. */
  async open({ databaseUrl }: { databaseUrl: string }): Promise<{ port: number }> {
    pool.current = new pg.Pool({ connectionString: databaseUrl, max: 10 });
    await pool.current.query(`CREATE SCHEMA IF NOT EXISTS bench;
      CREATE TABLE IF NOT EXISTS bench.audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        what text NOT NULL,
        reason text NOT NULL
      )`);
    const listener = new pg.Client({ connectionString: databaseUrl });
    await listener.connect();
    listener.on('notification', ({ payload }) => tell(payload ?? ''));
    await listener.query('LISTEN bench');
    const server = createServer((request, response) => {
      if (request.method === 'POST') write(request, response).catch((error) => response.destroy(error));
      else stream(response);
    });
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port };
  },
};

export type BareChain = typeof calls;
serveParent(calls);

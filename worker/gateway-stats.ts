// What the gateway itself says of its servers: `show stat` on HAProxy's socket, read into state, weight and requests of each.
import { connect } from 'node:net';
import type { GatewayServerState, GatewayState } from '#lib/rules/releases/release-sample.ts';

const BACKEND = 'order-gateway';
const ANSWER_WITHIN_MS = 2_000;
const MOST_BYTES = 1_000_000;

/** One line of HAProxy's CSV: fields with commas or quotes in them are quoted. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}

/** The servers of the order gateway by name; null when the text is not what HAProxy says. */
export function parseStats(text: string): GatewayState | null {
  const [head = '', ...lines] = text.split('\n');
  if (!head.startsWith('# pxname,svname,')) return null;
  const names = fieldsOf(head.slice(2));
  const column = (fields: readonly string[], name: string) => fields[names.indexOf(name)] ?? '';
  const servers: Record<string, GatewayServerState> = {};
  for (const line of lines) {
    const fields = fieldsOf(line);
    const server = column(fields, 'svname');
    if (column(fields, 'pxname') !== BACKEND || server === 'BACKEND' || server === 'FRONTEND') continue;
    const [weight, requests] = [column(fields, 'weight'), column(fields, 'stot')];
    if (!/^\d+$/.test(weight) || !/^\d+$/.test(requests)) return null;
    servers[server] = {
      status: column(fields, 'status'),
      weight: Number(weight),
      requests: Number(requests),
    };
  }
  return Object.keys(servers).length === 0 ? null : servers;
}

/** `/run/haproxy/bulkhead.sock`, or host:port of a socket that listens on TCP. */
function placeOf(socket: string): { path: string } | { host: string; port: number } {
  const found = /^([^/]+):(\d+)$/.exec(socket);
  return found ? { host: found[1] ?? '', port: Number(found[2]) } : { path: socket };
}

/** Rejects with a sentence when the gateway does not answer, or with something else. */
export async function readGateway(socket: string): Promise<GatewayState> {
  const text = await ask(socket, 'show stat\n');
  const state = parseStats(text);
  if (state === null) throw new Error(`What answers at ${socket} is no HAProxy with a backend ${BACKEND}.`);
  return state;
}

function ask(socket: string, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = connect(placeOf(socket));
    const chunks: Buffer[] = [];
    let size = 0;
    connection.setTimeout(ANSWER_WITHIN_MS, () =>
      connection.destroy(new Error(`The gateway did not answer at ${socket} in time.`)),
    );
    connection.on('connect', () => connection.write(question));
    connection.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_BYTES) connection.destroy(new Error('The gateway says more than anybody asked for.'));
    });
    connection.on('error', (error) => reject(new Error(`The gateway cannot be read: ${error.message}`)));
    connection.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

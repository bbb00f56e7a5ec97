// The Prisma clients of a process, one for each lane, with time-outs that keep an answer under two seconds when the server hangs.
import { PrismaPg } from '@prisma/adapter-pg';
import { Connection, statementName } from './connection.ts';
import { Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;
/** What every store function takes first: the transaction (or, for reads, the client itself). */
export type Tx = Prisma.TransactionClient;

/** Wait for a connection, ms. */
const CONNECT_MS = 1_500;

/** Decimal arithmetic stays in decimal.js; Prisma only carries values. */
export function connect(url: string, connections = CONNECTIONS.ordinary): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      Client: Connection,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: process.env.BULKHEAD_PROCESS ?? 'bulkhead',
    },
    { statementNameGenerator: ({ sql }) => statementName(sql) },
  );
  return new PrismaClient({ adapter, log: [] });
}

/**
 * Whose connections. `urgent` commands do not queue behind what everybody else does, but behind one another, where two
 * wait for the same run or the same matrix. An emergency stop waits for none of them: those of `stop` are its alone (0080).
 */
export type Lane = 'ordinary' | 'urgent' | 'stop';

const CONNECTIONS: Readonly<Record<Lane, number>> = { ordinary: 10, urgent: 2, stop: 2 };

const KEY = Symbol.for('bulkhead.databases');
const shared = globalThis as { [KEY]?: Map<Lane, Database> };

/**
 * The process's client for DATABASE_URL, made on first use. Kept on globalThis because Next loads a module once per
 * bundle, and each copy would open a pool of its own.
 */
export function database(lane: Lane = 'ordinary'): Database {
  shared[KEY] ??= new Map();
  let client = shared[KEY].get(lane);
  if (!client) {
    client = connect(configuredUrl(), CONNECTIONS[lane]);
    shared[KEY].set(lane, client);
  }
  return client;
}

function configuredUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: the process was started without its configuration.');
  return url;
}

/** Closes the process's clients; for an orderly stop and between tests. */
export async function disconnect(): Promise<void> {
  const clients = [...(shared[KEY]?.values() ?? [])];
  delete shared[KEY];
  await Promise.all(clients.map((client) => client.$disconnect()));
}

export { Prisma };

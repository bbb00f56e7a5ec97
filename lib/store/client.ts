// The one Prisma client of a process, with time-outs that keep an answer under two seconds when the server hangs.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';

export type Database = PrismaClient;
/** What every store function takes first: the transaction (or, for reads, the client itself). */
export type Tx = Prisma.TransactionClient;

/** Wait for a connection, ms; then for any one statement, ms (a frozen server answers neither). */
const CONNECT_MS = 1_500;
const STATEMENT_MS = 900;

/**
 * A statement that begins with a comment of its own name is prepared once on each connection. Those of every write and
 * every request are: to parse and plan them takes longer than to run them. All others are planned for the values they
 * come with, as searches have to be.
 */
const NAMED = /^\/\* ([a-z-]+) \*\//;

/**
 * A connection that ends itself when a statement is not answered in time. The driver's own time-out would give it back
 * to the pool as it is, perhaps inside a transaction: the next one to get it would commit what was given up.
 */
class Connection extends pg.Client {
  #bound: NodeJS.Timeout | undefined;

  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const answered = () => clearTimeout(this.#bound);
    this.on('drain', answered);
    this.on('end', answered);
  }

  // biome-ignore lint/suspicious/noExplicitAny: all forms of the driver's overloaded method, passed on as they are
  override query(...words: any[]): any {
    clearTimeout(this.#bound);
    this.#bound = setTimeout(() => this.connection.stream.destroy(), STATEMENT_MS);
    return super.query(...(words as [string]));
  }
}

/** Decimal arithmetic stays in decimal.js; Prisma only carries values. */
export function connect(url: string, connections = 10): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      Client: Connection,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: process.env.BULKHEAD_PROCESS ?? 'bulkhead',
    },
    { statementNameGenerator: ({ sql }) => NAMED.exec(sql)?.[1] ?? '' },
  );
  return new PrismaClient({ adapter, log: [] });
}

const KEY = Symbol.for('bulkhead.database');
const URGENT = Symbol.for('bulkhead.database.urgent');
const shared = globalThis as { [KEY]?: Database; [URGENT]?: Database };

/** Connections that nothing but urgent commands uses. */
const URGENT_CONNECTIONS = 2;

/**
 * The process's client for DATABASE_URL, made on first use. Kept on globalThis because Next loads a module once per
 * bundle, and each copy would open a pool of its own.
 */
export function database(): Database {
  shared[KEY] ??= connect(configuredUrl());
  return shared[KEY];
}

/** The same database by connections of its own: what must not queue behind a storm of reads goes this way. */
export function urgentDatabase(): Database {
  shared[URGENT] ??= connect(configuredUrl(), URGENT_CONNECTIONS);
  return shared[URGENT];
}

function configuredUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: the process was started without its configuration.');
  return url;
}

/** Closes the process's client; for an orderly stop and between tests. */
export async function disconnect(): Promise<void> {
  const clients = [shared[KEY], shared[URGENT]];
  delete shared[KEY];
  delete shared[URGENT];
  await Promise.all(clients.map((client) => client?.$disconnect()));
}

export { Prisma };

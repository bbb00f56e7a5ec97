// An edge on a database of its own, for tests: fills the matrix, commits revisions and keys as the write path would.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { type Edge, type EdgeOptions, startEdge } from '#edge/edge.ts';
import type { Position, Snapshot, SwitchEntry } from '#lib/contract/snapshot.ts';
import { createLog } from '#lib/process/log.ts';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';
import type { TestServerInfo } from '#test/server.ts';

export interface RunningEdge extends Edge {
  url: string;
  /** GET with the trial's key, unless other headers are given. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  json(path: string): Promise<unknown>;
  /** POST of a report. */
  report(instanceId: string, body: object | string, headers?: Record<string, string>): Promise<Response>;
  ready(): Promise<Record<string, unknown>>;
}

export interface EdgeTrial {
  database: TestDatabase;
  owner: pg.Client;
  key: string;
  file: string;
  /** Starts an edge and, unless told otherwise, waits until its first look at the database is done. */
  start(options?: Partial<EdgeOptions> & { wait?: boolean }): Promise<RunningEdge>;
  /** Commits the next revision with these entries replaced. */
  commit(changed: Record<string, SwitchEntry>): Promise<Position>;
}

export const FIRST_SWITCHES: Record<string, SwitchEntry> = {
  daily_net_loss_limit: { value: null },
  global_betting_enabled: { value: true },
  hedge_max_leverage: { value: 2.5 },
  normal_threshold: { value: '10000', overrides: { BTC: '5000', ETH: '1000' } },
  per_symbol_betting: { value: ['BTC', 'ETH'] },
  routing_mode: { value: 'NORMAL_MODE' },
};

/** A filled matrix at 1.1, a key, a folder. All of it is gone when the test has finished. */
export async function createEdgeTrial(server?: TestServerInfo): Promise<EdgeTrial> {
  const database = await createTestDatabase(server ? { server } : {});
  const owner = new pg.Client({ connectionString: database.owner });
  owner.on('error', () => {});
  await owner.connect();
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-edge-'));
  onTestFinished(async () => {
    await owner.end().catch(() => {});
    rmSync(folder, { recursive: true });
    await database.drop().catch(() => {});
  });
  await owner.query('INSERT INTO matrix_head (epoch, revision) VALUES (1, 0)');
  await commitRevision(owner, FIRST_SWITCHES);
  const key = await addKey(owner);
  const file = join(folder, 'edge', 'last-known-good.json');

  return {
    database,
    owner,
    key,
    file,
    commit: (changed) => commitRevision(owner, changed),
    async start({ wait = true, ...options } = {}) {
      const log = createLog('edge', { level: process.env.BULKHEAD_LOG_LEVEL ?? 'silent' });
      const edge = await startEdge({
        host: '127.0.0.1',
        port: 0,
        databaseUrl: database.edge,
        edgeId: 'edge-test',
        file,
        log,
        ...options,
      });
      const running = runningEdge(edge, key);
      onTestFinished(() => running.stop());
      // Values and keys come first; only after all of the first look does it call itself connected.
      if (wait)
        await until(async () => {
          const { source, databaseConnected } = await running.ready();
          return source === 'database' && databaseConnected && statusOf(running, 200);
        });
      return running;
    },
  };
}

async function statusOf(edge: RunningEdge, status: number): Promise<boolean> {
  return (await edge.get('/config/switches')).status === status;
}

function runningEdge(edge: Edge, key: string): RunningEdge {
  const url = `http://127.0.0.1:${edge.port}`;
  const withKey = { authorization: `Bearer ${key}` };
  const get = (path: string, headers: Record<string, string> = withKey) => fetch(url + path, { headers });
  let stopped: Promise<void> | undefined;
  return {
    ...edge,
    stop: () => {
      stopped ??= edge.stop();
      return stopped;
    },
    url,
    get,
    json: async (path) => (await get(path)).json(),
    report: (instanceId, body, headers = {}) =>
      fetch(`${url}/config/instances/${instanceId}/applied`, {
        method: 'POST',
        headers: { ...withKey, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    ready: async () => (await (await fetch(`${url}/readyz`)).json()) as Record<string, unknown>,
  };
}

/**
 * One transaction as the write path makes it: the head locked and advanced, the snapshot, the notification. Call
 * `hold` to do something between the writes and the commit.
 */
export async function commitRevision(
  client: pg.Client,
  changed: Record<string, SwitchEntry>,
  options: { epoch?: number; revision?: number; hold?: () => Promise<void> } = {},
): Promise<Position> {
  await client.query('BEGIN');
  const { rows: heads } = await client.query<{ epoch: number; revision: string }>(
    'SELECT * FROM matrix_head FOR UPDATE',
  );
  const before = { epoch: heads[0]?.epoch ?? 1, revision: Number(heads[0]?.revision ?? 0) };
  const epoch = options.epoch ?? before.epoch;
  const revision = options.revision ?? before.revision + 1;
  const { rows } = await client.query<{ body: Snapshot }>(
    'SELECT body FROM snapshots WHERE epoch = $1 AND revision = $2',
    [before.epoch, before.revision],
  );
  const switches = { ...rows[0]?.body.switches, ...changed };
  const body: Snapshot = { epoch, revision, publishedAt: new Date().toISOString(), switches };
  await client.query('UPDATE matrix_head SET epoch = $1, revision = $2, published_at = clock_timestamp()', [
    epoch,
    revision,
  ]);
  await client.query(
    `INSERT INTO snapshots (epoch, revision, body, published_at) VALUES ($1, $2, $3, clock_timestamp())
     ON CONFLICT (epoch, revision) DO UPDATE SET body = excluded.body`,
    [epoch, revision, JSON.stringify(body)],
  );
  await client.query('SELECT pg_notify($1, $2)', ['bulkhead_revision', `${epoch}.${revision}`]);
  await options.hold?.();
  await client.query('COMMIT');
  return { epoch, revision };
}

export async function addKey(
  owner: pg.Client,
  options: { scopes?: string[]; expiresIn?: string } = {},
): Promise<string> {
  const key = `bhk_${randomBytes(4).toString('hex')}_${randomBytes(16).toString('hex')}`;
  await owner.query(
    `INSERT INTO api_keys (name, prefix, key_hash, scopes, expires_at)
     VALUES ('test', $1, $2, $3, clock_timestamp() + $4::interval)`,
    [
      key.slice(0, 12),
      createHash('sha256').update(key).digest('hex'),
      options.scopes ?? ['switches:read'],
      options.expiresIn ?? null,
    ],
  );
  return key;
}

/** Waits until `holds` answers true, looking every 10 ms; rejects after `withinMs` with the last error, if any. */
export async function until(holds: () => unknown, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let trouble: unknown = new Error(`It did not come about within ${withinMs} ms: ${holds}`);
    try {
      if (await holds()) return;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() > deadline) throw trouble;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

// Real edge and venue processes on a database of their own, for tests of what services see.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import type { TestDatabase } from '#test/database.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const LISTENS = ['listening', 'the venue trades', 'worker started'];

export interface Running {
  port: number;
  url: string;
  /** Sends the signal and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts `name/main.ts` and resolves when it says that it listens. */
export async function startProcess(
  name: 'edge' | 'sim' | 'intake' | 'worker',
  env: Record<string, string>,
): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, name, 'main.ts')], {
    cwd: ROOT,
    env: { ...process.env, BULKHEAD_LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const entry = JSON.parse(line) as { message: string; port?: number };
      said.push(line);
      if (LISTENS.includes(entry.message) && entry.port !== undefined) resolve(entry.port);
    });
    void exited.then(() => reject(new Error(`${name} ended before it listened:\n${said.join('\n')}`)));
  });
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await exited;
    },
  };
}

export interface Wanted {
  switch: string;
  value: unknown;
  symbol?: string;
}

export interface Stage {
  owner: pg.Client;
  key: string;
  folder: string;
  /** Of the edge's database role, for a cable in between. */
  databaseUrl: string;
  database: TestDatabase;
  /** Commits one change set through the write path; answers its revision. */
  set(...changes: Wanted[]): Promise<number>;
  /** An edge with its file under this name; `port` 0 chooses one, `databaseUrl` points elsewhere. */
  edge(name: string, options?: { port?: number; databaseUrl?: string }): Promise<Running>;
  sim(edge: Running, instances: number, env?: Record<string, string>): Promise<Running>;
  /** Another process of ours, ended with the rest. */
  start: typeof startProcess;
  /** Instances whose receipt of exactly this revision (or a later one, for want of it) is in the database. */
  applied(revision: number): Promise<string[]>;
  close(): Promise<void>;
}

/** A database in the demo's scenario (betting on, NORMAL_MODE, BTC $5,000, ETH $1,000) and a key for the edge. */
export async function openStage(): Promise<Stage> {
  const database = await openConsoleDatabase('demo');
  const owner = new pg.Client({ connectionString: database.owner });
  await owner.connect();
  const key = `bhk_sdktest0_${'k'.repeat(32)}`;
  await owner.query(`INSERT INTO api_keys (name, prefix, key_hash, scopes) VALUES ('sdk test', $1, $2, $3)`, [
    key.slice(0, 12),
    createHash('sha256').update(key).digest('hex'),
    [EDGE_SCOPE, EXECUTOR_SCOPE, STOP_SCOPE, ALERTS_SCOPE],
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'bulkhead-stage-'));
  const running: Running[] = [];
  const keep = (started: Running) => {
    running.push(started);
    return started;
  };

  async function set(...changes: Wanted[]): Promise<number> {
    const result = await execute(
      setSwitches,
      { changes, reason: 'a change of a test of the services' },
      SYSTEM,
    );
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    return result.value.revision;
  }

  await set(
    { switch: 'global_betting_enabled', value: true },
    { switch: 'routing_mode', value: 'NORMAL_MODE' },
    { switch: 'normal_threshold', symbol: 'BTC', value: '5000' },
    { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
  );

  return {
    owner,
    key,
    folder,
    databaseUrl: database.edge,
    database,
    set,
    edge: async (name, { port = 0, databaseUrl = database.edge } = {}) =>
      keep(
        await startProcess('edge', {
          EDGE_DATABASE_URL: databaseUrl,
          BULKHEAD_EDGE_PORT: String(port),
          BULKHEAD_EDGE_ID: name,
          BULKHEAD_EDGE_FILE: join(folder, `${name}.json`),
        }),
      ),
    sim: async (edge, instances, env = {}) =>
      keep(
        await startProcess('sim', {
          BULKHEAD_SIM_PORT: '0',
          BULKHEAD_EDGE_URL: edge.url,
          BULKHEAD_EDGE_KEY: key,
          BULKHEAD_EXECUTOR_KEY: key,
          BULKHEAD_SIM_INSTANCES: String(instances),
          BULKHEAD_SIM_FILE: join(folder, 'sim'),
          ...env,
        }),
      ),
    start: async (name, env) => keep(await startProcess(name, env)),
    async applied(revision) {
      const { rows } = await owner.query<{ id: string }>(
        'SELECT DISTINCT instance_id AS id FROM receipts WHERE revision >= $1 ORDER BY 1',
        [revision],
      );
      return rows.map((row) => row.id);
    },
    async close() {
      await Promise.all(running.map((started) => started.end('SIGKILL')));
      await owner.end();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

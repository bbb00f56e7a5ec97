// The installation under test: what runs, who may get in, what its database holds, and how to wait for it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import type { Role } from '#lib/catalog/roles.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import type { RunFile } from '#scripts/launch/run-file.ts';
import { type Answer, type Call, call } from './http.ts';

export const ROOT = new URL('../..', import.meta.url).pathname;
export const JSON_TYPE = { 'content-type': 'application/json' };

let installation = 0;

/** For the test file that wants one of its own; a running installation that was given is the only one. */
export function takeSecondInstallation(): void {
  installation = 1;
}

function runFile(): string {
  const files = inject('runFiles');
  return files[installation] ?? files[0] ?? '';
}

/** What runs now; read anew each time, because process numbers change when something was killed. */
export function run(): RunFile {
  return JSON.parse(readFileSync(runFile(), 'utf8')) as RunFile;
}

/** A file of the installation's data folder. */
export function dataFile(...parts: string[]): string {
  return join(dirname(runFile()), ...parts);
}

export interface Secrets {
  postgres: string;
  roles: Record<string, string>;
  nextauth: string;
  demo: Record<string, string>;
}

export function secrets(): Secrets {
  return JSON.parse(readFileSync(dataFile('secrets.json'), 'utf8')) as Secrets;
}

export function accountOf(role: Role): RunFile['accounts'][number] {
  const account = run().accounts.find((one) => one.roles.includes(role));
  if (!account) throw new Error(`the demo has no ${role}`);
  return account;
}

/** Header of a role's personal token. */
export function tokenOf(role: Role): { authorization: string } {
  return { authorization: `Bearer ${accountOf(role).token}` };
}

/** Header of the demo's machine key. */
export function serviceKey(): { authorization: string } {
  return { authorization: `Bearer ${run().apiKeys[EDGE_SCOPE]}` };
}

/** Statuses that the API answered in this run, by method and path, and the least that a caller had left to ask. */
export const seen = { answers: new Map<string, Set<number>>(), left: new Map<string, number>() };

function remember(path: string, method: string, { status, headers }: Answer): void {
  const [address = ''] = path.split('?');
  if (!address.startsWith('/api/v1/')) return;
  const place = `${method} ${address}`;
  seen.answers.set(place, (seen.answers.get(place) ?? new Set()).add(status));
  const [, limit, left] = /^"(\w+)";r=(\d+);/.exec(String(headers.ratelimit)) ?? [];
  if (limit) seen.left.set(limit, Math.min(seen.left.get(limit) ?? Number.POSITIVE_INFINITY, Number(left)));
}

export async function onConsole(path: string, how?: Call): Promise<Answer> {
  const answer = await call(run().consoleUrl, path, how);
  remember(path, how?.method ?? 'GET', answer);
  return answer;
}

export function onEdge(path: string, how: Call = {}): Promise<Answer> {
  return call(run().edgeUrl, path, { ...how, headers: { ...serviceKey(), ...how.headers } });
}

/** POST of a command by the risk manager's token unless `headers` say who. `body` is sent as JSON, or as is when text. */
export function command(
  name: string,
  body: unknown,
  headers: Record<string, string> = tokenOf('risk_manager'),
  how: Call = {},
): Promise<Answer> {
  return onConsole(`/api/v1/commands/${name}`, {
    method: 'POST',
    headers: { ...JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...how,
  });
}

let pool: pg.Pool | undefined;

/** Rows of the installation's database as the application sees it. */
export async function sql<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  if (!pool) {
    pool = new pg.Pool({
      connectionString: run().databaseUrl,
      max: 3,
      connectionTimeoutMillis: 3_000,
      allowExitOnIdle: true,
    });
    // Connections that a fault has cut are replaced.
    pool.on('error', () => {});
  }
  return (await pool.query<Row>(text, values)).rows;
}

/** Where the matrix stands. */
export async function headRevision(): Promise<number> {
  const [head] = await sql<{ revision: string }>('SELECT revision FROM matrix_head');
  return Number(head?.revision);
}

/** Polls until the probe gives something; what it throws counts as "not yet". Rejects at the deadline with the last word. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = 20_000,
): Promise<T> {
  let last: unknown;
  for (const deadline = performance.now() + withinMs; ; await delay(25)) {
    try {
      const found = await probe();
      if (found) return found;
      last = found;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms (last: ${last})`);
  }
}

/** Resolves when the console, the edge and every instance work again and agree on the newest revision. */
export async function untilInStep(withinMs = 40_000): Promise<void> {
  await until(
    'console, edge and instances agree',
    async () => {
      const ready = await onConsole('/readyz', { withinMs: 3_000 });
      const instances = await onConsole('/api/v1/instances', { headers: tokenOf('auditor') });
      const body = instances.json as { epoch: number; revision: number; items: { state: string }[] };
      const edge = await onEdge('/config/switches');
      const held = edge.json as { epoch: number; revision: number };
      const counted = body.items.filter((one) => one.state !== 'left');
      return (
        ready.status === 200 &&
        edge.status === 200 &&
        held.epoch === body.epoch &&
        held.revision === body.revision &&
        counted.length >= 14 &&
        counted.every((one) => one.state === 'in_step')
      );
    },
    withinMs,
  );
}

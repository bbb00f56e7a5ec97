// Ending, freezing and waking processes of the installation, and finding out that it mended itself.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { freeze } from '#scripts/freeze.ts';
import { dataFile, onConsole, onEdge, ROOT, run, tokenOf, until } from '../installation.ts';
import { type ProcessName, probe } from '../live/metric.ts';

/** The running process of this name; throws while it is down. */
export function pidOf(name: ProcessName | 'postgres' | 'launcher'): number {
  const pid = run().pids[name];
  if (!pid) throw new Error(`${name} is down`);
  return pid;
}

/** Ends it without a word, and resolves with its number when the launcher has noticed. */
export async function kill(
  name: ProcessName | 'postgres',
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<number> {
  const pid = pidOf(name);
  process.kill(pid, signal);
  await until(`${name} is noticed to be gone`, () => run().pids[name] !== pid);
  return pid;
}

/** Resolves when another process of this name does its work. */
export async function untilReplaced(name: ProcessName | 'postgres', pid: number): Promise<void> {
  await until(`${name} runs again`, () => pidOf(name) !== pid, 30_000);
  const door = name === 'postgres' ? 'console' : name;
  await until(`${door} is ready`, async () => (await probe(door, '/readyz')).status === 200, 30_000);
}

/** Stops the database server in its tracks. Returns what wakes it. */
export function freezeDatabase(): () => void {
  return freeze(pidOf('postgres'));
}

/** Takes the database away and keeps the launcher from bringing it back. Returns what lets the launcher go on. */
export async function stopDatabase(): Promise<() => void> {
  const [launcher, server] = [pidOf('launcher'), pidOf('postgres')];
  process.kill(launcher, 'SIGSTOP');
  process.kill(server, 'SIGINT');
  const ended = () => onConsole('/readyz', { withinMs: 3_000 }).then((answer) => answer.status === 503);
  await until('the database is away', ended);
  return () => process.kill(launcher, 'SIGCONT');
}

/** What the edge serves is what the console would. */
export async function expectSameValues(): Promise<void> {
  const edge = (await onEdge('/config/switches')).json as {
    revision: number;
    switches: Record<string, { value: unknown; overrides?: Record<string, unknown> }>;
  };
  const console = (await onConsole('/api/v1/switches', { headers: tokenOf('auditor') })).json as {
    revision: number;
    items: { name: string; value: unknown; overrides: { symbol: string; value: unknown }[] }[];
  };
  const values = Object.fromEntries(
    console.items.map(({ name, value, overrides }) => [
      name,
      overrides.length > 0
        ? { value, overrides: Object.fromEntries(overrides.map((one) => [one.symbol, one.value])) }
        : { value },
    ]),
  );
  expect({ revision: edge.revision, values: edge.switches }).toEqual({ revision: console.revision, values });
}

interface Verdict {
  sound: boolean;
  broken: unknown;
  entries: number;
  checkpoints: { compared: number };
}

/** `bulkhead audit verify` of this installation, against its outside checkpoints. */
export async function auditVerify(): Promise<Verdict> {
  const child = spawn(process.execPath, [join(ROOT, 'cli/bulkhead.mjs'), 'audit', 'verify', '--json'], {
    env: { ...process.env, BULKHEAD_DATA_DIR: dataFile('.'), DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [said, complained] = ['', ''];
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complained += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (said === '') throw new Error(`audit verify ended with ${code}: ${complained}`);
  return JSON.parse(said) as Verdict;
}

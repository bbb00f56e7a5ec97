// The embedded PostgreSQL server: made on first use, started, and stopped with us; real server, loopback only.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { PlainError } from '#scripts/plain-error.ts';
import { commandOf, isRunning } from '#scripts/running.ts';
import { initialise, refuseOtherVersion, SUPERUSER, serverEnvironment } from './first-use.ts';
import { type Programs, prepareParent, programs, type ServerUser, serverUser } from './place.ts';

export interface EmbeddedOptions {
  /** The server's data folder; made when missing. Its parent holds the remembered port. */
  folder: string;
  /** Password of the superuser `postgres`, set when the folder is made. */
  password: string;
  /** Where the server's own messages go; appended. */
  logFile: string;
  /** More server settings, as on the command line (-c name=value). */
  settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedServer {
  readonly port: number;
  readonly pid: number;
  /** Address of the superuser for a database of this server. */
  url(database?: string): string;
  /** Orderly stop: open connections are ended, what was committed is on disk. Safe to repeat. */
  stop(): Promise<void>;
  /** Settles when the server process has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '120',
  // A client that leaves a transaction open must not hold back everybody else; the roles are stricter still.
  idle_in_transaction_session_timeout: '30s',
  client_connection_check_interval: '2s',
};
/** Crash recovery after a hard stop may take a while; a healthy start takes 50 ms. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 10_000;

/** Starts the server of `folder`, taking over from one that lost its launcher. Throws PlainError. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { folder } = options;
  prepareParent(dirname(folder), serverUser(folder));
  const user = serverUser(folder);
  const found = programs(user);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, options.password, found, user);
  refuseOtherVersion(folder, found);
  await endOrphan(folder);
  const portFile = join(dirname(folder), 'pg-port');
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(portFile);
    const outcome = await launch(options, found, user, port);
    if (!('failure' in outcome)) {
      writeFileSync(portFile, String(port));
      return outcome;
    }
    // Processes of a killed server need a moment to notice; another program may have taken the port just now.
    const passing = /still in use|could not bind|Address already in use/i.test(outcome.failure);
    if (!passing || attempt >= 40) {
      throw new PlainError(
        `PostgreSQL did not start in ${folder}: ${outcome.failure}\nIts log: ${options.logFile}`,
        1,
      );
    }
    if (/bind|Address/i.test(outcome.failure)) rmSync(portFile, { force: true });
    await delay(250);
  }
}

/** Ends a server that runs on this folder without its launcher, and clears the file of one that is gone. */
async function endOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!isRunning(pid, /postgres/)) {
    // PostgreSQL itself refuses to start when the number now belongs to some other process.
    rmSync(file, { force: true });
    return;
  }
  await endProcess(pid, () => commandOf(pid) !== '');
}

/** SIGINT is PostgreSQL's fast orderly stop, SIGQUIT its immediate one. */
async function endProcess(pid: number, alive: () => boolean): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!alive()) return;
    try {
      process.kill(pid, signal);
      // A server that somebody froze hears nothing until it is thawed.
      process.kill(pid, 'SIGCONT');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    for (let waited = 0; waited < STOP_LIMIT_MS && alive(); waited += 20) await delay(20);
  }
}

/** The port of the last start while it is free, so that addresses stay the same; else any free one. */
async function choosePort(portFile: string): Promise<number> {
  const remembered = existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0;
  return (remembered && (await listenOnce(remembered))) || (await listenOnce(0)) || 0;
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

async function launch(
  options: EmbeddedOptions,
  found: Programs,
  user: ServerUser | undefined,
  port: number,
): Promise<EmbeddedServer | { failure: string }> {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const logFd = openSync(options.logFile, 'a', 0o600);
  const logStart = existsSync(options.logFile) ? readFileSync(options.logFile).length : 0;
  const flags = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // Detached: Ctrl-C in the terminal reaches us, and we stop the server after everything that uses it.
  const child = spawn(found.postgres, ['-D', options.folder, '-p', String(port), ...flags], {
    ...user,
    cwd: '/',
    env: serverEnvironment(),
    detached: true,
    stdio: ['ignore', logFd, logFd],
  });
  closeSync(logFd);
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const url = (database = SUPERUSER) =>
    `postgresql://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    if (child.pid !== undefined) await endProcess(child.pid, () => !ended);
    await exited;
  };
  for (const deadline = Date.now() + START_LIMIT_MS; ; await delay(15)) {
    if (ended)
      return { failure: reasonFrom(readFileSync(options.logFile).subarray(logStart).toString('utf8')) };
    const state = await probe(url(), options.folder);
    if (state === 'ready') return { port, pid: child.pid ?? 0, url, stop, exited };
    if (state !== 'not yet' || Date.now() > deadline) {
      await stop();
      return { failure: state === 'not yet' ? 'it was not ready within two minutes.' : state };
    }
  }
}

/** `ready`, `not yet`, or why it will never be. Another server on the same port does not count as ours. */
async function probe(url: string, folder: string): Promise<'ready' | 'not yet' | string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query("SELECT current_setting('data_directory') AS folder");
    return (rows[0] as { folder: string }).folder === folder ? 'ready' : 'not yet';
  } catch (error) {
    if ((error as { code?: string }).code !== '28P01') return 'not yet';
    return 'secrets.json does not hold the password this folder was made with. Restore it, or move the folder away.';
  } finally {
    await client.end().catch(() => {});
  }
}

function reasonFrom(log: string): string {
  const lines = log.split('\n').filter((line) => /FATAL|PANIC|ERROR|HINT|could not/.test(line));
  return (lines.length > 0 ? lines : log.trim().split('\n').slice(-5)).join('\n');
}

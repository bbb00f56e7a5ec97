// Builds the console when its sources changed since the last build, and only then.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PlainError } from '#scripts/plain-error.ts';
import { isRunning } from '#scripts/running.ts';
import { ROOT } from './settings.ts';
import { say } from './terminal.ts';

/** Everything the build reads. Tests are no part of it. */
const SOURCES = ['app', 'components', 'lib', 'public', 'sdk', 'prisma/schema.prisma'];
const SOURCE_FILES =
  /^(next\.config\.js|postcss\.config\.mjs|tsconfig\.json|package(-lock)?\.json|proxy\.ts|instrumentation[\w-]*\.ts)$/;
const BUILT = join(ROOT, '.next/standalone');
/** Beside what it describes: several data folders may start the same build. */
const MARK = join(ROOT, '.next/built-from.json');
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const LEASH = join(ROOT, 'scripts/launch/leash.mjs');
const LOCK = join(ROOT, 'node_modules/.cache/bulkhead-build.pid');

/**
 * The server file that starts the console. Throws PlainError with the builder's own words when a build fails.
 * `abort` ends a build that is under way.
 */
export async function ensureBuilt(abort?: AbortSignal): Promise<string> {
  const server = join(BUILT, 'server.js');
  const wanted = sourceHash();
  if (isCurrent(wanted) && existsSync(server)) return server;
  const release = await takeLock();
  try {
    // Another start may have built the same while this one waited.
    if (isCurrent(wanted) && existsSync(server)) return server;
    say('Building the console: its sources changed (this takes a moment; the next start does without).');
    const begun = Date.now();
    rmSync(MARK, { force: true });
    await build(abort);
    copyAssets();
    writeFileSync(MARK, JSON.stringify({ sources: wanted, builtAt: new Date().toISOString() }));
    say(`Built in ${((Date.now() - begun) / 1000).toFixed(1)} s.`);
    return server;
  } finally {
    release();
  }
}

function isCurrent(wanted: string): boolean {
  if (!existsSync(MARK)) return false;
  return (JSON.parse(readFileSync(MARK, 'utf8')) as { sources?: string }).sources === wanted;
}

/** sha256 hex over the names and contents of all sources. */
export function sourceHash(root = ROOT): string {
  const hash = createHash('sha256');
  const files = readdirSync(root).filter((name) => SOURCE_FILES.test(name));
  for (const source of SOURCES) files.push(...filesUnder(root, source));
  for (const file of files.toSorted()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((file) => !file.startsWith('lib/store/generated/'));
}

async function build(abort: AbortSignal | undefined): Promise<void> {
  const child = spawn(process.execPath, ['--import', LEASH, NEXT, 'build'], {
    cwd: ROOT,
    env: {
      ...withoutSecrets(),
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      BULKHEAD_LAUNCHER_PID: String(process.pid),
    },
    // A group of its own, so that all of it can be ended; it has workers.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, 'SIGTERM');
  abort?.addEventListener('abort', end, { once: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-20_000);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  abort?.removeEventListener('abort', end);
  if (abort?.aborted) throw new PlainError('The build of the console was stopped.', 1);
  if (code !== 0) throw new PlainError(`The console could not be built:\n${said.trim()}`, 1);
}

/** A build never needs a secret, so it never sees one. */
function withoutSecrets(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/SECRET|DATABASE_URL|_KEY|TOKEN|PASSWORD/.test(name)),
  ) as NodeJS.ProcessEnv;
}

/** A standalone server brings its code, not the files browsers load. */
function copyAssets(): void {
  cpSync(join(ROOT, '.next/static'), join(BUILT, '.next/static'), { recursive: true });
  cpSync(join(ROOT, 'public'), join(BUILT, 'public'), { recursive: true });
}

async function takeLock(): Promise<() => void> {
  mkdirSync(join(LOCK, '..'), { recursive: true });
  for (let waiting = false; ; ) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return () => rmSync(LOCK, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const other = Number(readFileSync(LOCK, 'utf8'));
    if (other !== process.pid && isRunning(other, /node/)) {
      if (!waiting) say(`Another start (process ${other}) is building the console; waiting for it.`);
      waiting = true;
      await delay(200);
    } else {
      rmSync(LOCK, { force: true });
    }
  }
}

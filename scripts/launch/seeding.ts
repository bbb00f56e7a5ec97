// Runs seed.ts as a process of its own: what it loads (Prisma, argon2) need not stay in the launcher's memory.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PlainError } from '#scripts/plain-error.ts';
import type { Environment } from '../database/installation.ts';
import { sourceHash } from './build.ts';
import { type DataFolder, writePrivate } from './data-folder.ts';
import type { Demo } from './demo.ts';
import { ROOT } from './settings.ts';

/** What seed.ts reads, as JSON, from its standard input. */
export interface SeedInput {
  environment: Environment;
  /** Accounts and keys to bring into being, or null where there is no demo. */
  demo: Demo | null;
  /**
   * `content`: switches, accounts, keys, before any process starts. `scenario`: the demo's recorded changes, once the
   * simulated venue runs, so that their time to effect is measured like that of any change. `first run`: a one-time
   * link for the first super admin, while there is none.
   */
  stage: 'content' | 'scenario' | 'first run';
}

const SEED = fileURLToPath(new URL('./seed.ts', import.meta.url));
/** A slow machine can make the first transactions run into their time-outs; what was done is not done twice. */
const ATTEMPTS = 5;

/**
 * Runs a stage unless this database had it already from the same sources with the same input: a mark in the data
 * folder remembers. Safe to repeat. `env` carries DATABASE_URL (application role) and NEXTAUTH_SECRET. Throws PlainError.
 */
export async function runSeed(
  input: SeedInput,
  installationId: string,
  data: DataFolder,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const mark = data.file(`seeded-${input.stage}`);
  const wanted = fingerprint(input, installationId, env);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  let failure: string | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    failure = await seedOnce(input, env);
    if (failure === undefined) {
      writePrivate(mark, wanted);
      return;
    }
  }
  throw new PlainError(`The database could not be given its first content:\n${failure}`, 1);
}

/** sha256 hex: it says that something was seeded, not what the secrets are. A scenario happens once in a database. */
function fingerprint(input: SeedInput, installationId: string, env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(installationId);
  if (input.stage === 'content') {
    hash.update(sourceHash()).update(readFileSync(SEED));
    hash.update(JSON.stringify([input, env.NEXTAUTH_SECRET]));
  }
  return hash.digest('hex');
}

/** A link with which the first super admin comes into being; undefined where there is one. Throws PlainError. */
export async function firstRunLink(
  environment: Environment,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { code, said } = await runProgram({ environment, demo: null, stage: 'first run' }, env);
  if (code !== 0) throw new PlainError(`The first super admin cannot be invited:\n${said}`, 1);
  return /^link (\S+)$/m.exec(said)?.[1];
}

/** Answers what the process said when it failed. */
async function seedOnce(input: SeedInput, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, said } = await runProgram(input, env);
  return code === 0 ? undefined : said;
}

async function runProgram(
  input: SeedInput,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [SEED], {
    cwd: ROOT,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4_000);
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(input));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, said: said.trim() };
}

// The installation that the end-to-end tests of this worker run against: its addresses, accounts, and a folder for what a run remembers.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Secret, TOTP as Totp } from 'otpauth';
import type { Role } from '#lib/catalog/roles.ts';
import { TOTP } from '#lib/catalog/session-policy.ts';

export interface RunAccount {
  email: string;
  name: string;
  password: string;
  totpSecret: string;
  token: string;
  roles: readonly string[];
}

interface Run {
  consoleUrl: string;
  simUrl: string;
  edgeUrl: string;
  intakeUrl: string;
  /** Null where the installation runs none. */
  prometheusUrl: string | null;
  /** Keys by scope. */
  apiKeys: Readonly<Record<string, string>>;
  pids: Readonly<Record<string, number | null>>;
  accounts: readonly RunAccount[];
}

/** Playwright numbers the workers that run side by side; one that replaces another takes its number over. */
function runFile(): string {
  const paths = process.env.BULKHEAD_RUN_FILE?.split(delimiter);
  const path = paths?.[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (!path) throw new Error('The global setup names the run file.');
  return path;
}

/** As it is now: process numbers change when a process is started again. */
export function readRun(): Run {
  return JSON.parse(readFileSync(runFile(), 'utf8')) as Run;
}

export function dataFolder(): string {
  return dirname(runFile());
}

/** A file that outlives a test process: a failed test begins a new one. */
export function keepsake(name: string): string {
  const folder = join(dataFolder(), 'e2e');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, name);
}

export function accountOf(role: Role): RunAccount {
  const account = readRun().accounts.find(({ roles }) => roles.length === 1 && roles[0] === role);
  if (!account) throw new Error(`The run has no account for ${role}.`);
  return account;
}

const STEP_MS = TOTP.periodSeconds * 1_000;

/**
 * A code of this account that was not used before, or null until the clock has made one. The next step's code counts
 * already (one step of drift), which saves waiting.
 */
export function unusedCode(account: RunAccount): string | null {
  const file = keepsake(`codes-${account.email}`);
  const last = readNumber(file);
  const step = Math.floor(Date.now() / STEP_MS);
  const next = Math.max(step, last + 1);
  if (next > step + TOTP.drift) return null;
  writeFileSync(file, String(next));
  return new Totp({ secret: Secret.fromBase32(account.totpSecret) }).generate({ timestamp: next * STEP_MS });
}

function readNumber(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // No code of this account was used yet.
    return 0;
  }
}

// The installation this CLI belongs to: its data folder, and what runs from it now (run.json).
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The parts of run.json that the CLI uses. */
export interface Running {
  consoleUrl?: string;
  databaseUrl?: string;
  accounts?: readonly { roles: readonly string[]; token: string }[];
  apiKeys?: Readonly<Record<string, string>>;
}

/** A file of the data folder (BULKHEAD_DATA_DIR, else .data). */
export function dataFile(...parts: string[]): string {
  return join(resolve(ROOT, process.env.BULKHEAD_DATA_DIR || '.data'), ...parts);
}

/** What runs now; empty when nothing does, or when its file is not for us to read. */
export function running(): Running {
  try {
    return JSON.parse(readFileSync(dataFile('run.json'), 'utf8')) as Running;
  } catch {
    // Without it each command says by itself what it lacks.
    return {};
  }
}

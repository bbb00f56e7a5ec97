// The last-known-good copy on disk: written whole or not at all, with the time its values were last confirmed.
import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Latch } from '#lib/contract/latch.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { isFields, parseJson, readLatch, readSnapshot } from './wire.ts';

export interface Copy {
  snapshot: Snapshot;
  /** How long ago its values were last confirmed, in ms; Infinity when that cannot be known. */
  ageMs: number;
  /** The emergency stop that lay over them. */
  latch?: Latch;
}

/** A copy confirmed later than this after `nowMs` was made by another clock: its age cannot be known. */
const CLOCK_TOLERANCE_MS = 1_000;

/** Age of a copy by the wall clock, which is the only one that survives a restart. */
export function copyAge(confirmedAtMs: number, nowMs: number): number {
  const age = nowMs - confirmedAtMs;
  return age >= -CLOCK_TOLERANCE_MS ? Math.max(0, age) : Number.POSITIVE_INFINITY;
}

/** Reads the copy. No such file is undefined; an unreadable or damaged one throws, with a sentence that says which. */
export function readCopy(path: string, nowMs: number): Copy | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The last-known-good copy ${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = parseJson(text);
  const body = isFields(parsed) ? parsed : {};
  const latch = readLatch(body.latch);
  const snapshot = readSnapshot(body.snapshot);
  const confirmedAtMs = typeof body.confirmedAt === 'string' ? Date.parse(body.confirmedAt) : Number.NaN;
  if (!snapshot || Number.isNaN(confirmedAtMs)) {
    throw new Error(`The last-known-good copy ${path} is damaged and is not used.`);
  }
  return { snapshot, ageMs: copyAge(confirmedAtMs, nowMs), ...(latch ? { latch } : {}) };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export interface Keeper {
  /** Notes the values to keep; returns at once. While a write is under way only the latest is kept for the next. */
  save(snapshot: Snapshot, confirmedAtMs: number, latch?: Latch): void;
  /** Resolves when everything noted is on disk or has failed. */
  settled(): Promise<void>;
}

/** Keeps `path` up to date; `onTrouble` hears of each write that failed. Creates the folder. */
export function createKeeper(path: string, onTrouble: (error: Error) => void): Keeper {
  let next: string | undefined;
  let writing: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (next !== undefined) {
      const text = next;
      next = undefined;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeWhole(path, text);
      } catch (error) {
        onTrouble(
          new Error(`The last-known-good copy ${path} cannot be written: ${(error as Error).message}`),
        );
      }
    }
    writing = undefined;
  }

  return {
    save(snapshot, confirmedAtMs, latch) {
      next = JSON.stringify({ confirmedAt: new Date(confirmedAtMs).toISOString(), snapshot, latch });
      writing ??= drain();
    },
    async settled() {
      await writing;
    },
  };
}

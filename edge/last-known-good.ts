// The copy on disk from which an edge starts without a database: values and key hashes, written whole or not at all.
import { readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { isFields } from '#lib/door/form.ts';
import { type ApiKey, readKeyList } from '#lib/door/keys.ts';
import { checkedJson, readChecked } from '#lib/process/checked-json.ts';
import type { Log } from '#lib/process/log.ts';
import { readSnapshot } from './snapshot-form.ts';

export interface Copy {
  snapshot: Snapshot;
  keys: readonly ApiKey[];
  /** Installation of the database the copy was made from. */
  installation?: string;
  /** When the database last said that this holds, by this machine's clock: ISO 8601 UTC. */
  confirmedAt: string;
}

/** Reads the copy. No such file is undefined; one that cannot be read or is damaged throws a sentence. */
export function readCopy(path: string): Copy | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The last-known-good file ${path} cannot be read: ${(error as Error).message}`);
  }
  const copy = parseCopy(text);
  if (!copy) throw new Error(`The last-known-good file ${path} is damaged and is not used.`);
  return copy;
}

function parseCopy(text: string): Copy | undefined {
  const value = readChecked(text);
  if (!isFields(value)) return undefined;
  const { installation, confirmedAt } = value;
  const snapshot = readSnapshot(value.snapshot);
  const keys = readKeyList(value.keys);
  if (!snapshot || !keys) return undefined;
  if (typeof confirmedAt !== 'string' || Number.isNaN(Date.parse(confirmedAt))) return undefined;
  return { snapshot, keys, confirmedAt, ...(typeof installation === 'string' ? { installation } : {}) };
}

/** Age in ms of what was confirmed then. A time in the future was told by another clock and counts as just now. */
export function copyAgeMs(copy: Copy, wallClockMs: number): number {
  return Math.max(0, wallClockMs - Date.parse(copy.confirmedAt));
}

export interface Keeper {
  /** Has the copy written; returns at once. While one is being written, only the latest waits. */
  save(copy: Copy): void;
  /** Resolves when everything given to `save` is on disk or has failed. */
  settled(): Promise<void>;
}

/** Keeps the file at `path`; makes its folder. A copy that cannot be written is logged and never stops the edge. */
export function createKeeper(path: string, log: Log): Keeper {
  let next: Copy | undefined;
  let writing: Promise<void> | undefined;
  let lastTrouble = '';

  async function drain(): Promise<void> {
    while (next) {
      const copy = next;
      next = undefined;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeWhole(path, checkedJson(copy));
        lastTrouble = '';
      } catch (error) {
        const message = String(error);
        if (message !== lastTrouble) log.error('the last-known-good file cannot be written', { err: error });
        lastTrouble = message;
      }
    }
    writing = undefined;
  }

  return {
    save(copy) {
      next = copy;
      writing ??= drain();
    },
    settled: async () => writing,
  };
}

/** Writes a file so that after a power cut there is the old one or the new one, never a part. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  // It holds hashes of keys: nobody else's to read.
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  // The new name itself has to reach the disk, or a power cut brings back the old file or none.
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

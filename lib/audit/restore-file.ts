// The records of restores beside the checkpoint file, and how a restore that was cut short is settled.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ClientBase } from 'pg';
import { type CheckpointLine, parseCheckpointLine } from '#lib/contract/audit-export.ts';
import { parseRestoreRecord, type RestoreRecord } from '#lib/contract/restore-record.ts';
import { readHashes } from './chain-reader.ts';
import { lookAtLines, readTail } from './line-file.ts';

/**
 * What a restore is about to do, on disk before the database commits it: whoever finds it asks the database whether the
 * commit took place.
 */
export interface PlannedRestore {
  record: RestoreRecord;
  /** The first checkpoint of the log's new life: there the checkpoint file goes back. */
  checkpoint: CheckpointLine;
}

/** The restore file of a checkpoint file: audit.ndjson -> audit.restores.ndjson. */
export function restoreFileOf(checkpointFile: string): string {
  return `${checkpointFile.replace(/\.ndjson$/, '')}.restores.ndjson`;
}

function plannedFileOf(checkpointFile: string): string {
  return `${restoreFileOf(checkpointFile)}.planned`;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Lines of the restore file, oldest first; none when nothing was ever restored. */
export async function restoreLines(checkpointFile: string): Promise<string[]> {
  const text = await textOf(restoreFileOf(checkpointFile));
  return text.split('\n').filter((line) => line !== '');
}

/** The restore that was planned last and not yet settled. A file that was cut short was never acted upon. */
export async function plannedRestore(checkpointFile: string): Promise<PlannedRestore | undefined> {
  const [record, checkpoint] = (await textOf(plannedFileOf(checkpointFile))).split('\n');
  const planned = {
    record: parseRestoreRecord(record ?? ''),
    checkpoint: parseCheckpointLine(checkpoint ?? ''),
  };
  return planned.record && planned.checkpoint ? (planned as PlannedRestore) : undefined;
}

/** Puts the plan on disk, whole, before the commit. */
export async function planRestore(checkpointFile: string, planned: PlannedRestore): Promise<void> {
  const path = plannedFileOf(checkpointFile);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await write(
    `${path}.new`,
    'w',
    `${JSON.stringify(planned.record)}\n${JSON.stringify(planned.checkpoint)}\n`,
  );
  await rename(`${path}.new`, path);
  await sync(dirname(path));
}

/** Whether the database is the one that a planned restore would have made. */
export async function tookPlace(client: ClientBase, { record }: PlannedRestore): Promise<boolean> {
  const hashes = await readHashes(client, [record.seq + 1]);
  return hashes.get(record.seq + 1) === record.entryHash;
}

/**
 * Ends a planned restore: one that was committed gets its record and its checkpoint outside, another is forgotten.
 * Safe to repeat. The caller holds the lock of the checkpoint round, which a restore holds too. Answers the record.
 */
export async function settleRestore(
  checkpointFile: string,
  client: ClientBase,
): Promise<RestoreRecord | undefined> {
  const planned = await plannedRestore(checkpointFile);
  if (!planned) return undefined;
  const done = await tookPlace(client, planned);
  if (done) {
    const { lines } = await readTail(await lookAtLines(checkpointFile));
    const known = (line: string) => parseCheckpointLine(line)?.hash === planned.checkpoint.hash;
    if (!lines.some(known)) await appendLine(checkpointFile, JSON.stringify(planned.checkpoint));
    const record = JSON.stringify(planned.record);
    if (!(await restoreLines(checkpointFile)).includes(record)) {
      await appendLine(restoreFileOf(checkpointFile), record);
    }
  }
  await rm(plannedFileOf(checkpointFile), { force: true });
  return done ? planned.record : undefined;
}

/** What an interrupted writer left without its line break goes first. */
async function appendLine(path: string, line: string): Promise<void> {
  const file = await lookAtLines(path);
  const { unfinished } = await readTail(file);
  if (file && unfinished > 0) {
    const handle = await open(path, 'r+');
    await handle.truncate(file.size - unfinished);
    await handle.close();
  }
  await write(path, 'a', `${line}\n`);
  if (!file) await sync(dirname(path));
}

async function write(path: string, flags: 'a' | 'w', text: string): Promise<void> {
  const handle = await open(path, flags, 0o644);
  try {
    await handle.appendFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

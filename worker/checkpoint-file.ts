// The checkpoint file outside the database: lines are only ever added, each on disk before it counts.
import { mkdir, open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lookAtLines, readTail, type Tail } from '#lib/audit/line-file.ts';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';

/** The last finished lines; none when there is no file yet. */
export async function checkpointTail(path: string): Promise<Tail> {
  return readTail(await lookAtLines(path));
}

/**
 * Adds lines and waits until the disk has them. What an interrupted writer left without its line break goes first: it
 * never counted. The caller holds the lock of the checkpoint round. Throws what the file system throws.
 */
export async function appendCheckpoints(path: string, lines: readonly CheckpointLine[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await lookAtLines(path);
  const { unfinished } = await readTail(file);
  if (file && unfinished > 0) await truncate(path, file.size - unfinished);
  const handle = await open(path, 'a', 0o644);
  try {
    await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  // A new file is only there after a crash when its folder knows of it.
  if (!file) await syncFolder(dirname(path));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

// Makes a backup: reads the database, writes the archive, reads that back. What is under the name is whole.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { writeArchive } from './archive.ts';
import { readDatabase } from './read-database.ts';
import { type ArchiveFacts, verifyArchive } from './verify-archive.ts';

const WORKING = '.backup-';

export interface Made extends ArchiveFacts {
  file: string;
  durationMs: number;
}

/** `client` is the owner's. Throws BackupProblem and what connection and disk throw; then there is no such file. */
export async function makeBackup(client: pg.Client, file: string, emergency: boolean): Promise<Made> {
  const begun = performance.now();
  const place = dirname(file);
  await mkdir(place, { recursive: true, mode: 0o700 });
  await clearAbandoned(place);
  // Beside the archive, so that it is the same disk; closed to everybody else.
  const folder = await mkdtemp(join(place, `${WORKING}${process.pid}-`));
  try {
    const manifest = await readDatabase(client, folder, emergency);
    await writeArchive(file, folder, manifest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const facts = await verifyArchive(file);
  return { ...facts, file, durationMs: Math.round(performance.now() - begun) };
}

/** What a backup that was killed left behind holds secrets too. */
async function clearAbandoned(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const pid = /^\.backup-(\d+)-/.exec(name)?.[1] ?? /\.(\d+)\.unfinished$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `bulkhead-2026-11-26T220742Z.tar.gz`: names in the order of time, fit for every file system. */
export function backupName(now: Date, emergency: boolean): string {
  const moment = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
  return `bulkhead-${moment}${emergency ? '-emergency' : ''}.tar.gz`;
}

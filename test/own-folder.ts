// Folders for what a test run starts, named by the run, so that a later run clears what a killed one left.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux keeps what is in it in memory: no test outlives the machine, so none needs a disk that is waited for. */
const MEMORY = '/dev/shm';
/** What a whole run holds at once stays far below it. */
const ROOM_BYTES = 4 * 2 ** 30;

/** A new folder that any user may enter (a database server may run as another), after clearing those of dead runs. */
export function makeOwnFolder(prefix: string): string {
  const places = hasRoom() ? [MEMORY, tmpdir()] : [tmpdir()];
  for (const place of places) clear(place, prefix);
  const folder = mkdtempSync(join(places[0] ?? tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ROOM_BYTES;
}

function clear(place: string, prefix: string): void {
  for (const name of readdirSync(place)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN;
    // A database server whose folder is gone ends itself.
    if (owner > 1 && !isAlive(owner)) rmSync(join(place, name), { recursive: true, force: true });
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

// The latch of an emergency stop that was pressed here: on disk before anybody is told, and until the database holds it itself.
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { contains, type Latch, type Unlatch } from '#lib/contract/latch.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { isFields } from '#lib/door/form.ts';
import { checkedJson, readChecked } from '#lib/process/checked-json.ts';
import type { Log } from '#lib/process/log.ts';
import { asciiJson } from './encode.ts';
import { writeWhole } from './last-known-good.ts';
import { isWireValue } from './snapshot-form.ts';

export interface HeldLatch extends Latch {
  reason: string;
  /** The key that pressed it. */
  keyId: string;
}

export interface LatchStore {
  current(): HeldLatch | undefined;
  /**
   * Latches, unless it is latched already: then the first one stands. Every reader has been told when this returns.
   * `onDisk` never rejects, but lasts as long as the disk takes: nothing that stops the venue waits for it.
   */
  set(latch: HeldLatch): { latch: HeldLatch; changed: boolean; onDisk: Promise<void> };
  /** What the database has recorded by now, and where the served values stand: a recorded latch gives way, at every reader. */
  note(recorded: readonly Unlatch[], at: Position | undefined): void;
  /** What a reader that comes anew has to be told besides the values. */
  frames(): Buffer[];
  /** Resolves when the file is as the latch is, or could not be made so. */
  settled(): Promise<void>;
}

export function createLatchStore(
  file: string,
  lay: (latch: Latch | undefined, frame: Buffer) => void,
  log: Log,
): LatchStore {
  let current = readLatch(file, log);
  let recorded: readonly Unlatch[] = [];
  /** Of those, what every reader has been told once the values here contained it. */
  const told = new Set<string>();
  /** Writes and removals of the file, one after another: a removal never comes before the write it undoes. */
  let onDisk: Promise<void> = Promise.resolve();
  if (current) {
    log.warn('an emergency stop is latched here since before this start', { stopId: current.id });
    lay(current, latchFrame(current));
  }

  async function write(latch: HeldLatch): Promise<void> {
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, checkedJson(latch));
    } catch (error) {
      log.error('the emergency stop is latched in memory only: its file cannot be written', { err: error });
    }
  }

  async function remove(): Promise<void> {
    try {
      await rm(file, { force: true });
    } catch (error) {
      log.error('the file of the emergency stop cannot be removed: the next start latches it again', {
        err: error,
      });
    }
  }

  return {
    current: () => current,
    set(latch) {
      // In memory first: a second press must find this one while the disk is busy, and waits for the disk too.
      const held = current;
      if (!held) {
        current = latch;
        lay(latch, latchFrame(latch));
        onDisk = onDisk.then(() => write(latch));
      }
      return { latch: held ?? latch, changed: held === undefined, onDisk };
    },
    note(list, at) {
      recorded = list;
      // Also those that were not latched here: a reader may have come with one from another edge.
      const over = list.filter(
        ({ id, ...held }) => contains(at, held) && (!told.has(id) || id === current?.id),
      );
      if (over.length > 0) {
        if (current && over.some(({ id }) => id === current?.id)) {
          log.info('the database holds the emergency stop itself', { stopId: current.id });
          current = undefined;
          onDisk = onDisk.then(remove);
        }
        lay(current, Buffer.concat(over.map(unlatchFrame)));
      }
      const listed = new Set(list.map(({ id }) => id));
      for (const { id } of over) told.add(id);
      for (const id of told) if (!listed.has(id)) told.delete(id);
    },
    frames: () => [...recorded.map(unlatchFrame), ...(current ? [latchFrame(current)] : [])],
    settled: () => onDisk,
  };
}

function latchFrame({ id, at, switches }: Latch): Buffer {
  return Buffer.from(`event: latch\ndata: ${asciiJson({ id, at, switches })}\n\n`, 'latin1');
}

function unlatchFrame(unlatch: Unlatch): Buffer {
  return Buffer.from(`event: unlatch\ndata: ${asciiJson(unlatch)}\n\n`, 'latin1');
}

function readLatch(file: string, log: Log): HeldLatch | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.error('the file of the emergency stop cannot be read', { err: error });
    return undefined;
  }
  const latch = formOf(readChecked(text));
  if (!latch) log.error('the file of the emergency stop is damaged and is not used');
  return latch;
}

function formOf(value: unknown): HeldLatch | undefined {
  if (!isFields(value) || !isFields(value.switches)) return undefined;
  const { id, at, reason, keyId } = value;
  if (typeof id !== 'string' || typeof at !== 'string') return undefined;
  if (typeof reason !== 'string' || typeof keyId !== 'string') return undefined;
  const entries = Object.entries(value.switches);
  if (!entries.every((pair): pair is [string, WireValue] => isWireValue(pair[1]))) return undefined;
  return { id, at, reason, keyId, switches: Object.fromEntries(entries) };
}

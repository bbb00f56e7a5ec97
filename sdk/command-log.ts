// What an executor has made of its commands, on disk: the same command that comes twice is carried out once.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CommandEvent, CommandProgress } from '#lib/contract/executors.ts';
import { isFields, parseJson, readProgress } from './wire.ts';

/** Edges send commands of the last day. */
const KEPT_MS = 36 * 3_600_000;

interface Entry {
  progress: CommandProgress;
  at: number;
}

export interface CommandLog {
  /** False when it is known already and over, or being carried out in this life. */
  begin(command: CommandEvent): boolean;
  note(progress: CommandProgress): void;
  list(): CommandProgress[];
}

/** Without a file, a restart forgets: the same command may be carried out again. Throws when the file is damaged. */
export function openCommandLog(
  file: string | undefined,
  onTrouble: (error: Error) => void,
  now: () => number = Date.now,
): CommandLog {
  const entries = new Map<string, Entry>(file === undefined ? [] : readEntries(file));
  const begun = new Set<string>();

  function save(): void {
    const oldest = now() - KEPT_MS;
    for (const [id, { at }] of entries) if (at < oldest) entries.delete(id);
    if (file === undefined) return;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const temporary = `${file}.${process.pid}.tmp`;
      // Before the command is carried out: what is not written down could be done twice.
      writeFileSync(temporary, JSON.stringify([...entries]), { mode: 0o600, flush: true });
      renameSync(temporary, file);
    } catch (error) {
      onTrouble(new Error(`The log of commands ${file} cannot be written: ${(error as Error).message}`));
    }
  }

  return {
    begin(command) {
      const known = entries.get(command.id)?.progress;
      if (known?.state === 'done' || known?.state === 'failed' || begun.has(command.id)) return false;
      begun.add(command.id);
      if (!known) {
        const progress = { id: command.id, state: 'acknowledged' as const, done: 0, total: 0 };
        entries.set(command.id, { progress, at: now() });
        save();
      }
      return true;
    },
    note(progress) {
      const before = entries.get(progress.id)?.progress;
      entries.set(progress.id, { progress, at: now() });
      if (before?.state !== progress.state) save();
    },
    list: () => [...entries.values()].map(({ progress }) => progress).slice(-200),
  };
}

function readEntries(file: string): [string, Entry][] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(`The log of commands ${file} cannot be read: ${(error as Error).message}`);
  }
  const entries = entriesOf(parseJson(text));
  if (!entries)
    throw new Error(`The log of commands ${file} is damaged: look at it before this executor starts.`);
  return entries;
}

function entriesOf(value: unknown): [string, Entry][] | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries: [string, Entry][] = [];
  for (const pair of value as unknown[]) {
    if (!Array.isArray(pair) || !isFields(pair[1])) return undefined;
    const { progress: kept, at } = pair[1];
    const progress = readProgress(kept);
    if (!progress || progress.id !== pair[0] || typeof at !== 'number') return undefined;
    entries.push([progress.id, { progress, at }]);
  }
  return entries;
}

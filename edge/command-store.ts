// Commands to executors: those of the database, and those of a stop that was pressed here; each known by its id.
import type { CommandEvent } from '#lib/contract/executors.ts';

export interface KnownCommand extends CommandEvent {
  /** Only this executor; null for all of them. */
  executorId: string | null;
}

export interface CommandStore {
  /** Adds those that are not known yet and tells the listeners of them, in their order. */
  add(commands: readonly KnownCommand[]): void;
  /** Every known command for this executor, in the order they were issued. */
  of(executorId: string): KnownCommand[];
  find(id: string): KnownCommand | undefined;
  onAdded(listener: (commands: readonly KnownCommand[]) => void): void;
}

/** Older ones were looked at long ago or have expired. */
const KEPT = 1_000;

export function createCommandStore(): CommandStore {
  const known = new Map<string, KnownCommand>();
  const listeners: ((commands: readonly KnownCommand[]) => void)[] = [];
  return {
    add(commands) {
      const fresh = commands.filter(({ id }) => !known.has(id));
      if (fresh.length === 0) return;
      for (const command of fresh) known.set(command.id, command);
      for (const id of known.keys()) {
        if (known.size <= KEPT) break;
        known.delete(id);
      }
      for (const listener of listeners) listener(fresh);
    },
    of: (executorId) =>
      [...known.values()]
        .filter((command) => isFor(command, executorId))
        .sort((a, b) => (a.issuedAt < b.issuedAt ? -1 : 1)),
    find: (id) => known.get(id),
    onAdded: (listener) => void listeners.push(listener),
  };
}

export function isFor({ executorId }: KnownCommand, id: string): boolean {
  return executorId === null || executorId === id;
}

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

/**
 * The newest, by when they were issued: older ones were looked at long ago or have expired. More than a look at the
 * database brings (stop-sync.ts), or each look would push out what the next one brings again.
 */
const KEPT = 1_000;

export function createCommandStore(): CommandStore {
  const known = new Map<string, KnownCommand>();
  const listeners: ((commands: readonly KnownCommand[]) => void)[] = [];
  return {
    add(commands) {
      const fresh = commands.filter(({ id }) => !known.has(id));
      if (fresh.length === 0) return;
      for (const command of fresh) known.set(command.id, command);
      const surplus = known.size - KEPT;
      if (surplus > 0)
        for (const { id } of [...known.values()].sort(byIssue).slice(0, surplus)) known.delete(id);
      const kept = fresh.filter(({ id }) => known.has(id));
      if (kept.length > 0) for (const listener of listeners) listener(kept);
    },
    of: (executorId) => [...known.values()].filter((command) => isFor(command, executorId)).sort(byIssue),
    find: (id) => known.get(id),
    onAdded: (listener) => void listeners.push(listener),
  };
}

/** Times are ISO 8601 UTC with milliseconds, which sort as text; of one moment, the one that came first. */
function byIssue(a: KnownCommand, b: KnownCommand): number {
  if (a.issuedAt === b.issuedAt) return 0;
  return a.issuedAt < b.issuedAt ? -1 : 1;
}

export function isFor({ executorId }: KnownCommand, id: string): boolean {
  return executorId === null || executorId === id;
}

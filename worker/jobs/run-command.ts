// A job that runs one command as Bulkhead itself: safe to run twice, and again when the database did not let it end.
import type { Task } from 'graphile-worker';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';

/** The payload is the input. A conflict means that it is done, or not due: somebody else was there first. */
export function runCommand(command: AnyCommand): Task {
  return async (payload) => {
    const result = await execute(command, payload, SYSTEM);
    if (result.ok || result.error.code === 'conflict') return;
    throw new Error(`${result.error.code}: ${result.error.message}`);
  };
}

// Every job of the queue by its name: what commands and triggers of the database put there, and housekeeping.
import type { TaskList } from 'graphile-worker';
import type pg from 'pg';
import { expireRequest } from '#lib/commands/changes/expire-request.ts';
import { noteDeadline } from '#lib/commands/changes/note-deadline.ts';
import { recordEdgeStop } from '#lib/commands/venue/record-edge-stop.ts';
import { expireWithdrawal } from '#lib/commands/withdrawals/expire-withdrawal.ts';
import type { Log } from '#lib/process/log.ts';
import { housekeeping } from './housekeeping.ts';
import { runCommand } from './jobs/run-command.ts';

export function createTasks(pool: pg.Pool, log: Log): TaskList {
  return {
    'expire-request': runCommand(expireRequest),
    'expire-withdrawal': runCommand(expireWithdrawal),
    'note-deadline': runCommand(noteDeadline),
    'record-edge-stop': runCommand(recordEdgeStop),
    housekeeping: housekeeping(pool, log),
  };
}

// What a door answers when resolving the caller failed: the database is away, or a bug that is logged and not described.
import { randomUUID } from 'node:crypto';
import { createLog } from '#lib/process/log.ts';
import type { Failure } from '#lib/rules/result.ts';
import { databaseFailure } from '#lib/write/database-failure.ts';

const log = createLog('console');

/** An expected failure for whatever was thrown on the way; a bug gets an id that stands in the log too. */
export function thrownFailure(error: unknown, route: string): Failure {
  const kind = databaseFailure(error);
  if (kind === 'unreachable' || kind === 'busy') {
    return { code: 'unavailable', message: 'The database does not answer. Nothing was changed. Try again.' };
  }
  const requestId = randomUUID();
  log.error('request failed', { route, requestId, err: error });
  return {
    code: 'internal',
    message: `Something in Bulkhead broke; nothing was changed. Tell the maintainers the number ${requestId}.`,
    details: { requestId },
  };
}

// Tells what a database error means for a write: try again later, a conflict, or a bug.
import { Prisma } from '#lib/store/client.ts';

export type DatabaseFailure = 'unreachable' | 'busy' | 'conflict' | 'bug';

const UNREACHABLE = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1011', 'P1017', 'P2024']);
// P2039 is no member: Prisma gives that code to every error of the server it has no name for; its SQLSTATE decides.
const BUSY = new Set(['P2028', 'P2034']);

/** What the driver said; Prisma carries it in `meta`, or throws it bare (at BEGIN and COMMIT). */
function driverCause(error: unknown): { kind?: unknown; originalCode?: string } {
  const { meta, cause } = (error ?? {}) as {
    meta?: { driverAdapterError?: { cause?: object }; code?: string };
    cause?: unknown;
  };
  const said = meta?.driverAdapterError?.cause ?? cause;
  const code = typeof meta?.code === 'string' ? { originalCode: meta.code } : {};
  return { ...code, ...(typeof said === 'object' ? said : {}) };
}

/** Kinds of the driver for a server that is not there, or went away. */
const AWAY_KINDS: ReadonlySet<unknown> = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** SQLSTATE classes 08 (connection), 57P (server shutting down), 53 (out of resources). */
function unreachableState(state: string | undefined): boolean {
  return state !== undefined && (/^(08|53)/.test(state) || state.startsWith('57P'));
}

/** Lock, statement and transaction time-outs, deadlock and serialization: the transaction is rolled back. */
function busyState(state: string | undefined): boolean {
  return state !== undefined && ['55P03', '57014', '25P03', '25P04', '40001', '40P01'].includes(state);
}

const NETWORK =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|Connection terminated|timeout exceeded|Query read timeout|not queryable|server closed|shutting down|starting up|connection.*closed/i;

function textOf(error: unknown): string {
  return error instanceof Error
    ? `${error.message} ${String((error as { cause?: unknown }).cause ?? '')}`
    : '';
}

/**
 * Whether a COMMIT that failed certainly had no effect: only when the server itself said why it refuses. Prisma's own
 * time-out for the transaction may pass while the COMMIT is on its way.
 */
export function commitRefused(error: unknown): boolean {
  const { kind, originalCode } = driverCause(error);
  if (originalCode !== undefined) return !unreachableState(originalCode);
  return kind === 'TransactionWriteConflict' || /TransactionWriteConflict/.test(textOf(error));
}

/** Classifies whatever Prisma or the driver threw. */
export function databaseFailure(error: unknown): DatabaseFailure {
  if (error instanceof Prisma.PrismaClientInitializationError) return 'unreachable';
  const { kind, originalCode: state } = driverCause(error);
  if (AWAY_KINDS.has(kind)) return 'unreachable';
  const code = error instanceof Prisma.PrismaClientKnownRequestError ? error.code : '';
  const text = textOf(error);
  if (UNREACHABLE.has(code) || unreachableState(state)) return 'unreachable';
  if (BUSY.has(code) || busyState(state)) return NETWORK.test(text) ? 'unreachable' : 'busy';
  // BH001: a trigger of ours holds a rule that two transactions broke together (prisma/migrations).
  if (code === 'P2002' || kind === 'UniqueConstraintViolation' || state === '23505' || state === 'BH001') {
    return 'conflict';
  }
  if (/TransactionWriteConflict/.test(text)) return 'busy';
  return NETWORK.test(text) ? 'unreachable' : 'bug';
}

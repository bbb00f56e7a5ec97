// What an error of the database means: a server that is away or busy is "try again", a mistake of ours is a bug.
import { expect, test } from 'vitest';
import { Prisma } from '#lib/store/client.ts';
import { commitRefused, databaseFailure } from './database-failure.ts';

/** As Prisma 7 throws what PostgreSQL said, with its SQLSTATE. */
function thrown(code: string, state?: string, message = 'Database error'): Error {
  const meta = state ? { driverAdapterError: { cause: { originalCode: state } } } : {};
  return new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '7', meta });
}

/** As Prisma 7 throws what the driver found out without a server: there is no SQLSTATE. */
function away(code: string, kind: string): Error {
  const meta = { driverAdapterError: { cause: { kind } } };
  return new Prisma.PrismaClientKnownRequestError('Raw query failed', { code, clientVersion: '7', meta });
}

/** As the driver throws at BEGIN and COMMIT, where Prisma wraps nothing. */
function bare(originalCode: string, kind = 'postgres'): Error {
  return new Error(kind, { cause: { kind, originalCode } });
}

// biome-ignore format: a case a line
test.each<[string, Error, string]>([
  ['no connection', thrown('P1001'), 'unreachable'],
  ['the server is shutting down', thrown('P2010', '57P01'), 'unreachable'],
  ['the server is starting', thrown('P2039', '57P03'), 'unreachable'],
  ['too many connections', thrown('P2039', '53300'), 'unreachable'],
  ['the connection failed', thrown('P2010', '08006'), 'unreachable'],
  ['no connection from the pool in time', thrown('P2024'), 'unreachable'],
  ['the transaction took too long', thrown('P2028'), 'busy'],
  ['the transaction never got a connection', thrown('P2028', undefined, 'timeout exceeded when trying to connect'), 'unreachable'],
  ['a lock time-out', thrown('P2039', '55P03'), 'busy'],
  ['a statement time-out', thrown('P2010', '57014'), 'busy'],
  ['a deadlock', thrown('P2034', '40P01'), 'busy'],
  ['a unique value that is taken', thrown('P2002'), 'conflict'],
  ['a rule that a trigger holds', thrown('P2010', 'BH001'), 'conflict'],
  ['a unique value that is taken, by raw SQL', thrown('P2010', '23505'), 'conflict'],
  ['a COMMIT at which a deferred trigger refuses', bare('BH001'), 'conflict'],
  ['a COMMIT at which a deferred unique constraint refuses', bare('23505', 'UniqueConstraintViolation'), 'conflict'],
  ['a COMMIT that took longer than a statement may', bare('57014'), 'busy'],
  ['a COMMIT after the time of the transaction', bare('25P04'), 'busy'],
  ['a COMMIT while the server shuts down', bare('57P01'), 'unreachable'],
  ['a COMMIT at which a deferred check refuses', bare('23514'), 'bug'],
  ['a date out of range', thrown('P2039', '22008'), 'bug'],
  ['a text that PostgreSQL cannot hold', thrown('P2039', '22021'), 'bug'],
  ['a check that refuses', thrown('P2010', '23514'), 'bug'],
  ['a missing right', thrown('P2010', '42501'), 'bug'],
  ['a refused connection', new Error('connect ECONNREFUSED 127.0.0.1:5432'), 'unreachable'],
  ['a query without an answer', new Error('Query read timeout'), 'unreachable'],
  ['a reset connection as the cause', new Error('query failed', { cause: new Error('read ECONNRESET') }), 'unreachable'],
  ['raw SQL that found nobody listening', away('P2010', 'DatabaseNotReachable'), 'unreachable'],
  ['raw SQL whose connection was reset', away('P2010', 'ConnectionClosed'), 'unreachable'],
  ['a BEGIN that found nobody listening', new Error('DatabaseNotReachable', { cause: { kind: 'DatabaseNotReachable' } }), 'unreachable'],
  ['a mistake in the code', new TypeError("Cannot read properties of undefined (reading 'value')"), 'bug'],
])('%s', (_name, error, expected) => {
  expect(databaseFailure(error)).toBe(expected);
});

test('what is no error at all is a bug', () => {
  for (const what of [undefined, null, 'ECONNREFUSED', 42]) expect(databaseFailure(what)).toBe('bug');
});

// biome-ignore format: a case a line
test.each<[string, Error, boolean]>([
  ['the server refused it', thrown('P2039', '23514'), true],
  ['the server gave up its transaction', thrown('P2039', '25P04'), true],
  ['it lost against another', new Error('TransactionWriteConflict', { cause: { kind: 'TransactionWriteConflict' } }), true],
  ['the server was shutting down', thrown('P2039', '57P01'), false],
  ['the connection broke', away('P2010', 'ConnectionClosed'), false],
  ['nobody answered', new Error('Connection terminated unexpectedly'), false],
  ['Prisma gave up the transaction', thrown('P2028'), false],
  ['who knows', new Error('something else'), false],
])('a commit that failed because %s: certainly without effect is %s', (_name, error, refused) => {
  expect(commitRefused(error)).toBe(refused);
});

// The shape of a read and the one way to run it: permission, input, query; each read authorizes by itself.
import type { z } from 'zod';
import type { Action } from '#lib/catalog/permissions.ts';
import type { NameOf } from '#lib/contract/bodies.ts';
import { inTurn } from '#lib/process/turns.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';
import { fail, type Result } from '#lib/rules/result.ts';
import { database, type Tx } from '#lib/store/client.ts';
import { databaseFailure } from '#lib/write/database-failure.ts';

export interface Read<Input, Body> {
  action: Action;
  /** Name of the answer's type among the bodies of the contract: what the API document says of it. */
  body: NameOf<Body>;
  input: z.ZodType<Input>;
  /** It waits for somebody outside and leaves the database alone: it takes no turn from those that do not (decision 0118). */
  waitsOutside?: true;
  /** `signal`: whoever asked does not wait any more. */
  run(tx: Tx, input: Input, actor: Actor, signal?: AbortSignal): Promise<Result<Body>>;
}

/** A read whose inner types nobody outside needs: what the registry holds. */
// biome-ignore lint/suspicious/noExplicitAny: existential over the read's own types; ask() keeps them together
export type AnyRead = Read<any, any>;

/** Runs a read for an actor. Expected failures are values; a database that does not answer is `unavailable`. */
export async function ask<Input, Body>(
  read: Read<Input, Body>,
  rawInput: unknown,
  actor: Actor,
  signal?: AbortSignal,
): Promise<Result<Body>> {
  const allowed = may(actor, read.action);
  if (!allowed.ok) return allowed;
  const parsed = read.input.safeParse(rawInput);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(
      'invalid_input',
      issue ? `${issue.path.join('.') || 'query'}: ${issue.message}` : 'The query does not fit.',
    );
  }
  try {
    const run = () => read.run(database(), parsed.data, actor, signal);
    return await (read.waitsOutside ? run() : inTurn(run));
  } catch (error) {
    const kind = databaseFailure(error);
    if (kind === 'unreachable')
      return fail(
        'unavailable',
        'The database does not answer. Services still have their switches. Try again.',
      );
    if (kind === 'busy') return fail('unavailable', 'The database is too busy to answer in time. Try again.');
    throw error;
  }
}

// Makes a server action of a command: resolves the caller, executes, answers a value that a form can show.
import type { Failure } from '#lib/rules/result.ts';
import type { Command } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { thrownFailure } from './failure.ts';
import { requestActor } from './page-actor.ts';

export type ActionResult<Answer> =
  | { ok: true; value: Answer; idempotencyKey: string }
  | { ok: false; error: Failure; idempotencyKey: string | null };

export type ServerAction<Answer> = (input: unknown, idempotencyKey?: string) => Promise<ActionResult<Answer>>;

/** The one thing an actions.ts exports. The command checks everything again; this only carries. */
export function action<I, P, S, N, A>(command: Command<I, P, S, N, A>): ServerAction<A> {
  return async (input, idempotencyKey) => {
    const key =
      typeof idempotencyKey === 'string' && /^[\x21-\x7e]{1,200}$/.test(idempotencyKey)
        ? idempotencyKey
        : undefined;
    try {
      const result = await execute(command, input, await requestActor(), { idempotencyKey: key });
      return result.ok
        ? { ok: true, value: result.value, idempotencyKey: result.idempotencyKey }
        : { ok: false, error: result.error, idempotencyKey: result.idempotencyKey };
    } catch (error) {
      return {
        ok: false,
        error: thrownFailure(error, `action ${command.name}`),
        idempotencyKey: key ?? null,
      };
    }
  };
}

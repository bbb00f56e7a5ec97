// Makes a server action of a command: resolves the caller, executes, answers a value that a form can show.
import type { Failure } from '#lib/rules/result.ts';
import { database } from '#lib/store/client.ts';
import type { Command } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { stepUpProof } from '#lib/write/step-up.ts';
import { thrownFailure } from './failure.ts';
import { requestActor } from './page-actor.ts';

export type ActionResult<Answer> =
  | { ok: true; value: Answer; idempotencyKey: string }
  | { ok: false; error: Failure; idempotencyKey: string | null };

/** `stepUp` is the proof that a `step_up_required` refusal asked for. */
export type ServerAction<Answer> = (
  input: unknown,
  idempotencyKey?: string,
  stepUp?: unknown,
) => Promise<ActionResult<Answer>>;

/** The one thing an actions.ts exports. The command checks everything again; this only carries. */
export function action<I, P, S, N, A>(command: Command<I, P, S, N, A>): ServerAction<A> {
  return async (input, idempotencyKey, rawProof) => {
    const key =
      typeof idempotencyKey === 'string' && /^[\x21-\x7e]{1,200}$/.test(idempotencyKey)
        ? idempotencyKey
        : undefined;
    try {
      const proof = stepUpProof.optional().safeParse(rawProof);
      if (!proof.success) {
        const error = { code: 'invalid_input', message: 'That is no proof of a second factor.' } as const;
        return { ok: false, error, idempotencyKey: key ?? null };
      }
      const result = await execute(command, input, await requestActor(database(command.lane)), {
        idempotencyKey: key,
        stepUp: proof.data,
      });
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

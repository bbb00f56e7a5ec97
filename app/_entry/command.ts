// A command by HTTP: key and proof from the headers, who asks, what is asked, and the answer with the key it can be asked for again.
import type { NextRequest } from 'next/server';
import { may } from '#lib/rules/may.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { proofFromHeader } from '#lib/write/step-up.ts';
import { actorOf } from './actor.ts';
import { failureResponse, resultResponse } from './answer.ts';
import { thrownFailure } from './failure.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

/** `readInput` comes after the permission: somebody who may not do it at all learns nothing about its form. */
export async function commandResponse(
  command: AnyCommand,
  request: NextRequest,
  readInput: (request: NextRequest) => Promise<Result<unknown>>,
): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  if (idempotencyKey !== undefined && !KEY.test(idempotencyKey)) {
    return failureResponse({
      code: 'invalid_input',
      message: 'Idempotency-Key takes 1 to 200 printable ASCII characters without spaces.',
    });
  }
  const stepUp = proofFromHeader(request.headers.get('bulkhead-step-up'));
  if (!stepUp.ok) return failureResponse(stepUp.error);
  try {
    const actor = await actorOf(request, true, database(command.lane));
    const input = may(actor, command.name).ok ? await readInput(request) : ok(null);
    if (!input.ok) return failureResponse(input.error);
    const result = await execute(command, input.value, actor, { idempotencyKey, stepUp: stepUp.value });
    return resultResponse(result, {
      'idempotency-key': result.idempotencyKey,
      ...(result.replayed ? { 'idempotency-replayed': 'true' } : {}),
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, `commands/${command.name}`));
  }
}

/** Whether a body was sent at all; what has neither length nor encoding is none. */
export function hasBody({ headers }: Request): boolean {
  return Number(headers.get('content-length') ?? 0) > 0 || headers.has('transfer-encoding');
}

// POST /api/v1/commands/<name>: every HTTP write, one look-up in the registry.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { COMMANDS, NOT_OVER_HTTP } from '#lib/commands/registry.ts';
import { may } from '#lib/rules/may.ts';
import { database, urgentDatabase } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { proofFromHeader } from '#lib/write/step-up.ts';

const KEY = /^[\x21-\x7e]{1,200}$/;

export async function POST(
  request: NextRequest,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> {
  const { name } = await params;
  const command = NOT_OVER_HTTP.has(name) ? undefined : COMMANDS.get(name);
  if (!command) return failureResponse({ code: 'not_found', message: 'There is no such command.' });
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
    const actor = await actorOf(request, true, command.urgent ? urgentDatabase() : database());
    // Before the body is read: somebody who may not do it at all learns nothing about its form.
    const body = may(actor, command.name).ok ? await jsonBody(request) : ({ ok: true, value: null } as const);
    if (!body.ok) return failureResponse(body.error);
    const result = await execute(command, body.value, actor, { idempotencyKey, stepUp: stepUp.value });
    return resultResponse(result, {
      'idempotency-key': result.idempotencyKey,
      ...(result.replayed ? { 'idempotency-replayed': 'true' } : {}),
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, `commands/${command.name}`));
  }
}

export const GET = takesOnly('POST');
export const HEAD = GET;

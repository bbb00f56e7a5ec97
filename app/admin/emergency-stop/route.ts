// POST /admin/emergency-stop (manual 2): stops the venue, as whoever's token or key it is. A body with a reason may come along.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import { emergencyStop } from '#lib/commands/emergency-stop.ts';
import { urgentDatabase } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';

const NO_REASON = 'Emergency stop by the admin endpoint, no reason given';

/** `{ "reason": "..." }`, or nothing at all: a stop must not fail for want of words. */
async function reasonOf(request: NextRequest) {
  if (Number(request.headers.get('content-length') ?? 0) === 0 && !request.headers.has('transfer-encoding'))
    return { ok: true, value: { reason: NO_REASON } } as const;
  const body = await jsonBody(request);
  if (!body.ok) return body;
  const { value } = body;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? ({ ok: true, value: { reason: NO_REASON, ...value } } as const)
    : ({ ok: true, value } as const);
}

export async function POST(request: NextRequest): Promise<Response> {
  try {
    const actor = await actorOf(request, true, urgentDatabase());
    const body = await reasonOf(request);
    if (!body.ok) return failureResponse(body.error);
    // Whoever can send this has said what they want by its address.
    const input = typeof body.value === 'object' ? { ...body.value, confirm: STOP_WORD } : body.value;
    return resultResponse(
      await execute(emergencyStop, input, actor, {
        idempotencyKey: request.headers.get('idempotency-key') ?? undefined,
      }),
    );
  } catch (error) {
    return failureResponse(thrownFailure(error, 'admin/emergency-stop'));
  }
}

export const GET = takesOnly('POST');
export const HEAD = GET;

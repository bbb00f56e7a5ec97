// POST /admin/emergency-stop (manual 2): stops the venue, as whoever's token or key it is. A body with a reason may come along.
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { commandResponse, hasBody } from '#app/_entry/command.ts';
import { jsonBody } from '#app/_entry/json-body.ts';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { ok, type Result } from '#lib/rules/result.ts';

const NO_REASON = 'Emergency stop by the admin endpoint, no reason given';

/** `{ "reason": "..." }`, or nothing at all: a stop must not fail for want of words. */
async function inputOf(request: NextRequest): Promise<Result<unknown>> {
  const body = hasBody(request) ? await jsonBody(request) : ok({});
  if (!body.ok) return body;
  const { value } = body;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return body;
  // Whoever can send this has said what they want by its address.
  return ok({ reason: NO_REASON, ...value, confirm: STOP_WORD });
}

export async function POST(request: NextRequest): Promise<Response> {
  return commandResponse(emergencyStop, request, inputOf);
}

export const GET = takesOnly('POST');
export const HEAD = GET;

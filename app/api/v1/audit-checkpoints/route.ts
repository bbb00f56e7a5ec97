// GET /api/v1/audit-checkpoints: the signed marks of the chain, one JSON object a line, for checking an export elsewhere.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { downloadResponse, roomForDownload } from '#app/_entry/download.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { checkpointText } from '#lib/reads/audit/stream-export.ts';
import { may } from '#lib/rules/may.ts';

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const lines = checkpointText(await actorOf(request));
    if (!lines.ok) return failureResponse(lines.error);
    if (!roomForDownload()) {
      return failureResponse({
        code: 'rate_limited',
        message: 'Too many downloads run at this moment. Try again shortly.',
      });
    }
    return await downloadResponse({
      chunks: lines.value,
      signal: request.signal,
      stillAllowed: async () => may(await actorOf(request), 'read-audit').ok,
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': 'attachment; filename="bulkhead-checkpoints.ndjson"',
      },
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'audit-checkpoints'));
  }
}

export const POST = takesOnly('GET');
export const HEAD = POST;

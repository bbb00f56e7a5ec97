// GET /api/v1/<read>: every read, one look-up in the registry; query parameters are its input.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { queryOf } from '#app/_entry/query.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ read: string }> },
): Promise<Response> {
  const { read: name } = await params;
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const read = READS.get(name);
      if (!read) return failureResponse({ code: 'not_found', message: 'There is no such read.' });
      const query = queryOf(request.nextUrl.searchParams);
      return resultResponse(query.ok ? await ask(read, query.value, actor, request.signal) : query);
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, name));
  }
}

export const POST = takesOnly('GET', 'HEAD');

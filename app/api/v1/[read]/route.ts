// GET /api/v1/<read>: every read, one look-up in the registry; query parameters are its input.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** The parameters as one object; one that is sent twice is refused, not the first or last of them taken. */
function queryOf(parameters: URLSearchParams): Result<Record<string, string>> {
  const query: Record<string, string> = {};
  for (const [key, value] of parameters) {
    if (Object.hasOwn(query, key)) return fail('invalid_input', `${key}: send it once.`);
    Object.defineProperty(query, key, { value, enumerable: true });
  }
  return ok(query);
}

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
      return resultResponse(query.ok ? await ask(read, query.value, actor) : query);
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, name));
  }
}

export const POST = takesOnly('GET', 'HEAD');

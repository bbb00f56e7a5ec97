// GET /api/v1/<read>: every read, one look-up in the registry; query parameters are its input.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, resultResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ read: string }> },
): Promise<Response> {
  const { read: name } = await params;
  const read = READS.get(name);
  if (!read) return failureResponse({ code: 'not_found', message: 'There is no such read.' });
  const query: Record<string, string> = {};
  for (const [key, value] of request.nextUrl.searchParams) {
    if (Object.hasOwn(query, key)) {
      return failureResponse({ code: 'invalid_input', message: `${key}: send it once.` });
    }
    Object.defineProperty(query, key, { value, enumerable: true });
  }
  try {
    return resultResponse(await ask(read, query, await actorOf(request)));
  } catch (error) {
    return failureResponse(thrownFailure(error, name));
  }
}

export const POST = takesOnly('GET', 'HEAD');

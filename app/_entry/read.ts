// A read by HTTP: who asks, within their limit, with the query parameters as its input.
import type { NextRequest } from 'next/server';
import { ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { actorOf } from './actor.ts';
import { failureResponse, resultResponse } from './answer.ts';
import { thrownFailure } from './failure.ts';
import { queryOf } from './query.ts';
import { limited } from './rate-limit.ts';

export async function readResponse(name: string, request: NextRequest): Promise<Response> {
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

// GET /api/v1/openapi.json: what this API is, for programs; the page /docs/api shows the same to people.
import type { NextRequest } from 'next/server';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { publishedDocument } from '#lib/api/document.ts';
import { ANONYMOUS } from '#lib/rules/actor.ts';

export const dynamic = 'force-dynamic';

function answer(request: NextRequest): Response {
  const { text, etag } = publishedDocument();
  const headers = { etag, 'cache-control': 'public, max-age=60', 'content-type': 'application/json' };
  const known = request.headers.get('if-none-match')?.split(',') ?? [];
  return known.some((one) => one.trim().replace(/^W\//, '') === etag)
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers });
}

/** Nothing of it is secret and nothing of it is in the database: whoever asks counts as their address. */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    return await limited(request, ANONYMOUS, () => answer(request));
  } catch (error) {
    return failureResponse(thrownFailure(error, 'openapi.json'));
  }
}

export const POST = takesOnly('GET', 'HEAD');

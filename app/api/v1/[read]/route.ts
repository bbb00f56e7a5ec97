// GET /api/v1/<read>: every read, one look-up in the registry; query parameters are its input.
import type { NextRequest } from 'next/server';
import { takesOnly } from '#app/_entry/answer.ts';
import { readResponse } from '#app/_entry/read.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ read: string }> },
): Promise<Response> {
  const { read: name } = await params;
  return readResponse(name, request);
}

export const POST = takesOnly('GET', 'HEAD');

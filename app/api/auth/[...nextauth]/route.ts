// next-auth's doors, only the ones sign-in uses; everything else of it answers 404.

import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { failureResponse } from '#app/_entry/answer.ts';
import { authOptions } from '#app/_entry/auth-options.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'providers'],
  POST: ['callback/credentials'],
};

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join('/');
  if (!ALLOWED[request.method]?.includes(path)) {
    return failureResponse({ code: 'not_found', message: 'There is no such address.' });
  }
  if (
    request.method === 'POST' &&
    !/^application\/(x-www-form-urlencoded|json)\b/i.test(request.headers.get('content-type') ?? '')
  ) {
    return failureResponse({ code: 'unsupported_media_type', message: 'Send the sign-in form.' });
  }
  try {
    return await NextAuth(request as never, context as never, authOptions());
  } catch {
    // next-auth throws on malformed bodies, cookies and callback addresses; nothing of them is logged.
    return failureResponse({ code: 'invalid_input', message: 'That is not a sign-in form of this console.' });
  }
}

export { handle as GET, handle as POST };

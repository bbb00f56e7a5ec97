// next-auth's doors, only the ones sign-in uses; everything else of it answers 404.

import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { sessionCookieName } from '#app/_entry/actor.ts';
import { callerAddress } from '#app/_entry/address.ts';
import { failureResponse } from '#app/_entry/answer.ts';
import { authOptions } from '#app/_entry/auth-options.ts';
import { browserCookie, browserCookieOf } from '#app/_entry/browser-cookie.ts';
import { oidcSettings } from '#lib/commands/access/oidc-settings.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  GET: ['csrf', 'providers'],
  POST: ['callback/credentials', 'callback/passkey'],
};
/** Only where an identity provider is configured. */
const ALLOWED_WITH_OIDC: typeof ALLOWED = { GET: ['callback/oidc'], POST: ['signin/oidc'] };

function isAllowed(method: string, path: string): boolean {
  if (ALLOWED[method]?.includes(path)) return true;
  return ALLOWED_WITH_OIDC[method]?.includes(path) === true && oidcSettings() !== undefined;
}

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join('/');
  if (!isAllowed(request.method, path)) {
    return failureResponse({ code: 'not_found', message: 'There is no such address.' });
  }
  if (
    request.method === 'POST' &&
    !/^application\/(x-www-form-urlencoded|json)\b/i.test(request.headers.get('content-type') ?? '')
  ) {
    return failureResponse({ code: 'unsupported_media_type', message: 'Send the sign-in form.' });
  }
  let known: string | undefined;
  const options = authOptions({
    userAgent: request.headers.get('user-agent')?.slice(0, 300) ?? null,
    address: callerAddress(request),
    browser: browserCookieOf(request),
    onBrowser: (cookie) => {
      known = cookie;
    },
  });
  try {
    const response: Response = await NextAuth(request as never, context as never, options);
    // Our own configuration is checked at start: what it calls a broken one is a callback address that is none.
    if (response.status >= 500) return notOurForm();
    if (known !== undefined) response.headers.append('set-cookie', browserCookie(known));
    return response;
  } catch {
    // next-auth throws on malformed bodies and cookies; nothing of them is logged.
    return notOurForm();
  }
}

/** Also takes away the cookie with the callback address: a spoilt one would lock its browser out. */
function notOurForm(): Response {
  const failure = { code: 'invalid_input', message: 'That is not a sign-in form of this console.' } as const;
  const prefix = sessionCookieName().startsWith('__Secure-') ? '__Secure-' : '';
  const gone = `${prefix}next-auth.callback-url=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${prefix && '; Secure'}`;
  return failureResponse(failure, { 'set-cookie': gone });
}

export { handle as GET, handle as POST };

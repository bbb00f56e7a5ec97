// The cookie of a browser in which somebody has signed in before: its wrong attempts are counted by themselves.
import type { NextRequest } from 'next/server';
import { KNOWN_BROWSER_SECONDS } from '#lib/catalog/session-policy.ts';

function secure(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

function cookieName(): string {
  return secure() ? '__Secure-bulkhead.browser' : 'bulkhead.browser';
}

/** What the browser sends; whether it is ours is for the command to say. */
export function browserCookieOf(request: Pick<NextRequest, 'cookies'>): string | null {
  return request.cookies.get(cookieName())?.value.slice(0, 200) ?? null;
}

/** A `set-cookie` line. It opens nothing: a sign-in still takes everything it takes. */
export function browserCookie(value: string): string {
  return `${cookieName()}=${value}; Path=/api/auth; Max-Age=${KNOWN_BROWSER_SECONDS}; HttpOnly; SameSite=Lax${secure() ? '; Secure' : ''}`;
}

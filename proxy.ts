// Before every request: refuses what no page of ours sends, and sets security headers with a fresh nonce. Convenience, never the authorization.
import { type NextRequest, NextResponse } from 'next/server';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const MAX_BODY_BYTES = 1_024 * 1_024;
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?next-auth\.session-token/;

function refusal(status: number, code: string, message: string): NextResponse {
  return NextResponse.json(
    { error: { code, message } },
    { status, headers: { 'cache-control': 'no-store' } },
  );
}

/** Whether a write that carries our cookie comes from our own pages. Tokens and keys need no Origin. */
function foreignOrigin(request: NextRequest): boolean {
  if (request.headers.has('authorization') || request.headers.has('x-api-key')) return false;
  const isAuth = request.nextUrl.pathname.startsWith('/api/auth/');
  if (!isAuth && !SESSION_COOKIE.test(request.headers.get('cookie') ?? '')) return false;
  const origin = request.headers.get('origin');
  // next-auth's sign-in is protected by its own token; a script without an Origin may sign in.
  if (origin === null) return !isAuth;
  const ours = process.env.NEXTAUTH_URL;
  // The configured address decides; a forwarded host can be forged along with the Origin.
  return ours ? origin !== new URL(ours).origin : origin !== request.nextUrl.origin;
}

function contentSecurityPolicy(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    development ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export function proxy(request: NextRequest): NextResponse {
  if (!METHODS.has(request.method)) {
    return refusal(405, 'method_not_allowed', 'Bulkhead takes GET and POST.');
  }
  if (request.method === 'POST') {
    if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
      return refusal(413, 'payload_too_large', 'The body is too large: at most 1 MiB.');
    }
    if (foreignOrigin(request)) {
      return refusal(403, 'forbidden', 'This write did not come from a page of this console.');
    }
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('x-frame-options', 'DENY');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  if (process.env.NEXTAUTH_URL?.startsWith('https://')) {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  }
  return response;
}

export const config = { matcher: ['/((?!_next/static|_next/image|fonts/|icon.svg).*)'] };

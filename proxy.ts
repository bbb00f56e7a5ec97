// Before every request: refuses what no page of ours sends, and sets security headers with a fresh nonce. Convenience, never the authorization.
import { type NextRequest, NextResponse } from 'next/server';

const METHODS = ['GET', 'HEAD', 'POST'];
const MAX_BODY_BYTES = 1_024 * 1_024;
/** Where evidence may bring a file of 5 MiB, in base64 (decision 0148). */
const WITH_FILE = /^\/(?:canary\/[^/]+|api\/v1\/commands\/note-canary-evidence)$/;
const MAX_WITH_FILE_BYTES = 8 * 1_024 * 1_024;
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?next-auth\.session-token/;
/** Files of the build: the same for everybody. */
const STATIC = /^\/(?:_next\/static\/|fonts\/|icon\.svg$)/;

function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): NextResponse {
  return NextResponse.json(
    { error: { code, message } },
    { status, headers: { 'cache-control': 'no-store', ...headers } },
  );
}

/** Whether a write that carries our cookie comes from our own pages; tokens and keys come without it. */
function foreignOrigin(request: NextRequest): boolean {
  const isAuth = request.nextUrl.pathname.startsWith('/api/auth/');
  if (!isAuth && !SESSION_COOKIE.test(request.headers.get('cookie') ?? '')) return false;
  const origin = request.headers.get('origin');
  // next-auth's sign-in is protected by its own token; a script without an Origin may sign in.
  if (origin === null) return !isAuth;
  const ours = process.env.NEXTAUTH_URL;
  // The configured address decides; a forwarded host can be forged along with the Origin.
  return ours ? origin !== new URL(ours).origin : origin !== request.nextUrl.origin;
}

function brokenEscapes(path: string): boolean {
  try {
    decodeURIComponent(path);
    return false;
  } catch {
    return true;
  }
}

/**
 * Pages take POST for server actions only, and those take the plain form their inputs have: a list as JSON text. The
 * other forms that Next would decode (multipart, streams) never come from our pages.
 */
async function actionRefusal(request: NextRequest): Promise<NextResponse | undefined> {
  if (!request.headers.get('next-action')) {
    return refusal(405, 'method_not_allowed', 'This address takes GET only.', { allow: 'GET, HEAD' });
  }
  if (!/^text\/plain\b/i.test(request.headers.get('content-type') ?? '')) {
    return refusal(415, 'unsupported_media_type', 'That is not an action of this console.');
  }
  // A length may not have been said before; the body is there for Next as well.
  const body = await request.text();
  const most = mostBytes(request);
  if (body.length > most) return tooLarge(most);
  try {
    if (Array.isArray(JSON.parse(body))) return undefined;
  } catch {
    // Answered below, like JSON that is no list.
  }
  return refusal(400, 'invalid_input', 'That is not an action of this console.');
}

function mostBytes({ nextUrl }: NextRequest): number {
  return WITH_FILE.test(nextUrl.pathname) ? MAX_WITH_FILE_BYTES : MAX_BODY_BYTES;
}

function tooLarge(most: number): NextResponse {
  return refusal(413, 'payload_too_large', `The body is too large: at most ${most / MAX_BODY_BYTES} MiB.`);
}

async function refusalOf(request: NextRequest): Promise<NextResponse | undefined> {
  const { pathname } = request.nextUrl;
  if (!METHODS.includes(request.method)) {
    return refusal(405, 'method_not_allowed', 'Bulkhead takes GET and POST.', { allow: METHODS.join(', ') });
  }
  if (brokenEscapes(pathname)) {
    return refusal(400, 'invalid_input', 'The address holds an escape that stands for nothing.');
  }
  if (request.method !== 'POST') return undefined;
  const most = mostBytes(request);
  if (Number(request.headers.get('content-length') ?? 0) > most) return tooLarge(most);
  if (foreignOrigin(request)) {
    return refusal(403, 'forbidden', 'This write did not come from a page of this console.');
  }
  return /^\/(api|admin)\//.test(pathname) ? undefined : actionRefusal(request);
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

/** Goes on to the page or handler, which learns the nonce. */
function goOn(request: NextRequest, nonce: string, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its own scripts from here.
  headers.set('content-security-policy', policy);
  return NextResponse.next({ request: { headers } });
}

export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (request.method !== 'POST' && STATIC.test(request.nextUrl.pathname)) return NextResponse.next();
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const response = (await refusalOf(request)) ?? goOn(request, nonce, policy);
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

// next-auth: a password, a passkey or the identity provider's word in, a JWT out that carries nothing but the id of a
// session row.
import { setTimeout as delay } from 'node:timers/promises';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { SESSION, SIGN_IN_LIMIT } from '#lib/catalog/session-policy.ts';
import { type OidcSettings, oidcSettings } from '#lib/commands/access/oidc-settings.ts';
import type { SignInAnswer } from '#lib/commands/access/opened-session.ts';
import { signIn } from '#lib/commands/access/sign-in.ts';
import { signInWithOidc } from '#lib/commands/access/sign-in-with-oidc.ts';
import { signInWithPasskey } from '#lib/commands/access/sign-in-with-passkey.ts';
import { ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import type { Result } from '#lib/rules/result.ts';
import { noteLimitedSignIn } from '#lib/store/access/access.ts';
import { database } from '#lib/store/client.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { sessionCookieName } from './actor.ts';

/** Where this sign-in comes from, as the route saw it. */
export interface SignInDoor {
  userAgent: string | null;
  address: string | null;
  /** The cookie of a browser that is known. */
  browser: string | null;
  /** Takes the cookie that makes this browser known from now on. */
  onBrowser(cookie: string): void;
}

interface SignedIn {
  id: string;
  sessionId: string;
}

declare module 'next-auth' {
  interface User {
    /** Of everybody who got in here: what `authorize` and `signIn` below put there. */
    sessionId?: string;
  }
}

function secureCookies(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

/** Read per request: secrets and addresses come from the environment, which a build does not have. */
export function authOptions(door: SignInDoor): NextAuthOptions {
  const oidc = oidcSettings();
  return {
    secret: process.env.NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: SESSION.absoluteSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    useSecureCookies: secureCookies(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies() },
      },
    },
    // What goes wrong at sign-in is counted and audited by the command; next-auth's own log would repeat what was typed.
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    providers: [passwordProvider(door), passkeyProvider(door), ...(oidc ? [oidcProvider(oidc)] : [])],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== 'oidc' || !oidc) return true;
        const result = await execute(signInWithOidc, vouchedFor(oidc, { ...profile }, door), SYSTEM);
        const signedIn = admit(result, door);
        if (!signedIn) return `/sign-in?error=${refusalOf(result)}`;
        Object.assign(user, signedIn);
        return true;
      },
      // `trigger: update` carries data the browser sent: it is never merged.
      jwt({ token, user }) {
        const sessionId = user ? user.sessionId : token.sessionId;
        return { sessionId };
      },
      session({ session }) {
        return { expires: session.expires };
      },
    },
  };
}

function placeOf({ userAgent, address, browser }: SignInDoor) {
  return { userAgent, address, browser };
}

/** Who is in, or null; their browser is known from now on. */
function admit(result: Result<SignInAnswer>, door: SignInDoor): SignedIn | null {
  if (!result.ok) return null;
  const { sessionId, personId, browser } = result.value;
  if (browser !== null && browser !== door.browser) door.onBrowser(browser);
  return sessionId && personId ? { id: personId, sessionId } : null;
}

/** For next-auth's credentials: thrown words become the `error` of the answer; the form turns codes into sentences. */
function admitOrThrow(result: Executed<SignInAnswer>, door: SignInDoor): SignedIn | null {
  if (!result.ok) throw new Error(result.error.code);
  return admit(result, door);
}

function passwordProvider(door: SignInDoor) {
  return CredentialsProvider({
    name: 'Bulkhead',
    credentials: { email: {}, password: {}, totp: {} },
    async authorize(credentials): Promise<SignedIn | null> {
      const { email = '', password = '', totp = '' } = credentials ?? {};
      const refusedAt = performance.now() + SIGN_IN_LIMIT.refusedAfterMs;
      const result = await execute(signIn, { email, password, totp, ...placeOf(door) }, ANONYMOUS);
      if (!result.ok && result.error.code === 'rate_limited')
        await noteLimitedSignIn(database(), email, door.address);
      if (!result.ok || result.value.sessionId === null)
        await delay(Math.max(0, refusedAt - performance.now()));
      return admitOrThrow(result, door);
    },
  });
}

function passkeyProvider(door: SignInDoor) {
  return CredentialsProvider({
    id: 'passkey',
    name: 'Passkey',
    credentials: { nonce: {}, response: {} },
    async authorize(credentials): Promise<SignedIn | null> {
      const input = {
        nonce: credentials?.nonce ?? '',
        response: jsonOf(credentials?.response),
        ...placeOf(door),
      };
      return admitOrThrow(await execute(signInWithPasskey, input, ANONYMOUS), door);
    },
  });
}

/** Undefined for text that is no JSON: the command's schema says what it thinks of that. */
function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

type Claims = Record<string, unknown>;

function oidcProvider(oidc: OidcSettings): OAuthConfig<Claims> {
  return {
    id: 'oidc',
    name: oidc.name,
    type: 'oauth',
    wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: oidc.scope } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    userinfo: {
      // Many providers put groups and addresses there only. The library compares its subject with the signed one.
      async request({ client, tokens }) {
        const signed = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(tokens as never) : {};
        return { ...signed, ...(tokens as { claims(): Claims }).claims() } as never;
      },
    },
    profile: (claims) => ({ id: String(claims.sub) }),
  };
}

function listOf(claim: unknown): string[] {
  const list = Array.isArray(claim) ? claim : [claim];
  return list.filter((item): item is string => typeof item === 'string');
}

/** What the provider's verified claims say, as the command takes it. */
function vouchedFor(oidc: OidcSettings, claims: Claims, door: SignInDoor) {
  const { iss, sub, email, email_verified, name, preferred_username } = claims;
  return {
    issuer: iss,
    subject: sub,
    email,
    emailVerified: email_verified === true || email_verified === 'true',
    name: [name, preferred_username, email].find((text) => typeof text === 'string' && text.trim() !== ''),
    groups: listOf(claims[oidc.groupsClaim]),
    rolesOf: oidc.rolesOf,
    ...placeOf(door),
  };
}

function refusalOf(result: Result<SignInAnswer>): string {
  if (result.ok) return 'unauthenticated';
  const { why } = result.error.details ?? {};
  return typeof why === 'string' ? `oidc_${why}` : result.error.code;
}

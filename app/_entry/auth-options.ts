// next-auth: credentials in, a JWT out that carries nothing but the id of a session row.
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { SESSION } from '#lib/catalog/session-policy.ts';
import { signIn } from '#lib/commands/sign-in.ts';
import { ANONYMOUS } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { sessionCookieName } from './actor.ts';

interface SignedIn {
  id: string;
  sessionId: string;
}

function header(headers: Record<string, unknown> | undefined, name: string): string | null {
  const value = headers?.[name];
  return typeof value === 'string' ? value.slice(0, 200) : null;
}

function secureCookies(): boolean {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ?? false;
}

/** Read per request: secrets and addresses come from the environment, which a build does not have. */
export function authOptions(): NextAuthOptions {
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
    providers: [
      CredentialsProvider({
        name: 'Bulkhead',
        credentials: { email: {}, password: {}, totp: {} },
        async authorize(credentials, request): Promise<SignedIn | null> {
          const result = await execute(
            signIn,
            {
              email: credentials?.email ?? '',
              password: credentials?.password ?? '',
              totp: credentials?.totp ?? '',
              userAgent: header(request.headers, 'user-agent'),
              address: header(request.headers, 'x-forwarded-for')?.split(',')[0]?.trim() ?? null,
            },
            ANONYMOUS,
          );
          // Thrown words become the `error` of the answer; the form turns codes into sentences.
          if (!result.ok) throw new Error(result.error.code);
          const { sessionId, personId } = result.value;
          return sessionId && personId ? { id: personId, sessionId } : null;
        },
      }),
    ],
    callbacks: {
      // `trigger: update` carries data the browser sent: it is never merged.
      jwt({ token, user }) {
        const sessionId = user ? (user as unknown as SignedIn).sessionId : token.sessionId;
        return { sessionId };
      },
      session({ session }) {
        return { expires: session.expires };
      },
    },
  };
}

// What the three ways to sign in share: the session they open, its entry in the log, what the door is told, and the mark
// by which a browser is known again.
import { createHash } from 'node:crypto';
import { SESSION } from '#lib/catalog/session-policy.ts';
import { isMark, mark } from '#lib/store/access/secret-box.ts';
import type { NewSession, SignInMethod } from '#lib/store/access/sessions.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';

/** Where a sign-in comes from, as the door saw it. */
export interface SignInPlace {
  userAgent: string | null;
  /** Network address. */
  address: string | null;
}

/** `sessionId` is null when the sign-in is refused: what was wrong is not said. */
export interface SignInAnswer {
  sessionId: string | null;
  personId: string | null;
  name: string | null;
  email: string | null;
  /** Kept by the browser: it is known from now on. */
  browser: string | null;
}

export const REFUSED: SignInAnswer = {
  sessionId: null,
  personId: null,
  name: null,
  email: null,
  browser: null,
};

interface SignedInPerson {
  id: string;
  email: string;
  name: string;
}

export function newSession(
  id: string,
  personId: string,
  method: SignInMethod,
  proven: boolean,
  { userAgent, address }: SignInPlace,
): NewSession {
  return {
    id,
    personId,
    method,
    proven,
    idleSeconds: SESSION.idleSeconds,
    absoluteSeconds: SESSION.absoluteSeconds,
    userAgent,
    address,
  };
}

export function sessionOpened(
  person: SignedInPerson,
  method: SignInMethod,
  address: string | null,
): AuditEvent {
  return {
    kind: 'session.opened',
    subject: person.email,
    details: { personId: person.id, method, ...(address === null ? {} : { address }) },
  };
}

export function admitted(person: SignedInPerson, sessionId: string, browser: string | null): SignInAnswer {
  return {
    sessionId,
    personId: person.id,
    name: person.name,
    email: person.email,
    browser: knownBrowser(browser, person.id) === undefined ? newBrowser(person.id, sessionId) : browser,
  };
}

const BROWSER = 'browser';

/** A session id is as good as random; its hash gives nothing of it away. */
function newBrowser(personId: string, sessionId: string): string {
  const text = `${personId}.${createHash('sha256').update(sessionId).digest('base64url').slice(0, 16)}`;
  return `${text}.${mark(BROWSER, text)}`;
}

/** The id of a browser in which this person has signed in before; undefined for any other text. */
export function knownBrowser(cookie: string | null, personId: string): string | undefined {
  const [, text, owner, claimed = ''] =
    /^(([0-9a-f-]{36})\.[\w-]{16})\.([\w-]{43})$/.exec(cookie ?? '') ?? [];
  return text !== undefined && owner === personId && isMark(BROWSER, text, claimed) ? text : undefined;
}

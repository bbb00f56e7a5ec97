// How long a sign-in lasts and how often it may be tried; durations are data.

export const SESSION = {
  /** Without a request for this long, the session is over. */
  idleSeconds: 30 * 60,
  /** After this long it is over in any case. */
  absoluteSeconds: 12 * 60 * 60,
} as const;

export const SIGN_IN_LIMIT = {
  /** Wrong attempts for one e-mail address within the window before the next is refused. */
  perEmail: 5,
  /** The same for one network address, behind which many people may sit. */
  perAddress: 50,
  windowSeconds: 15 * 60,
  /**
   * No refusal is answered sooner, ms: about ten times what a password takes to check, so that the few reads more that
   * a known address costs do not show.
   */
  refusedAfterMs: 250,
} as const;

/** Wrong codes and passkeys for one person, before proving anew is refused for the rest of the window. */
export const STEP_UP_LIMIT = { perPerson: 5, windowSeconds: 15 * 60 } as const;

/** How long a passkey may take to answer a challenge. */
export const CHALLENGE_SECONDS = 5 * 60;

/** How long a one-time link can be used. */
export const LINK_SECONDS = {
  invitation: 72 * 60 * 60,
  reset: 24 * 60 * 60,
  first_run: 24 * 60 * 60,
} as const;

/** Length decides (NIST SP 800-63B): no rules of composition, no forced changes; what is widely known is refused. */
export const PASSWORD = { leastLength: 12, mostLength: 1_000 } as const;

/** A browser that signed in keeps a budget of its own for wrong attempts: a stranger cannot lock its owner out. */
export const KNOWN_BROWSER_SECONDS = 90 * 24 * 60 * 60;

/** Passkeys a person can have. */
export const MOST_PASSKEYS = 20;

/** RFC 6238, as authenticator apps have it: six digits, 30 seconds, SHA-1, one step of clock drift either way. */
export const TOTP = {
  digits: 6,
  periodSeconds: 30,
  algorithm: 'SHA1',
  drift: 1,
  issuer: 'Bulkhead',
} as const;

/** argon2id at the cost OWASP names as its least (19 MiB, two passes, one lane). */
export const PASSWORD_HASHING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

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
} as const;

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

// Which 30-second step a code belongs to: RFC 6238 with one step of drift; pure, the time comes as an argument.
import { Secret, TOTP as Totp } from 'otpauth';
import { TOTP } from '#lib/catalog/session-policy.ts';

/** The counter (step number since 1970) the code is right for at `now`, or null when it is wrong. */
export function totpCounter(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new Totp({
    secret: Secret.fromBase32(secret),
    digits: TOTP.digits,
    period: TOTP.periodSeconds,
    algorithm: TOTP.algorithm,
  });
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: TOTP.drift });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / TOTP.periodSeconds) + delta;
}

// A secret for an authenticator app, offered to one person for some minutes: it is stored only once a code proves it.
import { Secret, TOTP as Totp } from 'otpauth';
import { z } from 'zod';
import { CHALLENGE_SECONDS, TOTP } from '#lib/catalog/session-policy.ts';
import { open, seal } from '#lib/store/access/secret-box.ts';

const PURPOSE = 'totp offer';

const content = z.strictObject({ person: z.string(), secret: z.string(), expires: z.number() });

export interface TotpOffer {
  /** Base32, to be typed where no picture can be read. */
  secret: string;
  /** `otpauth://`, what the picture says. */
  uri: string;
  /** Comes back with the code. */
  offer: string;
}

export function offerTotp(person: { id: string; email: string }, nowMs: number): TotpOffer {
  const secret = new Secret({ size: 20 });
  const totp = new Totp({
    issuer: TOTP.issuer,
    label: person.email,
    secret,
    digits: TOTP.digits,
    period: TOTP.periodSeconds,
    algorithm: TOTP.algorithm,
  });
  const offer = seal(
    PURPOSE,
    JSON.stringify({ person: person.id, secret: secret.base32, expires: nowMs + CHALLENGE_SECONDS * 1_000 }),
  );
  return { secret: secret.base32, uri: totp.toString(), offer };
}

/** The secret of an offer made to this person, or undefined when it was made to somebody else or its time is over. */
export function secretOfOffer(offer: string, personId: string, nowMs: number): string | undefined {
  try {
    const { person, secret, expires } = content.parse(JSON.parse(open(PURPOSE, offer)));
    return person === personId && nowMs < expires ? secret : undefined;
  } catch {
    // Not one of ours, or changed on the way: it counts as none.
    return undefined;
  }
}

// The secret of a one-time link and the address it is handed over as.
import { randomBytes } from 'node:crypto';
import { tokenHash } from '#lib/store/access/sessions.ts';

/** 256 random bits. After the `#`: browsers send that part to nobody, so no log of any proxy holds it. */
export function makeLinkToken(): { link: string; hash: string } {
  const token = `bhl_${randomBytes(32).toString('base64url')}`;
  return { link: `${process.env.NEXTAUTH_URL ?? ''}/welcome#${token}`, hash: tokenHash(token) };
}

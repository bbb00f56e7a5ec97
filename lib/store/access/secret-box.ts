// What only this installation can make or read: secrets sealed (AES-256-GCM) and texts marked as ours (HMAC), both under keys derived from NEXTAUTH_SECRET.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const keys = new Map<string, Buffer>();

function keyFor(purpose: string): Buffer {
  const secret = process.env.NEXTAUTH_SECRET;
  if (!secret)
    throw new Error('NEXTAUTH_SECRET is not set: the process was started without its configuration.');
  const id = `${purpose}:${secret}`;
  let key = keys.get(id);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret, 'bulkhead', purpose, 32));
    keys.set(id, key);
  }
  return key;
}

/** Text that only a process with the same NEXTAUTH_SECRET can open. `purpose` separates kinds of secrets. */
export function seal(purpose: string, plain: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** Opens what `seal` made; throws when it was changed or sealed under another secret. */
export function open(purpose: string, sealed: string): string {
  const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
}

/** A mark that only a process with the same NEXTAUTH_SECRET can make for this text: base64url, 43 characters. */
export function mark(purpose: string, text: string): string {
  return createHmac('sha256', keyFor(`mark ${purpose}`))
    .update(text)
    .digest('base64url');
}

/** Whether `mark` made this one for this text; takes the same time for every wrong one. */
export function isMark(purpose: string, text: string, claimed: string): boolean {
  const right = Buffer.from(mark(purpose, text));
  const given = Buffer.from(claimed);
  return given.length === right.length && timingSafeEqual(given, right);
}

// Keys and tokens in words: their state, end and last use, and what is cut from a secret before it is looked up. Pure.

import { age, day } from '#components/format-time.ts';
import { PREFIX_LENGTH } from '#lib/catalog/credentials.ts';
import type { KeyView, TokenView } from '#lib/contract/access.ts';

const DAY_MS = 86_400_000;
/** An end this near is worth a look. */
const SOON_MS = 7 * DAY_MS;

/** What a key and a token have in common here; tokens do not say when they were revoked. */
type Credential = Pick<KeyView, 'expiresAt' | 'lastUsedAt'> & {
  state: KeyView['state'] | TokenView['state'];
  revokedAt?: string | null;
};

const STATE = {
  live: { word: 'Works', tone: 'ok' },
  ending: { word: 'Being replaced', tone: 'risk' },
  expired: { word: 'Expired', tone: 'plain' },
  revoked: { word: 'Revoked', tone: 'plain' },
} as const satisfies Record<KeyView['state'], { word: string; tone: 'ok' | 'risk' | 'plain' }>;

export function stateWords(state: Credential['state']): (typeof STATE)[KeyView['state']] {
  return STATE[state];
}

/** Whether it still opens something. */
export function works({ state }: Pick<Credential, 'state'>): boolean {
  return state === 'live' || state === 'ending';
}

/** `18 Mar 2026`. */
export function date(at: string): string {
  return `${day(at)} ${new Date(at).getUTCFullYear()}`;
}

/** `ends in 29 d`, `ended 2 h ago`, `revoked 3 d ago`, `no end`. `now` is database time. */
export function endWords({ state, expiresAt, revokedAt }: Credential, now: string): string {
  const ago = (at: string) => `${age(Date.parse(now) - Date.parse(at))} ago`;
  if (state === 'revoked') return revokedAt ? `revoked ${ago(revokedAt)}` : 'revoked';
  if (expiresAt === null) return 'no end';
  const left = Date.parse(expiresAt) - Date.parse(now);
  return left > 0 ? `ends in ${age(left)}` : `ended ${ago(expiresAt)}`;
}

/** Whether its end is near enough to be pointed out. */
export function endsSoon(credential: Credential, now: string): boolean {
  const { expiresAt } = credential;
  return works(credential) && expiresAt !== null && Date.parse(expiresAt) - Date.parse(now) < SOON_MS;
}

/** `3 min ago`, or that it was never used. */
export function lastUseWords({ lastUsedAt }: Pick<Credential, 'lastUsedAt'>, now: string): string {
  return lastUsedAt === null ? 'never' : `${age(Date.parse(now) - Date.parse(lastUsedAt))} ago`;
}

/** The same as part of a sentence: `used 3 min ago`, `never used`. */
export function usedWords(credential: Pick<Credential, 'lastUsedAt'>, now: string): string {
  return credential.lastUsedAt === null ? 'never used' : `used ${lastUseWords(credential, now)}`;
}

/** Which key has taken its place, or whose it has taken; null for a key that was never rotated. */
export function pairWords({ replacedBy, replaces }: Pick<KeyView, 'replacedBy' | 'replaces'>): string | null {
  if (replacedBy) return `replaced by ${replacedBy.prefix}`;
  return replaces ? `replaces ${replaces.prefix}` : null;
}

/** `24 h`, `7 days`, `no overlap`. */
export function overlapWords(hours: number): string {
  if (hours === 0) return 'No overlap';
  return hours <= 48 ? `${hours} h` : `${hours / 24} days`;
}

/**
 * The first characters of the key or token in what somebody pasted, wherever in it that stands; what does not look like
 * one stays as typed, up to the same length. `cut`: there was more, and it is left out here, before anything is sent.
 */
export function leakedPrefix(text: string): { prefix: string; cut: boolean } {
  const prefix = /bh[kt]_[0-9A-Za-z]{8}/.exec(text)?.[0] ?? text.trim().slice(0, PREFIX_LENGTH);
  return { prefix, cut: text.trim().length > prefix.length };
}

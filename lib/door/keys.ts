// Who may ask: API keys known by their hash, checked without a database and cheap enough for every request.
import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isFields } from './form.ts';

/** A key that was not revoked when the list was read. The key itself is never kept in a list or on disk. */
export interface ApiKey {
  readonly id: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  /** Ms since 1970, database time; null for never. */
  readonly expiresAt: number | null;
}

export interface Refusal {
  readonly status: 400 | 401 | 403 | 503;
  readonly code: 'invalid_input' | 'unauthenticated' | 'forbidden' | 'unavailable';
  readonly message: string;
}

export interface Keys {
  /** Takes the list as it is now. Answers whether it differs from the one before. */
  replace(list: readonly ApiKey[]): boolean;
  /** The list; undefined until there has been one. */
  list(): readonly ApiKey[] | undefined;
  /** The key a request carries, when it has this scope: the door's own, unless another one is named. */
  check(request: IncomingMessage, scope?: string): ApiKey | Refusal;
  /** The key of this id, when it was not revoked. */
  byId(id: string): ApiKey | undefined;
  /** Whether a key that was good for this scope is still good: for streams that stay open. */
  stillGood(key: ApiKey, scope?: string): boolean;
  onChange(listener: () => void): void;
}

const MISSING: Refusal = {
  status: 401,
  code: 'unauthenticated',
  message: 'An API key is needed: send it as "Authorization: Bearer <key>" or as "X-API-Key: <key>".',
};
const UNKNOWN: Refusal = {
  status: 401,
  code: 'unauthenticated',
  message: 'This API key is not known, has expired or was revoked.',
};
const outOfScope = (scope: string): Refusal => ({
  status: 403,
  code: 'forbidden',
  message: `This API key does not have the scope ${scope}.`,
});
export const NO_LIST: Refusal = {
  status: 503,
  code: 'unavailable',
  message:
    'This process has not reached its database yet and has no list of the keys: ask another one or try again.',
};

const LONGEST_HEADER = 300;
const CACHE_SIZE = 10_000;

/** `databaseNow`: ms since 1970. `ownScope`: what nearly every request at this door needs. */
export function createKeys(databaseNow: () => number, ownScope: string): Keys {
  let list: readonly ApiKey[] | undefined;
  let listText = '';
  let byHash = new Map<string, ApiKey>();
  let byId = new Map<string, ApiKey>();
  /** By the header as sent: hashing is for the first request of a key only. Holds good keys alone, so it stays small. */
  let seen = new Map<string, ApiKey>();
  const listeners: (() => void)[] = [];

  function check(request: IncomingMessage, scope: string = ownScope): ApiKey | Refusal {
    const { headers } = request;
    const bearer = headers.authorization;
    const header = bearer ?? headers['x-api-key'];
    if (typeof header !== 'string' || header === '') return list ? MISSING : NO_LIST;
    const known = scope === ownScope ? seen.get(header) : undefined;
    const key = known ?? lookUp(header, bearer !== undefined);
    if (!key) return list ? UNKNOWN : NO_LIST;
    if (key.expiresAt !== null && databaseNow() >= key.expiresAt) return UNKNOWN;
    if (known) return key;
    if (!key.scopes.includes(scope)) return outOfScope(scope);
    if (scope !== ownScope) return key;
    if (seen.size >= CACHE_SIZE) seen = new Map();
    seen.set(header, key);
    return key;
  }

  function lookUp(header: string, isBearer: boolean): ApiKey | undefined {
    if (header.length > LONGEST_HEADER) return undefined;
    const token = isBearer ? /^bearer +(\S+)$/i.exec(header)?.[1] : header;
    // Comparing happens between hashes, in a map: timing tells nothing about a key.
    return token === undefined ? undefined : byHash.get(hash('sha256', token, 'hex'));
  }

  return {
    replace(next) {
      const text = JSON.stringify(next);
      if (list && text === listText) return false;
      list = next;
      listText = text;
      byHash = new Map(next.map((key) => [key.hash, key]));
      byId = new Map(next.map((key) => [key.id, key]));
      seen = new Map();
      for (const listener of listeners) listener();
      return true;
    },
    list: () => list,
    check,
    byId: (id) => byId.get(id),
    stillGood(key, scope = ownScope) {
      const now = byHash.get(key.hash);
      if (!now?.scopes.includes(scope)) return false;
      return now.expiresAt === null || databaseNow() < now.expiresAt;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** A list of keys as kept on disk; undefined when anything in it is malformed. */
export function readKeyList(value: unknown): ApiKey[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const keys: ApiKey[] = [];
  for (const item of value as unknown[]) {
    if (!isFields(item)) return undefined;
    const { id, hash: digest, scopes, expiresAt } = item;
    if (typeof id !== 'string' || typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest))
      return undefined;
    if (!Array.isArray(scopes) || !scopes.every((scope): scope is string => typeof scope === 'string'))
      return undefined;
    if (expiresAt !== null && typeof expiresAt !== 'number') return undefined;
    keys.push({ id, hash: digest, scopes, expiresAt });
  }
  return keys;
}

// Keys: who is let in, who is not, and how soon that changes.
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { type ApiKey, createKeys, readKeyList } from './keys.ts';

const TOKEN = `bhk_aaaaaaaa_${'k'.repeat(32)}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const KEY: ApiKey = { id: '1', hash: sha256(TOKEN), scopes: ['switches:read'], expiresAt: null };

function request(headers: IncomingMessage['headers']): IncomingMessage {
  return { headers } as IncomingMessage;
}
const bearer = request({ authorization: `Bearer ${TOKEN}` });

function keysWith(list: ApiKey[] | undefined, now = () => 1_000) {
  const keys = createKeys(now, 'switches:read');
  if (list) keys.replace(list);
  return keys;
}

test.each([
  { authorization: `Bearer ${TOKEN}` },
  { authorization: `bearer  ${TOKEN}` },
  { 'x-api-key': TOKEN },
])('%j is let in, the second time without hashing', (headers) => {
  const keys = keysWith([KEY]);
  expect(keys.check(request(headers))).toBe(KEY);
  expect(keys.check(request(headers))).toBe(KEY);
});

test.each([
  {},
  { authorization: '' },
  { authorization: TOKEN },
  { authorization: `Basic ${TOKEN}` },
  { authorization: `Bearer ${TOKEN}x` },
  { authorization: `Bearer ${TOKEN} ${TOKEN}` },
  { authorization: 'Bearer __proto__' },
  { authorization: `Bearer ${'x'.repeat(5_000)}` },
  { 'x-api-key': `${TOKEN} ` },
])('%j is not let in', (headers) => {
  expect(keysWith([KEY]).check(request(headers))).toMatchObject({ status: 401 });
});

test('a key of another scope is known but not let in', () => {
  expect(keysWith([{ ...KEY, scopes: ['alerts:write'] }]).check(bearer)).toMatchObject({ status: 403 });
});

test('a key that was let in before is refused from the moment it expires', () => {
  let now = 1_000;
  const keys = keysWith([{ ...KEY, expiresAt: 2_000 }], () => now);
  const key = keys.check(bearer) as ApiKey;
  expect(keys.stillGood(key)).toBe(true);
  now = 2_000;
  expect(keys.check(bearer)).toMatchObject({ status: 401 });
  expect(keys.stillGood(key)).toBe(false);
});

test('a key that was let in before is refused as soon as the list is without it, or its scope', () => {
  for (const next of [[], [{ ...KEY, scopes: ['other'] }]]) {
    const keys = keysWith([KEY]);
    const key = keys.check(bearer) as ApiKey;
    expect(keys.replace(next)).toBe(true);
    expect(keys.check(bearer)).toHaveProperty('status');
    expect(keys.stillGood(key)).toBe(false);
  }
});

test('listeners hear of a list that differs, not of the same one again', () => {
  const keys = keysWith([KEY]);
  let heard = 0;
  keys.onChange(() => {
    heard += 1;
  });
  expect(keys.replace([{ ...KEY }])).toBe(false);
  expect(keys.replace([])).toBe(true);
  expect(heard).toBe(1);
});

test('before there is any list the edge says it cannot know, not that the key is bad', () => {
  expect(keysWith(undefined).check(bearer)).toMatchObject({ status: 503 });
});

test('a list from disk is read whole or not at all', () => {
  expect(readKeyList([KEY])).toEqual([KEY]);
  for (const bad of [
    null,
    [null],
    [{ ...KEY, hash: 'x' }],
    [{ ...KEY, scopes: 'switches:read' }],
    [{ ...KEY, expiresAt: 'never' }],
  ]) {
    expect(readKeyList(bad)).toBeUndefined();
  }
});

// Keys of machines: shown once and stored hashed, owned, rotated with an overlap, out at once when revoked, found by prefix.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { startEdge } from '#edge/edge.ts';
import { MACHINE_KEY } from '#lib/catalog/credentials.ts';
import { createKey } from '#lib/commands/access/create-key.ts';
import { revokeKey } from '#lib/commands/access/revoke-key.ts';
import { rotateKey } from '#lib/commands/access/rotate-key.ts';
import type { KeysBody } from '#lib/contract/access.ts';
import { createLog } from '#lib/process/log.ts';
import { findCredential } from '#lib/reads/access/find-credential.ts';
import { readKeys } from '#lib/reads/access/read-keys.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, ANONYMOUS } from '#lib/rules/actor.ts';
import type { Command } from '#lib/write/command.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, machine, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { readStream } from './edge-stream-reader.ts';
import { until } from './edge-trial.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let account: Account;
let admin: Actor;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  account = await createAccount('super_admin');
  admin = await signedIn(owner, account.personId);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** With a proof of the second factor. Codes count once, so the ones that were used are forgotten first. */
async function proven<I, P, S, N, A>(
  command: Command<I, P, S, N, A>,
  input: unknown,
  by: { account: Account; actor: Actor } = { account, actor: admin },
): Promise<Executed<A>> {
  await owner.query('DELETE FROM totp_uses WHERE person_id = $1', [by.account.personId]);
  const stepUp = { kind: 'totp', code: codeOf(by.account) } as const;
  return answered(() => execute(command, input, by.actor, { stepUp }));
}

async function made(part: object = {}) {
  const input = { name: `router ${randomUUID()}`, scopes: ['switches:read'], expiresInDays: 30, ...part };
  const result = await proven(createKey, input);
  if (!result.ok) throw new Error(result.error.message);
  return { ...result.value, name: input.name };
}

async function rotated(key: string, overlapHours?: number) {
  const result = await proven(rotateKey, { key, ...(overlapHours === undefined ? {} : { overlapHours }) });
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const revoked = (key: string, reason: unknown = 'Found in a public repository') =>
  answered(() => execute(revokeKey, { key, reason }, admin));

async function works(key: string): Promise<boolean> {
  return (await actorOfBearer(key)).kind === 'service';
}

async function page(query: object = {}): Promise<KeysBody> {
  const body = await ask(readKeys, query, admin);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

/** Every text of every table that a secret could have got into. */
async function everythingStored(): Promise<string> {
  const { rows } = await owner.query(`
    SELECT (SELECT json_agg(a) FROM audit_log a)::text || (SELECT json_agg(k) FROM api_keys k)::text ||
      coalesce((SELECT json_agg(i) FROM idempotency_records i)::text, '') AS text`);
  return rows[0].text;
}

describe('creating', () => {
  test('the whole key is in the answer and nowhere else; the record has its first characters', async () => {
    const { key, keyId, prefix, name, expiresAt } = await made();
    expect(key).toMatch(/^bhk_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
    expect(key.startsWith(`${prefix}_`)).toBe(true);
    const stored = await everythingStored();
    expect(stored).not.toContain(key);
    expect(stored).not.toContain(key.slice(prefix.length));
    expect(stored).toContain(createHash('sha256').update(key).digest('hex'));
    const { rows } = await owner.query('SELECT * FROM audit_log ORDER BY seq DESC LIMIT 1');
    expect(rows[0]).toMatchObject({ kind: 'key.created', subject: name, actor_id: account.personId });
    expect(JSON.parse(rows[0].details)).toEqual({
      ...{ keyId, prefix, owner: account.email, expiresAt, provenBy: 'code' },
    });
    expect(await actorOfBearer(key)).toMatchObject({ kind: 'service', id: keyId, ownerId: account.personId });
  });

  test('asks for the second factor, and a repeat with the same Idempotency-Key gives no old key', async () => {
    const input = { name: 'once', scopes: ['switches:read'], expiresInDays: 30 };
    const unproven = await answered(() => execute(createKey, input, admin));
    expect(unproven).toMatchObject({ ok: false, error: { code: 'step_up_required' } });
    const idempotencyKey = randomUUID();
    const keys = new Set<string>();
    for (const steps of [0, 1]) {
      await owner.query('DELETE FROM totp_uses WHERE person_id = $1', [account.personId]);
      const stepUp = { kind: 'totp', code: codeOf(account, steps) } as const;
      const result = await answered(() => execute(createKey, input, admin, { idempotencyKey, stepUp }));
      if (result.ok) keys.add(result.value.key);
    }
    expect(keys.size).toBe(2);
    const kept = await owner.query('SELECT 1 FROM idempotency_records WHERE command = $1', ['create-key']);
    expect(kept.rows).toEqual([]);
  });

  test('for somebody else, who has to be there and enabled', async () => {
    const other = await createAccount('engineer');
    const { keyId } = await made({ owner: other.personId, expiresInDays: null });
    expect((await page()).items.find(({ id }) => id === keyId)).toMatchObject({
      owner: { id: other.personId, name: 'Test engineer', disabled: false },
      createdBy: 'Test super_admin',
      expiresAt: null,
    });
    await owner.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [other.personId]);
    const input = { name: 'x', scopes: ['switches:read'], expiresInDays: 30, owner: other.personId };
    expect(await proven(createKey, input)).toMatchObject({ error: { code: 'rule_violated' } });
    expect(await proven(createKey, { ...input, owner: randomUUID() })).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  test.each([
    ['no name', { name: ' ' }, /name/],
    ['a scope that opens nothing', { scopes: ['switches:write'] }, /switches:read, audit:read/],
    ['no scope', { scopes: [] }, /at least one scope/],
    ['a scope twice', { scopes: ['switches:read', 'switches:read'] }, /once/],
    ['no end left unsaid', { expiresInDays: undefined }, /1 to 365/],
    ['an end too far away', { expiresInDays: 366 }, /1 to 365/],
    ['half a day', { expiresInDays: 0.5 }, /1 to 365/],
    ['a key of its own choice', { key: `bhk_aaaaaaaa_${'a'.repeat(32)}` }, /key/i],
  ])('refuses %s', async (_what, part, message) => {
    const input = { name: 'x', scopes: ['switches:read'], expiresInDays: 30, ...part };
    const result = await answered(() => execute(createKey, input, admin));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'invalid_input', message: expect.stringMatching(message) },
    });
  });

  test('not more than one person can look after, even when two are made at once', async () => {
    const other = await createAccount('engineer');
    await owner.query(
      `INSERT INTO api_keys (name, prefix, key_hash, scopes, owner_id)
       SELECT 'many', 'bhk_manymany', lpad(n::text, 32, '0') || md5($1), ARRAY['switches:read'], $1::uuid
       FROM generate_series(1, $2) n`,
      [other.personId, MACHINE_KEY.mostOfOwner - 1],
    );
    const [second, secondActor] = await anotherAdmin();
    const input = { name: 'x', scopes: ['switches:read'], expiresInDays: 30, owner: other.personId };
    const results = await Promise.all([
      proven(createKey, input),
      proven(createKey, input, { account: second, actor: secondActor }),
    ]);
    const refused = results.filter((result) => !result.ok);
    expect(refused).toMatchObject([{ error: { code: 'rule_violated', details: { live: 50, most: 50 } } }]);
  });
});

async function anotherAdmin(): Promise<[Account, Actor]> {
  const other = await createAccount('super_admin');
  return [other, await signedIn(owner, other.personId)];
}

describe('rotating', () => {
  test('both keys work for the overlap, then only the new one; its life is as long as the old one’s', async () => {
    const old = await made({ scopes: ['switches:read', 'audit:read'] });
    const fresh = await rotated(old.keyId);
    expect([await works(old.key), await works(fresh.key)]).toEqual([true, true]);
    const day = 24 * 3_600_000;
    expect(Date.parse(fresh.oldEndsAt ?? '') - Date.now()).toBeGreaterThan(day - 60_000);
    expect(Date.parse(fresh.expiresAt ?? '') - Date.now()).toBeGreaterThan(30 * day - 60_000);
    const { items } = await page();
    expect(items.find(({ id }) => id === fresh.keyId)).toMatchObject({
      ...{ name: old.name, scopes: ['switches:read', 'audit:read'], state: 'live' },
      ...{ replaces: { id: old.keyId, prefix: old.prefix }, replacedBy: null },
    });
    expect(items.find(({ id }) => id === old.keyId)).toMatchObject({
      ...{ state: 'ending', replacedBy: { id: fresh.keyId, prefix: fresh.prefix } },
    });
    expect(await everythingStored()).not.toContain(fresh.key);

    await owner.query('UPDATE api_keys SET expires_at = clock_timestamp() WHERE id = $1', [old.keyId]);
    expect([await works(old.key), await works(fresh.key)]).toEqual([false, true]);
  });

  test('without an overlap the old key is out at once, and never lasts longer than it would have', async () => {
    const now = await made();
    await rotated(now.keyId, 0);
    expect(await works(now.key)).toBe(false);
    const soon = await made();
    await owner.query(
      "UPDATE api_keys SET expires_at = clock_timestamp() + interval '1 hour' WHERE id = $1",
      [soon.keyId],
    );
    const { oldEndsAt } = await rotated(soon.keyId, 24);
    expect(Date.parse(oldEndsAt ?? '') - Date.now()).toBeLessThanOrEqual(3_600_000);
  });

  test('of two at the same moment one wins, and only one key takes the place', async () => {
    const old = await made();
    const [second, secondActor] = await anotherAdmin();
    const results = await Promise.all([
      proven(rotateKey, { key: old.keyId }),
      proven(rotateKey, { key: old.keyId }, { account: second, actor: secondActor }),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok)).toMatchObject([{ error: { code: 'conflict' } }]);
    const { rows } = await owner.query('SELECT 1 FROM api_keys WHERE replaces_id = $1', [old.keyId]);
    expect(rows).toHaveLength(1);
  });

  test('not a key that is over or unknown, and the overlap has a limit', async () => {
    const old = await made();
    await revoked(old.keyId);
    expect(await proven(rotateKey, { key: old.keyId })).toMatchObject({ error: { code: 'conflict' } });
    expect(await proven(rotateKey, { key: randomUUID() })).toMatchObject({ error: { code: 'not_found' } });
    for (const overlapHours of [-1, 721, 1.5, '24'])
      expect(await proven(rotateKey, { key: old.keyId, overlapHours })).toMatchObject({
        error: { code: 'invalid_input' },
      });
  });

  test('a key of the first start gets an owner: whoever rotates it', async () => {
    const first = await machine('switches:read');
    if (first.kind !== 'service') throw new Error('no machine');
    const { keyId } = await rotated(first.id);
    expect((await page()).items.find(({ id }) => id === keyId)).toMatchObject({
      owner: { id: account.personId },
      expiresAt: null,
    });
  });
});

describe('revoking', () => {
  test('is at once, once, and says why', async () => {
    const { key, keyId, name } = await made();
    expect(await revoked(keyId, '')).toMatchObject({ ok: false, error: { code: 'invalid_reason' } });
    expect(await works(key)).toBe(true);
    expect(await revoked(keyId)).toMatchObject({ ok: true, value: { changed: true } });
    expect(await actorOfBearer(key)).toBe(ANONYMOUS);
    const { rows } = await owner.query(
      'SELECT kind, subject, reason FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    expect(rows[0]).toEqual({ kind: 'key.revoked', subject: name, reason: 'Found in a public repository' });
    expect(await revoked(keyId)).toMatchObject({ ok: true, value: { changed: false } });
    expect(await revoked(randomUUID())).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  test('takes a key out of every edge, with its open streams', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-keys-'));
    const edge = await startEdge({
      ...{ host: '127.0.0.1', port: 0, databaseUrl: opened.edge, edgeId: 'edge-keys' },
      ...{ file: join(folder, 'last-known-good.json'), log: createLog('edge', { level: 'silent' }) },
    });
    onTestFinished(async () => {
      await edge.stop();
      rmSync(folder, { recursive: true });
    });
    const url = `http://127.0.0.1:${edge.port}`;
    const [leaked, other] = [await made(), await made()];
    const status = async (key: string) =>
      (await fetch(`${url}/config/switches`, { headers: { 'x-api-key': key } })).status;
    await until(async () => (await status(leaked.key)) === 200 && (await status(other.key)) === 200);
    const [cut, kept] = [await readStream(url, leaked.key), await readStream(url, other.key)];
    await until(() => cut.events.length > 0 && kept.events.length > 0);

    expect(await revoked(leaked.keyId)).toMatchObject({ ok: true });
    await until(() => cut.ended());
    await until(async () => (await status(leaked.key)) === 401);
    expect([kept.ended(), await status(other.key)]).toEqual([false, 200]);

    // A rotation without an overlap does the same.
    await rotated(other.keyId, 0);
    await until(() => kept.ended(), 2_000);
    expect(await status(other.key)).toBe(401);
  });
});

describe('the list and the look-up', () => {
  test('goes page by page through all keys, those that work first, without losing or repeating one', async () => {
    const all = await page({ limit: '200' });
    expect(all.nextBefore).toBeNull();
    const over = all.items.map(({ state }) => state === 'expired' || state === 'revoked');
    expect(over).toEqual([...over].sort((a, b) => Number(a) - Number(b)));
    expect(new Set(over).size).toBe(2);
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const part: KeysBody = await page({ limit: '7', ...(before ? { before } : {}) });
      seen.push(...part.items.map(({ id }) => id));
      before = part.nextBefore;
    } while (before);
    expect(seen).toEqual(all.items.map(({ id }) => id));
  });

  test('narrows by state and owner', async () => {
    const ending = await page({ state: 'ending', limit: '200' });
    expect(ending.items.length).toBeGreaterThan(0);
    expect(ending.items.every(({ state, replacedBy }) => state === 'ending' && replacedBy)).toBe(true);
    const mine = await page({ owner: account.personId, state: 'live', limit: '200' });
    expect(mine.items.length).toBeGreaterThan(0);
    expect(mine.items.every(({ owner: one }) => one?.id === account.personId)).toBe(true);
    for (const query of [{ state: 'dead' }, { owner: 'me' }, { before: '1' }, { before: "works.'" }])
      expect(await ask(readKeys, query, admin)).toMatchObject({ error: { code: 'invalid_input' } });
  });

  test('finds a key by its first characters, whatever has become of it', async () => {
    const { keyId, prefix } = await made();
    const find = () => ask(findCredential, { prefix }, admin);
    expect(await find()).toMatchObject({ value: { found: { kind: 'key', id: keyId, state: 'live' } } });
    await revoked(keyId);
    expect(await find()).toMatchObject({ value: { found: { state: 'revoked' } } });
    expect(await ask(findCredential, { prefix: 'bhk_00000000' }, admin)).toEqual({
      ok: true,
      value: { found: null },
    });
  });

  test('refuses a whole secret without repeating it, and what is no beginning of one', async () => {
    const { key } = await made();
    const whole = await ask(findCredential, { prefix: key }, admin);
    expect(whole).toMatchObject({
      error: { code: 'invalid_input', message: expect.stringMatching(/only the first 12 characters/) },
    });
    expect(JSON.stringify(whole)).not.toContain(key.slice(4));
    for (const prefix of ['', 'bhk_', 'bhk_short', 'bhl_abcdefgh', 'BHK_abcdefgh', "bhk_'; DROP --"])
      expect(await ask(findCredential, { prefix }, admin)).toMatchObject({
        error: { code: 'invalid_input' },
      });
  });
});

// Personal tokens: made at a screen with a second factor, shown once, stored hashed, revoked by their owner or an admin.
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';
import { createToken } from '#lib/commands/access/create-token.ts';
import { disablePerson } from '#lib/commands/access/disable-person.ts';
import { revokeToken } from '#lib/commands/access/revoke-token.ts';
import { findCredential } from '#lib/reads/access/find-credential.ts';
import { readProfile } from '#lib/reads/access/read-profile.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, ANONYMOUS } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let account: Account;
let person: Actor;
let admin: Actor;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  account = await createAccount('engineer');
  person = await signedIn(owner, account.personId);
  admin = await signedIn(owner, (await createAccount('super_admin')).personId);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** Codes count once, so the ones that were used are forgotten first. */
async function create(input: object, actor = person, of = account) {
  await owner.query('DELETE FROM totp_uses WHERE person_id = $1', [of.personId]);
  const stepUp = { kind: 'totp', code: codeOf(of) } as const;
  return answered(() => execute(createToken, input, actor, { stepUp }));
}

async function made(actor = person, of = account) {
  const result = await create({ name: 'Laptop' }, actor, of);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const revoke = (input: object, actor: Actor) => answered(() => execute(revokeToken, input, actor));

test('the whole token is in the answer and nowhere else, and acts as its owner for 30 days', async () => {
  const { token, tokenId, prefix, expiresAt } = await made();
  expect(token).toMatch(/^bht_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
  expect(await actorOfBearer(token)).toMatchObject({ kind: 'person', id: account.personId, via: 'token' });
  expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(30 * 86_400_000 - 60_000);
  const { rows } = await owner.query(`
    SELECT (SELECT json_agg(a) FROM audit_log a)::text || (SELECT json_agg(t) FROM personal_tokens t)::text ||
      coalesce((SELECT json_agg(i) FROM idempotency_records i)::text, '') AS text`);
  expect(rows[0].text).not.toContain(token.slice(prefix.length));
  expect(rows[0].text).toContain(createHash('sha256').update(token).digest('hex'));
  const audit = await owner.query('SELECT kind, subject, details FROM audit_log ORDER BY seq DESC LIMIT 1');
  expect(audit.rows[0]).toMatchObject({ kind: 'token.created', subject: account.email });
  expect(JSON.parse(audit.rows[0].details)).toMatchObject({ tokenId, prefix, provenBy: 'code' });
});

test('a token makes no tokens and sees no secrets', async () => {
  const { token } = await made();
  const byToken = await actorOfBearer(token);
  expect(await create({ name: 'Offspring' }, byToken)).toMatchObject({
    ok: false,
    error: { code: 'forbidden', message: expect.stringMatching(/makes no tokens/) },
  });
  const profile = await ask(readProfile, {}, byToken);
  expect(profile).toMatchObject({ ok: true });
  const text = JSON.stringify(profile);
  expect(text).toContain(token.slice(0, 12));
  expect(text).not.toContain(token.slice(12));
  expect(text).not.toContain(createHash('sha256').update(token).digest('hex'));
});

test('without a second factor there is none, and the end and the name are checked', async () => {
  const unproven = await answered(() => execute(createToken, { name: 'Laptop' }, person));
  expect(unproven).toMatchObject({ error: { code: 'step_up_required' } });
  for (const part of [
    { expiresInDays: 366 },
    { expiresInDays: null },
    { name: '' },
    { person: randomUUID() },
  ])
    expect(await create({ name: 'Laptop', ...part })).toMatchObject({ error: { code: 'invalid_input' } });
});

test('not more than one person can look after', async () => {
  const other = await createAccount('operations');
  const actor = await signedIn(owner, other.personId);
  await owner.query(
    `INSERT INTO personal_tokens (person_id, name, prefix, token_hash, expires_at, revoked_at)
     SELECT $1::uuid, 'many', 'bht_manymany', lpad(n::text, 32, '0') || md5($1::text),
       CASE WHEN n = 1 THEN clock_timestamp() END, CASE WHEN n = 2 THEN clock_timestamp() END
     FROM generate_series(1, $2::int) n`,
    [other.personId, PERSONAL_TOKEN.mostOfOwner],
  );
  // Two of them are over, and one came with the account: room for one more.
  expect(await create({ name: 'last' }, actor, other)).toMatchObject({ ok: true });
  expect(await create({ name: 'too many' }, actor, other)).toMatchObject({
    error: { code: 'rule_violated', details: { live: 20, most: 20 } },
  });
});

test('its owner revokes it, through itself too, once', async () => {
  const { token, tokenId } = await made();
  const byToken = await actorOfBearer(token);
  expect(await revoke({ token: tokenId }, byToken)).toMatchObject({ ok: true, value: { changed: true } });
  expect(await actorOfBearer(token)).toBe(ANONYMOUS);
  expect(await revoke({ token: tokenId }, person)).toMatchObject({ ok: true, value: { changed: false } });
});

test('a super admin revokes anybody’s and says why; to everybody else it is not there', async () => {
  const { token, tokenId } = await made();
  const stranger = await signedIn(owner, (await createAccount('risk_manager')).personId);
  expect(await revoke({ token: tokenId, reason: 'not mine' }, stranger)).toMatchObject({
    error: { code: 'not_found' },
  });
  expect(await revoke({ token: tokenId }, admin)).toMatchObject({ error: { code: 'invalid_reason' } });
  expect((await actorOfBearer(token)).kind).toBe('person');
  expect(await revoke({ token: tokenId, reason: 'Found in a chat' }, admin)).toMatchObject({
    ok: true,
    value: { changed: true },
  });
  expect(await actorOfBearer(token)).toBe(ANONYMOUS);
  const { rows } = await owner.query('SELECT kind, subject, reason FROM audit_log ORDER BY seq DESC LIMIT 1');
  expect(rows[0]).toEqual({ kind: 'token.revoked', subject: account.email, reason: 'Found in a chat' });
});

test('is found by its first characters with its owner; ends with its time and with its person', async () => {
  const leaving = await createAccount('product_owner');
  const actor = await signedIn(owner, leaving.personId);
  const [kept, brief] = [await made(actor, leaving), await made(actor, leaving)];
  await owner.query('UPDATE personal_tokens SET expires_at = clock_timestamp() WHERE id = $1', [
    brief.tokenId,
  ]);
  expect(await actorOfBearer(brief.token)).toBe(ANONYMOUS);
  const find = (prefix: string) => ask(findCredential, { prefix }, admin);
  expect(await find(brief.prefix)).toMatchObject({ value: { found: { kind: 'token', state: 'expired' } } });

  expect((await actorOfBearer(kept.token)).kind).toBe('person');
  const input = { person: leaving.personId, reason: 'Left the company' };
  expect(await answered(() => execute(disablePerson, input, admin))).toMatchObject({ ok: true });
  expect(await actorOfBearer(kept.token)).toBe(ANONYMOUS);
  expect(await find(kept.prefix)).toMatchObject({
    value: {
      found: {
        ...{ kind: 'token', state: 'revoked', name: 'Laptop', prefix: kept.prefix },
        owner: { id: leaving.personId, name: 'Test product_owner', disabled: true },
        lastUsedAt: expect.any(String),
      },
    },
  });
});

// What a request is recognised by: sessions, tokens and cookies that live, are over, or never were; roles as of this moment.
import { createHash, randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf, actorOfBearer, actorOfSession } from '#app/_entry/actor.ts';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import { signOut } from '#lib/commands/access/sign-out.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { type Actor, ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, openSessionOf } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

describe('a session is over when it', () => {
  test.each([
    ['is revoked', 'revoked_at = clock_timestamp()'],
    ['is past its end', 'expires_at = clock_timestamp()'],
    ['was idle too long', "last_seen_at = clock_timestamp() - interval '30 minutes'"],
  ])('%s', async (_name, change) => {
    const { personId } = await createAccount('auditor');
    const sessionId = await openSessionOf(owner, personId);
    expect(await actorOfSession(sessionId)).toMatchObject({ kind: 'person', id: personId });
    await owner.query(`UPDATE sessions SET ${change} WHERE id = $1`, [sessionId]);
    expect(await actorOfSession(sessionId)).toBe(ANONYMOUS);
  });

  test('is used it lives on: idle time starts again, the end stays', async () => {
    const { personId } = await createAccount('auditor');
    const sessionId = await openSessionOf(owner, personId);
    const shift =
      "UPDATE sessions SET last_seen_at = last_seen_at - interval '29 minutes' WHERE id = $1 RETURNING expires_at";
    const { rows: first } = await owner.query(shift, [sessionId]);
    expect(await actorOfSession(sessionId)).toMatchObject({ kind: 'person' });
    const { rows: second } = await owner.query(shift, [sessionId]);
    expect(await actorOfSession(sessionId)).toMatchObject({ kind: 'person' });
    expect(second[0].expires_at).toEqual(first[0].expires_at);
  });

  test('is signed out: its own, once, and no other', async () => {
    const { personId } = await createAccount('auditor');
    const [mine, other] = [await openSessionOf(owner, personId), await openSessionOf(owner, personId)];
    const actor = await actorOfSession(mine);
    expect(await answered(() => execute(signOut, {}, actor))).toMatchObject({
      ok: true,
      value: { signedOut: true },
    });
    expect(await actorOfSession(mine)).toBe(ANONYMOUS);
    expect(await actorOfSession(other)).toMatchObject({ kind: 'person' });
    // The same request, sent again by an actor resolved before: no second entry of the log.
    expect(await answered(() => execute(signOut, {}, actor))).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
  });

  test.each([
    undefined,
    '',
    'nonsense',
    "' OR true --",
    randomUUID(),
    '00000000-0000-0000-0000-000000000000',
    '\u0000',
  ])('never was: %j', async (sessionId) => {
    expect(await actorOfSession(sessionId)).toBe(ANONYMOUS);
  });
});

describe('a token', () => {
  test('stands for its owner with the roles of this moment', async () => {
    const account = await createAccount('risk_manager');
    expect(await actorOfBearer(account.token)).toMatchObject({
      kind: 'person',
      id: account.personId,
      via: 'token',
      factor: 'proven',
    });
  });

  test.each([
    ['revoked', 'revoked_at = clock_timestamp()'],
    ['expired', 'expires_at = clock_timestamp()'],
  ])('is nobody when %s', async (_name, change) => {
    const account = await createAccount('auditor');
    await owner.query(`UPDATE personal_tokens SET ${change} WHERE person_id = $1`, [account.personId]);
    expect(await actorOfBearer(account.token)).toBe(ANONYMOUS);
  });

  test('is stored as a hash only', async () => {
    const account = await createAccount('auditor');
    const { rows } = await owner.query('SELECT t::text AS row FROM personal_tokens t WHERE person_id = $1', [
      account.personId,
    ]);
    expect(rows[0].row).not.toContain(account.token.slice(12));
    expect(rows[0].row).toContain(createHash('sha256').update(account.token).digest('hex'));
  });

  test.each(['', 'bht_', 'bht_unknown', 'Bearer', 'bhx_something', 'bht_\u0000', 'BHT_UPPER'])(
    '%j is nobody',
    async (text) => {
      expect(await actorOfBearer(text)).toBe(ANONYMOUS);
    },
  );
});

describe('a key', () => {
  async function keyWith(scopes: string[]): Promise<string> {
    const key = `bhk_${randomUUID()}`;
    const made = await answered(() => execute(ensureApiKey, { name: 'Test key', scopes, key }, SYSTEM));
    if (!made.ok) throw new Error(made.error.message);
    return key;
  }

  test('stands for a machine with its scopes and no role', async () => {
    const actor = await actorOfBearer(await keyWith(['switches:read', 'alerts:write']));
    expect(actor).toMatchObject({
      kind: 'service',
      scopes: ['switches:read', 'alerts:write'],
      ownerId: null,
    });
    expect(actor).not.toHaveProperty('roles');
  });

  test.each([
    ['revoked', 'revoked_at = clock_timestamp()'],
    ['expired', 'expires_at = clock_timestamp()'],
  ])('is nobody when %s', async (_name, change) => {
    const key = await keyWith(['switches:read']);
    const hash = createHash('sha256').update(key).digest('hex');
    const { rowCount } = await owner.query(`UPDATE api_keys SET ${change} WHERE key_hash = $1`, [hash]);
    expect(rowCount).toBe(1);
    expect(await actorOfBearer(key)).toBe(ANONYMOUS);
  });
});

describe('a role', () => {
  test('taken or given is seen at once, by the session and by the token', async () => {
    const account = await createAccount('risk_manager');
    const sessionId = await openSessionOf(owner, account.personId);
    const input = { switch: 'hedge_max_leverage', value: 2, reason: 'As a risk manager' };
    const ways = [() => actorOfSession(sessionId), () => actorOfBearer(account.token)];
    const write = async (way: () => Promise<Actor>) => {
      const actor = await way();
      return answered(() => execute(setSwitch, input, actor));
    };
    for (const way of ways) expect(await write(way)).toMatchObject({ ok: true });
    await owner.query('DELETE FROM person_roles WHERE person_id = $1', [account.personId]);
    for (const way of ways) {
      expect(await write(way)).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      });
    }
    await owner.query("INSERT INTO person_roles (person_id, role) VALUES ($1, 'super_admin')", [
      account.personId,
    ]);
    for (const way of ways) expect(await way()).toMatchObject({ roles: ['super_admin'] });
  });
});

describe('a request', () => {
  const name = 'next-auth.session-token';

  /** The actor of a request with these headers and, for a session, the cookie that `secret` signs. */
  async function asked(
    headers: Record<string, string>,
    sessionId?: string,
    secret = process.env.NEXTAUTH_SECRET ?? '',
  ): Promise<Actor> {
    const value = sessionId && (await encode({ token: { sessionId }, secret }));
    const jar = value ? [{ name, value }] : [];
    return actorOf({
      headers: new Headers(headers),
      cookies: {
        get: (one: string) => jar.find((cookie) => cookie.name === one),
        getAll: () => jar,
      } as never,
    });
  }

  test('is known by its cookie, and only when we signed it', async () => {
    const { personId } = await createAccount('auditor');
    const sessionId = await openSessionOf(owner, personId);
    expect(await asked({}, sessionId)).toMatchObject({
      kind: 'person',
      id: personId,
      via: 'session',
      factor: 'proven',
    });
    expect(await asked({}, sessionId, 'another secret that is also long enough')).toBe(ANONYMOUS);
    expect(await asked({ cookie: `next-auth.session-token=${sessionId}` })).toBe(ANONYMOUS);
    expect(await asked({})).toBe(ANONYMOUS);
  });

  test('with a wrong credential beside a good cookie is nobody, never the lesser person', async () => {
    const { personId, token } = await createAccount('auditor');
    const sessionId = await openSessionOf(owner, personId);
    const wrong: Record<string, string>[] = [
      { authorization: 'Bearer bht_wrong' },
      { authorization: 'Basic abc' },
      { 'x-api-key': 'bhk_wrong' },
    ];
    for (const headers of wrong) {
      expect(await asked(headers, sessionId)).toBe(ANONYMOUS);
    }
    expect(await asked({ authorization: `bearer ${token}` }, sessionId)).toMatchObject({
      via: 'token',
      factor: 'proven',
    });
  });
});

// What the access log keeps: every failure and use, folded so that a flood is a number, nothing that a stranger typed, page by page.
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import { signIn } from '#lib/commands/access/sign-in.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { AccessEntryView, AccessLogBody } from '#lib/contract/review.ts';
import { readAccessLog } from '#lib/reads/access/read-access-log.ts';
import { ask } from '#lib/reads/read.ts';
import { ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { noteLimitedSignIn } from '#lib/store/access/access.ts';
import { database } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let app: pg.Client;
let someone: Account;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.superuser });
  app = new pg.Client({ connectionString: opened.app });
  await owner.connect();
  await app.connect();
  someone = await createAccount('operations');
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await opened.close();
});
beforeEach(() =>
  owner.query(
    'SET session_replication_role = replica; ALTER TABLE access_events DISABLE TRIGGER USER; DELETE FROM access_events; ALTER TABLE access_events ENABLE ALWAYS TRIGGER access_events_keep_rows; ALTER TABLE access_events ENABLE ALWAYS TRIGGER access_events_keep_table; RESET session_replication_role; DELETE FROM sign_in_attempts',
  ),
);

async function events(): Promise<Record<string, unknown>[]> {
  const { rows } = await owner.query(
    'SELECT kind, outcome, sum(count)::int AS count, person_id, address, edge_id FROM access_events GROUP BY kind, outcome, person_id, address, edge_id ORDER BY kind, outcome, address',
  );
  return rows;
}
const attempt = (typed: Record<string, unknown>) =>
  answered(() =>
    execute(
      signIn,
      {
        email: '',
        password: 'wrong',
        totp: '',
        userAgent: null,
        browser: null,
        address: '203.0.113.7',
        ...typed,
      },
      ANONYMOUS,
    ),
  );
async function page(query: Record<string, string> = {}): Promise<AccessLogBody> {
  const result = await ask(readAccessLog, query, person('auditor'));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
async function everything(query: Record<string, string> = {}): Promise<AccessEntryView[]> {
  const all: AccessEntryView[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const { items, nextBefore }: AccessLogBody = await page({ ...query, ...(before ? { before } : {}) });
    all.push(...items);
    before = nextBefore;
  }
  return all;
}

describe('a failed sign-in', () => {
  test('is kept with its cause and whose account it was; of a stranger nothing that was typed', async () => {
    const canary = `canary-${randomUUID()}`;
    await attempt({ email: someone.email });
    await attempt({ email: someone.email, password: someone.password, totp: '000000' });
    await attempt({
      email: `${canary}@test.invalid`,
      password: canary,
      totp: canary.slice(0, 20),
      address: `${canary}`,
    });
    expect(await events()).toEqual([
      {
        kind: 'sign_in.failed',
        outcome: 'unknown_address',
        count: 1,
        person_id: null,
        address: null,
        edge_id: null,
      },
      {
        kind: 'sign_in.failed',
        outcome: 'wrong_code',
        count: 1,
        person_id: someone.personId,
        address: '203.0.113.7',
        edge_id: null,
      },
      {
        kind: 'sign_in.failed',
        outcome: 'wrong_password',
        count: 1,
        person_id: someone.personId,
        address: '203.0.113.7',
        edge_id: null,
      },
    ]);
    const { rows } = await owner.query('SELECT access_events::text AS row FROM access_events');
    for (const { row } of rows) expect(row).not.toContain('canary');
  });

  test('that the limit refused is kept too', async () => {
    await noteLimitedSignIn(database(), ` ${someone.email.toUpperCase()}`, '2001:DB8::1');
    await noteLimitedSignIn(database(), 'nobody@test.invalid', null);
    expect(await events()).toMatchObject([
      { kind: 'sign_in.limited', person_id: someone.personId, address: '2001:db8::1' },
      { kind: 'sign_in.limited', person_id: null, address: null },
    ]);
  });

  test('a thousand times is a few rows and the number 1,000, however the address is varied', async () => {
    const note = (address: string | null) =>
      app.query("SELECT note_access('sign_in.failed', 'unknown_address', NULL, NULL, $1, NULL)", [address]);
    for (let i = 0; i < 1_000; i++) await note(`203.0.${i % 4}.${i % 250}`);
    const { rows } = await owner.query(
      'SELECT count(*)::int AS rows, sum(count)::int AS events, count(DISTINCT minute)::int AS minutes FROM access_events',
    );
    expect(rows[0].events).toBe(1_000);
    // 200 with their address and one for all others, in each minute that this took.
    expect(rows[0].rows).toBeLessThanOrEqual(201 * rows[0].minutes);
    expect(rows[0].rows).toBeGreaterThanOrEqual(201);
  });

  test('counts right when many fail at the same moment', async () => {
    const pool = new pg.Pool({ connectionString: opened.app, max: 10 });
    await Promise.all(
      Array.from({ length: 200 }, () =>
        pool.query("SELECT note_access('sign_in.failed', 'wrong_password', $1, NULL, '203.0.113.9', NULL)", [
          someone.personId,
        ]),
      ),
    );
    await pool.end();
    expect(await events()).toMatchObject([{ count: 200 }]);
  });
});

describe('keys and tokens', () => {
  test('are kept once for each address and minute, however often they are used', async () => {
    const token = await createAccount('engineer');
    const key = `bhk_${randomBytes(20).toString('hex')}`;
    await answered(() => execute(ensureApiKey, { name: 'Router', scopes: ['switches:read'], key }, SYSTEM));
    for (let i = 0; i < 20; i++) {
      await actorOfBearer(token.token, '203.0.113.7');
      await actorOfBearer(key, '203.0.113.7');
      await actorOfBearer(key, '203.0.113.8');
    }
    const { rows } = await owner.query('SELECT count(DISTINCT minute)::int AS minutes FROM access_events');
    const kept = await events();
    expect(kept.map(({ kind, address }) => [kind, address])).toEqual([
      ['key.used', '203.0.113.7'],
      ['key.used', '203.0.113.8'],
      ['token.used', '203.0.113.7'],
    ]);
    for (const { count } of kept) expect(count).toBeLessThanOrEqual(rows[0].minutes);
    expect(kept[2]).toMatchObject({ person_id: token.personId });
    expect((await page({ kind: 'key' })).items[0]).toMatchObject({
      kind: 'key.used',
      actor: { kind: 'service', name: 'Router' },
      credential: { kind: 'key', name: 'Router', prefix: expect.stringMatching(/^bhk_/) },
    });
  });

  test('that are revoked, expired, of somebody disabled or not ours are kept as refused', async () => {
    const [revoked, expired, disabled] = [
      await createAccount('engineer'),
      await createAccount('engineer'),
      await createAccount('engineer'),
    ];
    await owner.query('UPDATE personal_tokens SET revoked_at = now() WHERE person_id = $1', [
      revoked.personId,
    ]);
    await owner.query("UPDATE personal_tokens SET expires_at = now() - interval '1 s' WHERE person_id = $1", [
      expired.personId,
    ]);
    await owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [disabled.personId]);
    for (const { token } of [revoked, expired, disabled])
      expect(await actorOfBearer(token, '203.0.113.7')).toBe(ANONYMOUS);
    expect(await actorOfBearer(`bhk_${randomUUID()}`, '203.0.113.7')).toBe(ANONYMOUS);
    expect(await events()).toMatchObject([
      { kind: 'credential.refused', outcome: 'disabled', person_id: disabled.personId },
      { kind: 'credential.refused', outcome: 'expired', person_id: expired.personId },
      { kind: 'credential.refused', outcome: 'revoked', person_id: revoked.personId },
      { kind: 'credential.refused', outcome: 'unknown', person_id: null, address: '203.0.113.7' },
    ]);
  });
});

describe('the table', () => {
  test('is append-only for the application: it notes and reads, and what is past its time may go', async () => {
    await app.query("SELECT note_access('sign_in.failed', 'wrong_code', NULL, NULL, NULL, NULL)");
    const refused = (client: pg.Client, sql: string) =>
      expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    await refused(
      app,
      "INSERT INTO access_events (minute, at, last_at, kind, count) VALUES (date_trunc('minute', now()), now(), now(), 'key.used', 1)",
    );
    await refused(app, 'UPDATE access_events SET count = 1');
    await refused(app, 'DELETE FROM access_events');
    await refused(app, 'TRUNCATE access_events');
    await refused(app, "INSERT INTO key_use_reports VALUES (gen_random_uuid(), 'e', 1, now())");
    for (const change of [
      'count = count - 1',
      "count = count + 1, outcome = 'revoked'",
      'count = count + 1, at = now()',
      "count = count + 1, address = '203.0.113.1'",
    ])
      await refused(owner, `UPDATE access_events SET ${change}`);
    await refused(owner, 'DELETE FROM access_events');
    await refused(owner, 'TRUNCATE access_events');
  });

  test('refuses text that is no address, and times in the future become now', async () => {
    await expect(
      app.query("SELECT note_access('key.used', NULL, NULL, NULL, '<script>', NULL)"),
    ).rejects.toMatchObject({ code: '23514' });
    await app.query(
      "SELECT note_access('key.used', NULL, NULL, NULL, NULL, 'edge-1', 7, now() + interval '1 year')",
    );
    const { rows } = await owner.query(
      'SELECT last_at <= clock_timestamp() AS past, count::int FROM access_events',
    );
    expect(rows).toEqual([{ past: true, count: 7 }]);
  });
});

describe('the read', () => {
  test('shows both halves in one order: sign-in, failure, denial', async () => {
    const since = new Date().toISOString();
    await attempt({ email: someone.email });
    await attempt({ email: someone.email, password: someone.password, totp: codeOf(someone) });
    await execute(setSwitch, {}, { ...person('operations'), id: someone.personId, name: 'Test operations' });
    const { items } = await page({ from: since });
    expect(items.map(({ kind }) => kind)).toEqual(['command.denied', 'session.opened', 'sign_in.failed']);
    expect(items.map(({ actor }) => actor?.id)).toEqual([
      someone.personId,
      someone.personId,
      someone.personId,
    ]);
    expect(items.map(({ address }) => address)).toEqual([null, '203.0.113.7', '203.0.113.7']);
    expect(items[0]).toMatchObject({
      note: expect.stringMatching(/^set-switch: You may not change a switch/),
      seq: expect.any(Number),
    });
    expect(items[2]).toMatchObject({ outcome: 'wrong_password', count: 1, seq: null });
    expect((await page({ from: since, address: '203.0.113.7' })).items).toHaveLength(2);
    expect((await page({ from: since, kind: 'session' })).items).toHaveLength(1);
    expect((await page({ from: since, person: randomUUID() })).items).toEqual([]);
    expect((await page({ to: '2000-01-01T00:00:00Z' })).items).toEqual([]);
  });

  test('page by page nothing is left out or shown twice, also where both halves have the same time', async () => {
    const since = new Date().toISOString();
    // Both halves share their times, in threes.
    await owner.query(`
      SET session_replication_role = replica;
      ALTER TABLE audit_log DISABLE TRIGGER audit_log_append;
      INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, prev_hash, hash)
        SELECT 1000000 + g, timestamptz '2026-01-02 00:00Z' + (g / 3) * interval '1 second', 'person', 'p', 'P', 'session.opened', 's',
          decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex') FROM generate_series(1, 60) g;
      ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_append;
      RESET session_replication_role;
      INSERT INTO access_events (minute, at, last_at, kind, count, address)
        SELECT date_trunc('minute', at, 'UTC'), at, at, 'sign_in.failed', 1, '203.0.113.' || g
        FROM generate_series(1, 60) g, LATERAL (SELECT timestamptz '2026-01-02 00:00Z' + (g / 3) * interval '1 second' AS at) a`);
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-03T00:00:00Z' };
    const whole = await everything({ ...range, limit: '200' });
    expect(whole).toHaveLength(120);
    expect(new Set(whole.map(({ position }) => position)).size).toBe(120);
    expect(whole.map(({ at }) => at)).toEqual(
      whole
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    for (const limit of ['1', '7', '60', '119', '120']) {
      const paged = await everything({ ...range, limit });
      expect(
        paged.map(({ position }) => position),
        limit,
      ).toEqual(whole.map(({ position }) => position));
    }
    expect(since > range.to).toBe(true);
  });

  test.each([
    { before: 'nonsense' },
    { before: '2026-02-31T00:00:00.000000Z~c1' },
    { before: '2026-01-01T00:00:00.000000Z~x1' },
    { before: "2026-01-01T00:00:00.000000Z~c1' OR true" },
    { before: '0000-01-01T00:00:00.000000Z~c1' },
    { address: 'not an address' },
    { person: '\u0000' },
    { limit: '0' },
    { from: 'today' },
  ])('refuses %j with a sentence', async (query) => {
    expect(await ask(readAccessLog, query, person('auditor'))).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
  });
});

// Exports of the audit log through their door: who may, what they hold, that they are on record first, and that a part never looks whole.
import { NextRequest } from 'next/server';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sessionCookieName } from '#app/_entry/actor.ts';
import { GET, HEAD } from '#app/api/v1/audit-export/route.ts';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { AuditExportEntry } from '#lib/contract/audit-export.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { isAllowed } from '#test/authority.ts';
import { type Account, createAccount, openSessionOf } from '#test/console-accounts.ts';
import { checkpointRound } from '#worker/checkpoint-round.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';

let shop: Workshop;
let auditor: Account;
const reading = new Set<AbortController>();

beforeAll(async () => {
  shop = await openWorkshop();
  auditor = await createAccount('auditor');
  await shop.change(3);
  await write(3_000);
  await checkpointRound(shop.work);
});
afterEach(() => {
  for (const reader of reading) reader.abort();
  reading.clear();
});
afterAll(() => shop.close());

/** Entries as any part of the product writes them. */
async function write(count: number, kind = 'instance.isolated', actor = 'somebody'): Promise<void> {
  await shop.superuser.query(
    `INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, reason, prev_hash, hash)
     SELECT 0, now(), 'person', $2, 'Some | body', $3, 'router-' || g, E'=1+1\\nsecond line', ''::bytea, ''::bytea
     FROM generate_series(1, $1::int) g`,
    [count, actor, kind],
  );
}

function ask(query: string, headers: Record<string, string> = bearer(auditor)): Promise<Response> {
  const reader = new AbortController();
  reading.add(reader);
  return GET(
    new NextRequest(`http://console.test/api/v1/audit-export?${query}`, { headers, signal: reader.signal }),
  );
}
function bearer({ token }: Account): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
async function code(response: Response): Promise<[number, string]> {
  return [response.status, ((await response.json()) as ErrorBody).error.code];
}
const entriesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditExportEntry);

async function lastEntry(): Promise<Record<string, unknown>> {
  const { rows } = await shop.superuser.query(
    'SELECT seq::int, kind, actor_id, new_value, details::json AS details FROM audit_log ORDER BY seq DESC LIMIT 1',
  );
  return rows[0];
}
async function signedSeqs(): Promise<number[]> {
  const { rows } = await shop.superuser.query('SELECT seq::int FROM audit_checkpoints ORDER BY seq');
  return rows.map((row) => row.seq);
}

describe('who may', () => {
  test.each(ROLE_NAMES)('%s', async (role) => {
    const response = await ask('format=lines', bearer(await createAccount(role)));
    if (isAllowed(role, 'export-audit')) expect(response.status).toBe(200);
    else {
      expect(await code(response)).toEqual([403, 'forbidden']);
      expect(await lastEntry()).toMatchObject({ kind: 'command.denied' });
    }
  });

  test('nobody who is not known, and nothing is on record of them', async () => {
    const before = await shop.headSeq();
    expect(await code(await ask('format=lines', {}))).toEqual([401, 'unauthenticated']);
    expect(await shop.headSeq()).toBe(before);
  });

  test('a browser only from a page of the console: a link elsewhere starts nothing', async () => {
    const sessionId = await openSessionOf(shop.superuser, auditor.personId);
    const secret = process.env.NEXTAUTH_SECRET ?? '';
    const cookie = `${sessionCookieName()}=${await encode({ token: { sessionId }, secret })}`;
    const before = await shop.headSeq();
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', referer: 'http://console.test/audit' },
      { referer: 'http://console.test.evil.example/audit' },
      { referer: 'nonsense' },
      {},
    ];
    for (const headers of foreign)
      expect(await code(await ask('format=csv', { cookie, ...headers }))).toEqual([403, 'forbidden']);
    expect(await shop.headSeq()).toBe(before);
    const own: Record<string, string>[] = [
      { 'sec-fetch-site': 'same-origin' },
      { referer: 'http://console.test/audit' },
    ];
    for (const headers of own) expect((await ask('format=csv', { cookie, ...headers })).status).toBe(200);
  });

  test('a look at the headers alone is no export', async () => {
    const before = await shop.headSeq();
    expect(HEAD().status).toBe(405);
    expect(await shop.headSeq()).toBe(before);
  });
});

describe('on record', () => {
  test('before the first byte: who, which format, which range, how many entries', async () => {
    const response = await ask('format=csv&kind=instance.isolated');
    expect(await lastEntry()).toMatchObject({
      kind: 'audit.exported',
      actor_id: auditor.personId,
      new_value: '3000 entries as csv',
      details: { format: 'csv', firstSeq: 1, rows: 3_000, kind: 'instance.isolated' },
    });
    expect(response.headers.get('bulkhead-export-entries')).toBe('3000');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="bulkhead-audit-\d{8}T\d{6}Z-\d{8}T\d{6}Z-3000-entries\.csv"$/,
    );
  });

  test('or not given: while the log takes no entry there is no export', async () => {
    await shop.superuser.query('BEGIN; SELECT 1 FROM audit_head FOR UPDATE');
    const refused = await ask('format=lines');
    await shop.superuser.query('ROLLBACK');
    expect(await code(refused)).toEqual([503, 'unavailable']);
  });
});

describe('holds', () => {
  test('every switch change as a line of the manual, oldest first, and no other kind', async () => {
    const text = await (await ask('format=lines')).text();
    const lines = text.split('\n').slice(0, -1);
    // The defaults of the first start come before them.
    expect(lines).toHaveLength(SWITCH_NAMES.length + 3);
    expect(lines.slice(-3).map((line) => line.split(' | ').slice(1))).toEqual([
      ['Test risk_manager', 'normal_threshold', '10000', '8999', 'Lower it, step 1'],
      ['Test risk_manager', 'normal_threshold', '8999', '8998', 'Lower it, step 2'],
      ['Test risk_manager', 'normal_threshold', '8998', '8997', 'Lower it, step 3'],
    ]);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z \| /);
  });

  test('entries of another kind one line each, whatever is in them', async () => {
    const text = await (await ask('format=lines&kind=instance')).text();
    expect(text.split('\n')).toHaveLength(3_001);
    expect(text.split('\n')[9]).toMatch(
      /Z \| Some \\\| body \| instance\.isolated router-10 \| {2}\| {2}\| =1\+1\\nsecond line$/,
    );
  });

  test.each([
    ['person=somebody', 3_000],
    ['switch=normal_threshold', 4],
    ['switch=router-77', 1],
    ['text=second%20line', 3_000],
    // Words alone: a figure may also begin the hash of an entry.
    ['text=lower%20it', 3],
    ['kind=switch&person=nobody', 0],
    ['from=2100-01-01T00:00:00Z', 0],
    ['to=2000-01-01T00:00:00Z', 0],
  ])('with %s exactly what fits: %i', async (query, count) => {
    const response = await ask(`format=csv&${query}`);
    // Not text(): it would take the byte order mark away.
    const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
    expect(response.headers.get('bulkhead-export-entries')).toBe(String(count));
    // The records end with CR LF; the line break inside a reason is LF alone.
    expect(text.split('\r\n')).toHaveLength(count + 2);
    expect(text).toMatch(/^\ufeff"seq","timestamp",/);
    if (count === 3_000) expect(text).toContain(`"'=1+1\nsecond line"`);
  });

  test('between two moments, both included', async () => {
    const { rows } = await shop.superuser.query(
      "SELECT min(seq)::int AS seq, to_char(min(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS at FROM audit_log WHERE subject = 'router-1500'",
    );
    const before = await (await ask(`format=csv&kind=instance&to=${rows[0].at}`)).text();
    const after = await (await ask(`format=csv&kind=instance&from=${rows[0].at}`)).text();
    const count = (text: string) => text.split('\r\n').length - 2;
    expect(count(before)).toBeGreaterThan(1_400);
    expect(count(before)).toBeLessThan(1_600);
    // The database knows microseconds, the question milliseconds: an entry in between is in neither or one of them.
    expect(count(before) + count(after)).toBe(3_000);
  });

  test('what stood there when it was asked for, although others write meanwhile', async () => {
    const response = await ask('format=ndjson');
    const [granted = 0, range = ''] = [
      Number(response.headers.get('bulkhead-export-entries')),
      response.headers.get('bulkhead-export-range') ?? '',
    ];
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      await write(40);
    }
    const entries = entriesOf(text);
    expect(entries).toHaveLength(granted);
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: granted }, (_, index) => index + 1));
    expect(range).toBe(`1-${granted}`);
  });

  test('as NDJSON whole signed stretches: from after a signed entry to a signed one', async () => {
    await checkpointRound(shop.work);
    await write(5);
    await checkpointRound(shop.work);
    await write(5, 'effect.missed');
    const { rows } = await shop.superuser.query(
      'SELECT to_char(clock_timestamp() AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') AS at',
    );
    await write(5, 'effect.missed');
    await checkpointRound(shop.work);
    const [before = 0, end = 0] = (await signedSeqs()).slice(-2);
    const some = entriesOf(await (await ask(`format=ndjson&from=${rows[0].at}`)).text());
    expect([some[0]?.seq, some.at(-1)?.seq]).toEqual([before + 1, end]);
    // What came after the last signature is not in it yet.
    await write(3);
    const all = entriesOf(await (await ask('format=ndjson')).text());
    expect([all[0]?.seq, all.at(-1)?.seq]).toEqual([1, end]);
    const unsigned = await ask(`format=ndjson&from=2100-01-01T00:00:00Z`);
    expect(unsigned.headers.get('retry-after')).toBe('10');
    expect(await code(unsigned)).toEqual([503, 'unavailable']);
  });

  test.each([
    '',
    'format=xml',
    'format=csv&format=lines',
    'format=ndjson&person=somebody',
    'format=ndjson&text=word',
    'format=csv&from=yesterday',
    'format=csv&from=2026-02-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    'format=csv&limit=5',
    'format=csv&text=%00',
    'format=csv&kind=',
    `format=csv&text=${'x'.repeat(201)}`,
  ])('nothing for %j, which is refused with a sentence', async (query) => {
    const before = await shop.headSeq();
    expect(await code(await ask(query))).toEqual([400, 'invalid_input']);
    expect(await shop.headSeq()).toBe(before);
  });
});

describe('a part never looks whole', () => {
  test('a database that goes away breaks the transfer off', async () => {
    const response = await ask('format=csv');
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const server = new pg.Client({
      connectionString: shop.database.superuser.replace(/\/\w+$/, '/postgres'),
    });
    await server.connect();
    await server.query(`ALTER DATABASE ${shop.database.name} ALLOW_CONNECTIONS false`);
    await server.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = 'bulkhead_app'",
      [shop.database.name],
    );
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    await server.query(`ALTER DATABASE ${shop.database.name} ALLOW_CONNECTIONS true`);
    await server.end();
  });

  test('and so does a log from which entries vanish while it goes out', async () => {
    const response = await ask('format=csv&kind=instance');
    await shop.tamper("DELETE FROM audit_log WHERE subject = 'router-2900'");
    await expect(response.text()).rejects.toThrow(/on record/);
  });

  test('somebody who loses the right does not get the rest', async () => {
    const leaving = await createAccount('auditor');
    const response = await ask('format=csv', bearer(leaving));
    const reader = response.body?.getReader();
    await reader?.read();
    await shop.superuser.query('UPDATE people SET disabled_at = clock_timestamp() WHERE id = $1', [
      leaving.personId,
    ]);
    const since = performance.now();
    const rest = async () => {
      for (;;) {
        if ((await reader?.read())?.done) return performance.now() - since;
        // A reader that takes its time: the file is small, their right ends within seconds.
        await expect
          .poll(() => performance.now() - since > 2_100, { timeout: 5_000, interval: 100 })
          .toBe(true);
      }
    };
    await expect(rest()).rejects.toThrow(/may not have the rest/);
  });

  test('readers who leave or who do not read take no room for long', async () => {
    const waiting = [];
    for (let reader = 0; reader < 8; reader++) waiting.push(await ask('format=csv'));
    expect(waiting.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await code(await ask('format=csv'))).toEqual([429, 'rate_limited']);
    await waiting[0]?.body?.cancel();
    expect((await ask('format=csv')).status).toBe(200);
    for (const reader of reading) reader.abort();
    await expect.poll(async () => (await ask('format=csv')).status).toBe(200);
  });
});

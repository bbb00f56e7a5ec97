// TypeScript and PostgreSQL compute the same hash of the same entry, whatever its texts.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLinks, readStatedHead } from '#lib/audit/chain-reader.ts';
import { CHAIN_START, contentBytes, type Link, walkChain } from '#lib/rules/audit/chain.ts';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.app });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const ODD: readonly (string | null)[] = [
  null,
  '',
  ' ',
  'null',
  'it\'s "quoted" \\ and $1',
  '🚨 flags 🇨🇭 family 👩‍👩‍👧',
  'e\u0301 is not \u00e9',
  '\ufffd\u200b\u202e\u0001\u007f',
  'line\nbreak\ttab\r',
  '𝟙𝟚𝟛',
  '日本語',
  '\\x00',
  'x'.repeat(70_000),
];

async function append(fields: Record<string, unknown>): Promise<void> {
  const names = Object.keys(fields);
  const places = names.map((_, index) => `$${index + 1}`);
  await client.query(
    `INSERT INTO audit_log (${names.join(', ')}) VALUES (${places.join(', ')})`,
    Object.values(fields),
  );
}

async function all(): Promise<Link[]> {
  const { head } = await readStatedHead(client);
  const links: Link[] = [];
  for await (const page of readLinks(client, 0, head.seq, 4)) links.push(...page);
  return links;
}

test('the bytes and the hash of every odd entry are the same', async () => {
  for (const [index, text] of ODD.entries()) {
    await append({
      actor_kind: 'person',
      actor_id: text ?? '-',
      actor_name: ODD[(index + 1) % ODD.length] ?? '-',
      kind: 'test',
      subject: text ?? '',
      symbol: text,
      old_value: text,
      new_value: ODD[(index + 3) % ODD.length],
      reason: text,
      change_set_id: index % 2 ? 'ABCDEF00-0000-4000-8000-00000000000A' : null,
      epoch: index % 3 ? 2_147_483_647 : null,
      revision: index % 2 ? '9007199254740993' : null,
      details: text,
    });
  }
  const links = await all();
  expect(links).toHaveLength(ODD.length);
  const { rows } = await client.query('SELECT audit_content(l) AS content FROM audit_log l ORDER BY seq');
  const walk = walkChain(CHAIN_START);
  for (const [index, link] of links.entries()) {
    expect(contentBytes(link.fields).equals(rows[index].content), `entry ${link.seq}`).toBe(true);
    expect(walk.add(link)).toBeUndefined();
  }
});

test('microseconds of the time are part of the hash', async () => {
  const [link] = await all();
  expect(link?.fields[1]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
});

test('a session of another time zone and date style reads the same texts', async () => {
  const before = await all();
  await client.query("SET timezone = 'Asia/Tokyo'; SET datestyle = 'German'; SET bytea_output = 'escape'");
  expect(await all()).toEqual(before);
});

test('the stated head is one moment even while entries are added', async () => {
  const writer = new pg.Client({ connectionString: database.app });
  await writer.connect();
  let writing = true;
  const writes = (async () => {
    while (writing) {
      await writer.query(
        "INSERT INTO audit_log (actor_kind, actor_id, actor_name, kind, subject) VALUES ('system', 'x', 'x', 'test', 'x')",
      );
    }
  })();
  for (let i = 0; i < 50; i++) {
    const { head } = await readStatedHead(client);
    expect(head.newestSeq).toBe(head.seq);
  }
  writing = false;
  await writes;
  await writer.end();
});

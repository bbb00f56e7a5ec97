// What travels together on a connection of the store: BEGIN with the first statement, a lock with the read behind it.
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, type Database } from '#lib/store/client.ts';
import { Connection } from '#lib/store/connection.ts';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';

let database: TestDatabase;
let connection: Connection;
let db: Database;
let other: pg.Client;

async function opened(): Promise<Connection> {
  const client = new Connection({ connectionString: database.owner });
  await client.connect();
  return client;
}

beforeAll(async () => {
  database = await createTestDatabase();
  other = await opened();
  await other.query('CREATE TABLE words (place int PRIMARY KEY, word text NOT NULL)');
  connection = await opened();
  db = connect(database.owner, 1);
});

afterAll(async () => {
  await Promise.all([connection.end(), other.end(), db.$disconnect()]);
  await database.drop();
});

beforeEach(async () => {
  await other.query("TRUNCATE words; INSERT INTO words VALUES (1, 'old')");
});

const words = async () =>
  (await other.query('SELECT word FROM words ORDER BY place')).rows.map((row) => row.word);
const ask = (name: string, text: string, values: unknown[] = []) =>
  connection.query({ name, text: `/* ${name} */ ${text}`, values });
const plain = (text: string) => connection.query({ text, values: [] });

/** Twice: the first time statements are prepared and go one by one, then they travel together. */
async function twice(work: () => Promise<void>): Promise<void> {
  await work();
  await work();
}

test('BEGIN holds for the first statement: what it wrote goes with a ROLLBACK', async () => {
  await twice(async () => {
    await plain('BEGIN');
    const { rowCount } = await ask('write-word', 'UPDATE words SET word = $1 WHERE place = 1', ['new']);
    expect(rowCount).toBe(1);
    expect(await words()).toEqual(['old']);
    await plain('ROLLBACK');
    expect(await words()).toEqual(['old']);
  });
});

test('a first statement that fails leaves nothing, and the connection goes on', async () => {
  await twice(async () => {
    await plain('BEGIN');
    await expect(ask('add-word', 'INSERT INTO words VALUES ($1, $2)', [1, 'again'])).rejects.toMatchObject({
      code: '23505',
    });
    await expect(plain('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await plain('ROLLBACK');
    await plain('BEGIN');
    await ask('add-word', 'INSERT INTO words VALUES ($1, $2)', [2, 'more']);
    await plain('COMMIT');
    expect(await words()).toEqual(['old', 'more']);
    await other.query('DELETE FROM words WHERE place = 2');
  });
});

test('a transaction without a statement, and one whose first is planned each time', async () => {
  await twice(async () => {
    await plain('BEGIN');
    await plain('COMMIT');
    await plain('BEGIN');
    expect((await plain("UPDATE words SET word = 'new'")).rowCount).toBe(1);
    await plain('ROLLBACK');
    expect(await words()).toEqual(['old']);
  });
});

test('a lock and the read behind it: the read sees what was committed while the lock was waited for', async () => {
  const lockAndRead = () =>
    connection.query({
      name: 'lock-words',
      text: '/* lock-words */ SELECT FROM words FOR UPDATE /* then read-words */ SELECT word FROM words WHERE place = $1',
      values: [1],
    });
  await twice(async () => {
    await other.query("UPDATE words SET word = 'old'");
    await other.query('BEGIN');
    await other.query("UPDATE words SET word = 'meanwhile'");
    await plain('BEGIN');
    const read = lockAndRead();
    const { rows } = await (async () => {
      await untilWaiting();
      await other.query('COMMIT');
      return read;
    })();
    expect(rows).toEqual([{ word: 'meanwhile' }]);
    // It holds the lock now.
    await expect(other.query('SELECT FROM words FOR UPDATE NOWAIT')).rejects.toMatchObject({ code: '55P03' });
    await plain('COMMIT');
  });
});

test('when what goes ahead fails, nothing behind it runs', async () => {
  const step = (place: number) =>
    connection.query({
      name: 'look-first',
      text: '/* look-first */ SELECT 1 / (2 - count(*)) FROM words /* then add-behind */ INSERT INTO words VALUES ($1, $2)',
      values: [place, 'behind'],
    });
  await step(2);
  await other.query('DELETE FROM words WHERE place = 2');
  await step(2);
  // No transaction: each statement would commit by itself.
  await expect(step(3)).rejects.toMatchObject({ code: '22012' });
  expect(await words()).toEqual(['old', 'behind']);
});

/** Until the server says that somebody waits for a lock. */
async function untilWaiting(): Promise<void> {
  const watcher = await opened();
  try {
    for (;;) {
      const { rowCount } = await watcher.query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      if (rowCount) return;
    }
  } finally {
    await watcher.end();
  }
}

test('through Prisma: a transaction that throws leaves nothing, at any time of its connection', async () => {
  for (let time = 0; time < 3; time++) {
    const failed = db.$transaction(async (tx) => {
      await tx.$executeRaw`/* write-a-word */ UPDATE words SET word = ${'new'} WHERE place = 1`;
      throw new Error('given up');
    });
    await expect(failed).rejects.toThrow('given up');
    expect(await words()).toEqual(['old']);
  }
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`/* write-a-word */ UPDATE words SET word = ${'new'} WHERE place = 1`;
      const [row] = await tx.$queryRaw<
        { level: string }[]
      >`SELECT current_setting('transaction_isolation') AS level`;
      expect(row).toEqual({ level: 'serializable' });
    },
    { isolationLevel: 'Serializable' },
  );
  expect(await words()).toEqual(['new']);
});

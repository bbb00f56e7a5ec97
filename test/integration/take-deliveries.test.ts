// Deliveries on a real PostgreSQL: ten thousand times in any order is one firing each, bad ones lose nothing, moments stay.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TakenAnswer, takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

const KEY = '00000000-0000-4000-8000-0000000000ee';
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let intake: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  intake = new pg.Client({ connectionString: opened.intake });
  await Promise.all([owner.connect(), intake.connect()]);
});

beforeEach(async () => {
  await owner.query('TRUNCATE deliveries, rejected_alerts, pipelines, firings, firing_notes');
});

afterAll(async () => {
  await Promise.all([owner.end(), intake.end()]);
  await opened.close();
});

const MINUTE = 60_000;
const iso = (ms: number) => new Date(ms).toISOString();
const started = Date.now() - 10 * MINUTE;

function alert(fingerprint: string, more: Record<string, unknown> = {}) {
  return {
    ...{ status: 'firing', fingerprint, startsAt: iso(started), endsAt: '0001-01-01T00:00:00Z' },
    labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected', instance: fingerprint },
    annotations: { summary: 'HL is disconnected' },
    ...more,
  };
}
const ended = (fingerprint: string) =>
  alert(fingerprint, { status: 'resolved', endsAt: iso(started + MINUTE) });

/** As the intake stores them: many at a time. */
async function deliver(bodies: readonly (string | Buffer | object)[]): Promise<void> {
  const bytes = bodies.map((body) =>
    Buffer.isBuffer(body)
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify({ alerts: [body] })),
  );
  await intake.query(
    "INSERT INTO deliveries (source, key_id, body) SELECT 'alertmanager', $1, b FROM unnest($2::bytea[]) b",
    [KEY, bytes],
  );
}

async function takeAll(): Promise<TakenAnswer> {
  const sum: TakenAnswer = { changed: false, taken: 0, fired: 0, resolved: 0, rejected: 0 };
  for (;;) {
    const result = await answered(() => execute(takeDeliveries, {}, SYSTEM));
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    if (!result.value.changed) return sum;
    for (const part of ['taken', 'fired', 'resolved', 'rejected'] as const) sum[part] += result.value[part];
  }
}

interface Row {
  fingerprint: string;
  fired_at: Date;
  received_at: Date;
  resolved_at: Date | null;
  next_step_at: Date | null;
}
const rows = async (sql = 'SELECT * FROM firings ORDER BY number'): Promise<Row[]> =>
  (await owner.query(sql)).rows;
const count = async (sql: string): Promise<number> =>
  Number((await owner.query(`SELECT count(*) AS count FROM ${sql}`)).rows[0].count);

describe('one occurrence', () => {
  test('is one firing, whatever is heard of it afterwards; its chain begins when it fired', async () => {
    await deliver([alert('a'), alert('a'), alert('b')]);
    expect(await takeAll()).toMatchObject({ taken: 3, fired: 2 });
    await deliver([alert('a'), ended('a'), alert('a'), ended('a')]);
    expect(await takeAll()).toMatchObject({ taken: 4, fired: 0, resolved: 1 });
    const [a, b] = await rows();
    expect(a).toMatchObject({
      fired_at: new Date(started),
      resolved_at: new Date(started + MINUTE),
      next_step_at: null,
    });
    expect(b).toMatchObject({
      fired_at: new Date(started),
      resolved_at: null,
      next_step_at: new Date(started),
    });
    expect(await count("audit_log WHERE kind = 'alert.fired'")).toBe(2);
    expect(await count("audit_log WHERE kind = 'alert.resolved'")).toBe(1);
  });

  test('that fires again after its end is another one', async () => {
    await deliver([alert('a'), ended('a'), alert('a', { startsAt: iso(started + 2 * MINUTE) })]);
    expect(await takeAll()).toMatchObject({ fired: 2 });
    expect((await rows()).map(({ resolved_at }) => resolved_at === null)).toEqual([false, true]);
  });

  test('whose beginning comes after that of a later one was over by then, and wakes nobody', async () => {
    await deliver([alert('a', { startsAt: iso(started + 2 * MINUTE) })]);
    await takeAll();
    await deliver([alert('a')]);
    await takeAll();
    const [, older] = await rows();
    expect(older).toMatchObject({ resolved_at: new Date(started + 2 * MINUTE), next_step_at: null });
  });
});

test('many at once, each ten times, shuffled, some ended: exactly one firing each', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `f${index}`);
  const all = names.flatMap((name, index) => [
    ...Array.from({ length: 9 }, () => alert(name)),
    index % 3 === 0 ? ended(name) : alert(name),
  ]);
  // A fixed shuffle: the same every time, and far from the order in which they came.
  const shuffled = all
    .map((one, index) => ({ one, at: (index * 7_919) % all.length }))
    .sort((a, b) => a.at - b.at);
  await deliver(shuffled.map(({ one }) => one));
  expect(await takeAll()).toMatchObject({ taken: 3_000, fired: 300, rejected: 0 });
  expect(await count('firings')).toBe(300);
  expect(await count('firings WHERE resolved_at IS NOT NULL')).toBe(100);
});

test('several workers at once take each delivery once', async () => {
  await deliver(Array.from({ length: 250 }, (_, index) => alert(`w${index}`)));
  const work = async () => {
    for (let idle = 0; idle < 3; ) {
      const result = await execute(takeDeliveries, {}, SYSTEM);
      if (!result.ok && !['conflict', 'unavailable'].includes(result.error.code))
        throw new Error(result.error.code);
      idle = result.ok && !result.value.changed ? idle + 1 : 0;
    }
  };
  await Promise.all([work(), work(), work()]);
  expect(await count('firings')).toBe(250);
  expect(await count('deliveries WHERE taken_at IS NULL')).toBe(0);
});

describe('bad ones', () => {
  test('among a hundred: ninety-nine are stored, one is visible as rejected', async () => {
    const alerts = Array.from({ length: 100 }, (_, index) => alert(`p${index}`));
    alerts[41] = alert('p41', { startsAt: 'soon' });
    await deliver([JSON.stringify({ alerts })]);
    expect(await takeAll()).toMatchObject({ taken: 1, fired: 99, rejected: 1 });
    const { rows: rejected } = await owner.query('SELECT place, why, seen_at FROM rejected_alerts');
    expect(rejected).toEqual([{ place: 41, why: expect.stringContaining('startsAt'), seen_at: null }]);
  });

  test.each<[string, string | Buffer]>([
    ['no JSON', '{'],
    ['no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['no alerts', '{"alerts":5}'],
  ])('%s: kept as it came, rejected, and what follows is taken', async (_what, body) => {
    await deliver([body, alert('after')]);
    expect(await takeAll()).toMatchObject({ taken: 2, fired: 1, rejected: 1 });
    expect(await count('deliveries')).toBe(2);
  });

  test('hostile text is stored harmlessly', async () => {
    const labels = JSON.parse(
      '{"alertname":"<script>alert(1)</script>","__proto__":"x","nul":"a\\u0000b","half":"\\ud800"}',
    );
    await deliver([alert('h', { labels: { ...labels, big: 'y'.repeat(50_000) }, annotations: {} })]);
    expect(await takeAll()).toMatchObject({ fired: 1, rejected: 0 });
  });
});

describe('the database', () => {
  test('the intake inserts deliveries and reads keys, and nothing else', async () => {
    for (const sql of [
      'SELECT body FROM deliveries',
      'DELETE FROM deliveries',
      'SELECT * FROM firings',
      'SELECT * FROM people',
    ])
      await expect(intake.query(sql), sql).rejects.toMatchObject({ code: '42501' });
  });

  test('a moment of a firing is set once, and nothing is reopened', async () => {
    await deliver([ended('a')]);
    await takeAll();
    for (const change of [
      'resolved_at = NULL',
      "fired_at = fired_at + interval '1 minute'",
      "priority = 'P1'",
    ])
      await expect(owner.query(`UPDATE firings SET ${change}`), change).rejects.toMatchObject({
        code: 'BH001',
      });
  });

  test('the heartbeat leaves its moment, and no firing', async () => {
    await deliver([alert('beat', { labels: { alertname: 'Heartbeat', bulkhead_heartbeat: 'prometheus' } })]);
    expect(await takeAll()).toMatchObject({ taken: 1, fired: 0, rejected: 0 });
    expect(
      await count("pipelines WHERE name = 'prometheus' AND heard_at > now() - interval '1 minute'"),
    ).toBe(1);
  });
});

// Reports to the edge: answered at once, stored together, refused with a sentence, and summed into figures.
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { layCable } from './edge-cable.ts';
import { createEdgeTrial, type EdgeTrial, until } from './edge-trial.ts';

const REPORT = {
  service: 'router',
  version: '1.4.2',
  startedAt: '2026-11-21T02:00:00.000Z',
  epoch: 1,
  revision: 1,
  mode: 'live',
};

async function rows(
  trial: EdgeTrial,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  return (await trial.owner.query(sql, values)).rows;
}
const instance = async (trial: EdgeTrial, id: string) =>
  (await rows(trial, 'SELECT * FROM instances WHERE id = $1', [id]))[0];
/** A timestamp column in ms since 1970; NaN when the row is not there. */
const timeOf = (row: Record<string, unknown> | undefined, column: string) =>
  Number(row?.[column] as Date | undefined);
const receipts = (trial: EdgeTrial, id: string) =>
  rows(
    trial,
    'SELECT epoch, revision, received_at FROM receipts WHERE instance_id = $1 ORDER BY epoch, revision',
    [id],
  );

test('a report is answered with where the edge stands, and stored with the database time it was heard', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const [before] = await rows(trial, 'SELECT clock_timestamp() AS now');
  const answer = await edge.report('router-01', { ...REPORT, mode: 'fallen', fallen: ['routing_mode'] });
  const [after] = await rows(trial, 'SELECT clock_timestamp() AS now');
  expect([answer.status, await answer.json()]).toEqual([202, { epoch: 1, revision: 1 }]);
  await until(() => instance(trial, 'router-01'));
  const stored = await instance(trial, 'router-01');
  expect(stored).toMatchObject({
    service: 'router',
    version: '1.4.2',
    edge_id: 'edge-test',
    mode: 'fallen',
    fallen: ['routing_mode'],
    epoch: 1,
    revision: '1',
    left_at: null,
  });
  expect(timeOf(stored, 'started_at')).toBe(Date.parse(REPORT.startedAt));
  const [receipt] = await receipts(trial, 'router-01');
  const heard = timeOf(receipt, 'received_at');
  // The offset is known to within half a round trip.
  expect(heard).toBeGreaterThanOrEqual(timeOf(before, 'now') - 500);
  expect(heard).toBeLessThanOrEqual(timeOf(after, 'now') + 500);
});

test('the first word at a position stays the receipt; heartbeats move only the last-seen time', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  await edge.report('router-01', REPORT);
  await until(() => instance(trial, 'router-01'));
  const [first] = await receipts(trial, 'router-01');
  const lastSeen = async () => timeOf(await instance(trial, 'router-01'), 'last_seen_at');
  const before = await lastSeen();
  await edge.report('router-01', { ...REPORT, mode: 'holding' });
  await until(async () => (await lastSeen()) > before);
  expect(await receipts(trial, 'router-01')).toEqual([first]);
  expect((await instance(trial, 'router-01'))?.mode).toBe('holding');

  await edge.report('router-01', { ...REPORT, revision: 2 });
  await until(async () => (await receipts(trial, 'router-01')).length === 2);
  await edge.report('router-01', { ...REPORT, revision: 2, leaving: true });
  await until(async () => (await instance(trial, 'router-01'))?.left_at);
});

test('an instance without values is an instance without receipts', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  await edge.report('new-01', { ...REPORT, epoch: 0, revision: 0, mode: 'empty' });
  await until(() => instance(trial, 'new-01'));
  expect(await receipts(trial, 'new-01')).toEqual([]);
});

test('reports that wait together are stored together, and announced to whoever listens', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  const edge = await trial.start({ databaseUrl: cable.url });
  const listener = new pg.Client({ connectionString: trial.database.app });
  await listener.connect();
  onTestFinished(() => listener.end());
  const announced: number[] = [];
  listener.on('notification', ({ payload }) => announced.push(Number(payload)));
  await listener.query('LISTEN bulkhead_reports');
  await edge.report('first', REPORT);
  await until(() => announced.length === 1);
  cable.cut();
  await until(async () => (await edge.ready()).databaseConnected === false);
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => edge.report(`router-${i}`, { ...REPORT, revision: 1 + (i % 3) })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  cable.mend();
  await until(() => announced.length > 1);
  expect(announced).toEqual([1, 200]);
  expect(await rows(trial, 'SELECT 1 FROM instances')).toHaveLength(201);
  expect(await rows(trial, 'SELECT 1 FROM instance_reports')).toEqual([]);
});

test('a bad report is refused with a sentence, and nothing of it is stored', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const refused: [string, object | string, Record<string, string>?][] = [
    ['router-01', '{'],
    ['router-01', '[]'],
    ['router-01', { ...REPORT, revision: '7' }],
    ['router-01', { ...REPORT, mode: 'broken' }],
    ['router-01', { ...REPORT, color: 'red' }],
    ['router-01', JSON.stringify(REPORT).replace('"revision":1', '"revision":1e400')],
    ['router-01', { ...REPORT, version: 'a\u0000b' }],
    ['%00', REPORT],
    ['a%20b', REPORT],
    ['%E0%A4%A', REPORT],
  ];
  for (const [id, body, headers] of refused) {
    const answer = await edge.report(id, body, headers);
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { code: 'invalid_input', message: expect.stringMatching(/^[A-Za-z].*\.$/) } },
    ]);
  }
  const large = await edge.report('router-01', ' '.repeat(65_537));
  expect([large.status, await large.json()]).toMatchObject([413, { error: { code: 'payload_too_large' } }]);
  const text = await edge.report('router-01', REPORT, { 'content-type': 'text/plain' });
  expect(text.status).toBe(415);
  expect(
    (
      await fetch(`${edge.url}/config/instances/router-01/other`, {
        method: 'POST',
        headers: { 'x-api-key': trial.key },
      })
    ).status,
  ).toBe(404);
  await edge.report('router-02', REPORT);
  await until(() => instance(trial, 'router-02'));
  expect(await instance(trial, 'router-01')).toBeUndefined();
});

test('a body without end is not read to its end', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384).fill(32));
    },
  });
  const outcome = await fetch(`${edge.url}/config/instances/a/applied`, {
    method: 'POST',
    headers: { 'x-api-key': trial.key, 'content-type': 'application/json' },
    body: endless,
    duplex: 'half',
  } as RequestInit).then(
    ({ status }) => status,
    () => 'closed',
  );
  expect([413, 'closed']).toContain(outcome);
  expect(sent).toBeLessThan(8_000_000);
});

test('what instances count and measure becomes one row a second', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const counting = (count: number) => ({
    ...REPORT,
    figures: { counters: { orders_hl_total: count }, gauges: { reserve_usd: 20_000_000 } },
  });
  const [begun] = await rows(trial, 'SELECT clock_timestamp() AS now');
  await edge.report('router-01', counting(0));
  let count = 0;
  const figures = async () =>
    (await rows(trial, 'SELECT edge_id, figures FROM figure_samples ORDER BY at DESC LIMIT 1'))[0];
  await until(async () => {
    count += 1;
    await edge.report('router-01', counting(count));
    const row = await figures();
    return row && Number((row.figures as { rates: Record<string, number> }).rates.orders_hl_total) > 0;
  });
  expect(await figures()).toMatchObject({
    edge_id: 'edge-test',
    figures: { gauges: { reserve_usd: 20_000_000 } },
  });
  const [span] = await rows(
    trial,
    'SELECT min(at) AS first, max(at) AS last, clock_timestamp() AS now FROM figure_samples',
  );
  expect(timeOf(span, 'first')).toBeGreaterThanOrEqual(timeOf(begun, 'now'));
  expect(timeOf(span, 'last')).toBeLessThanOrEqual(timeOf(span, 'now') + 500);
});

test('the edge role reads snapshots and keys, adds reports, and nothing else', async () => {
  const trial = await createEdgeTrial();
  const client = new pg.Client({ connectionString: trial.database.edge });
  await client.connect();
  onTestFinished(() => client.end());
  const code = (sql: string) =>
    client.query(sql).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    );
  for (const table of [
    'people',
    'person_roles',
    'sessions',
    'personal_tokens',
    'audit_log',
    'audit_head',
    'change_sets',
    'switch_values',
    'instances',
    'receipts',
  ]) {
    expect([table, await code(`SELECT * FROM ${table}`)]).toEqual([table, '42501']);
  }
  for (const sql of [
    'SELECT owner_id FROM api_keys',
    'UPDATE matrix_head SET revision = 99',
    "INSERT INTO snapshots VALUES (1, 99, '{}', now())",
    'DELETE FROM snapshots',
    'UPDATE api_keys SET revoked_at = NULL',
    'UPDATE instances SET revision = 99',
    'DELETE FROM receipts',
    'TRUNCATE figure_samples',
    'SELECT audit_append()',
    'CREATE TABLE mine (id integer)',
  ]) {
    expect([sql, await code(sql)]).toEqual([sql, '42501']);
  }
  expect(await code('SELECT * FROM matrix_head')).toBe('done');
});

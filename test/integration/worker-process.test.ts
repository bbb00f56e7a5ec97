// The worker as a process: starts, stops, is killed, loses its database and gets it back, shares the work with another.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ensureInstallation } from '#scripts/database/installation.ts';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';
import { startTestServer, type TestServer } from '#test/server.ts';
import { openWorkshop, readLinesOf, type Workshop } from './audit-workshop.ts';
import {
  endWorkers,
  PATIENCE,
  type RunningWorker,
  startWorker,
  workerEnvironment,
} from './worker-programs.ts';

afterEach(endWorkers);

describe('on a database that is there', { timeout: 120_000 }, () => {
  let shop: Workshop;

  beforeAll(async () => {
    shop = await openWorkshop();
  });

  afterAll(() => shop.close());

  test('signs at once, tells of itself, stops in order, and goes on after a restart', async () => {
    const env = workerEnvironment(shop.database, shop.files);
    const first = startWorker(env);
    await first.ready();
    const head = await shop.headSeq();
    await vi.waitFor(() => expect(shop.lines().at(-1)?.seq).toBe(head), PATIENCE);
    expect(await first.get('/healthz')).toMatchObject({ status: 200 });
    expect((await first.get('/metrics'))?.body).toMatch(new RegExp(`bulkhead_audit_verified_seq ${head}\n`));
    expect(JSON.parse((await first.get('/readyz'))?.body ?? '')).toMatchObject({
      ready: true,
      database: 'connected',
      jobs: 'polling',
      checkpointRoundAgeMs: expect.any(Number),
      runRoundAgeMs: expect.any(Number),
      alertRoundAgeMs: expect.any(Number),
      chainRoundAgeMs: expect.any(Number),
      canaryRoundAgeMs: expect.any(Number),
      effectRoundAgeMs: expect.any(Number),
      notificationRoundAgeMs: expect.any(Number),
      ownRoundAgeMs: expect.any(Number),
      releaseRoundAgeMs: expect.any(Number),
      signoffRoundAgeMs: expect.any(Number),
      withdrawalRoundAgeMs: expect.any(Number),
    });
    expect(await first.get('/other')).toMatchObject({ status: 404 });
    await vi.waitFor(() => expect(first.log()).toMatch(/whole audit chain: sound/), PATIENCE);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(first.log()).not.toMatch(/"level":"(warn|error|fatal)"/);

    await shop.change(2);
    const second = startWorker(env);
    await vi.waitFor(() => expect(shop.lines().at(-1)?.seq).toBe(head + 2), PATIENCE);
    second.child.kill('SIGINT');
    expect(await second.exited).toBe(0);
    expect(await shop.verify()).toMatchObject({ broken: null, checkpoints: 2 });
  });

  test('two at once, one of them killed, during a stream of writes', async () => {
    const env = workerEnvironment(shop.database, shop.files);
    const pair = [startWorker(env), startWorker(env)];
    let writing = true;
    const writes = (async () => {
      while (writing) await shop.change(1);
    })();
    await Promise.all(pair.map((one) => one.ready()));
    pair[0]?.child.kill('SIGKILL');
    expect(await pair[0]?.exited).toBe('SIGKILL');
    const third = startWorker(env);
    await third.ready();
    writing = false;
    await writes;
    const head = await shop.headSeq();
    await vi.waitFor(() => expect(shop.lines().at(-1)?.seq).toBe(head), PATIENCE);
    const seqs = readLinesOf(shop.files.checkpoints).map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(await shop.verify()).toMatchObject({ broken: null, checkpoints: seqs.length });
    expect(pair[1]?.log()).not.toMatch(/"level":"(error|fatal)"/);
  });

  test('an unconfirmed P0 is told to the next in its chain at 5:00, not before', async () => {
    const owner = new pg.Client({ connectionString: shop.database.owner });
    await owner.connect();
    try {
      const { rows: clock } = await owner.query("SELECT clock_timestamp() - interval '4 min 57 s' AS fired");
      const startsAt = clock[0].fired.toISOString();
      const alert = {
        ...{ status: 'firing', fingerprint: 'five-minutes', startsAt, annotations: {} },
        labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected' },
      };
      await owner.query("INSERT INTO deliveries (source, key_id, body) VALUES ('alertmanager', $1, $2)", [
        ...[randomUUID(), Buffer.from(JSON.stringify({ alerts: [alert] }))],
      ]);
      await startWorker(workerEnvironment(shop.database, shop.files)).ready();
      const told = async () => {
        const { rows } = await owner.query(
          `SELECT (a.details::jsonb->>'step')::int AS step, a.at, f.fired_at FROM audit_log a
           JOIN firings f ON f.id::text = a.details::jsonb->>'firingId'
           WHERE a.kind = 'alert.escalated' AND f.fingerprint = 'five-minutes' ORDER BY a.seq`,
        );
        return rows;
      };
      await vi.waitFor(
        async () => expect((await told()).map(({ step }) => step)).toEqual([0, 1, 2]),
        PATIENCE,
      );
      const third = (await told())[2];
      expect(third.fired_at.toISOString()).toBe(startsAt);
      expect(third.at.getTime()).toBeGreaterThanOrEqual(Date.parse(startsAt) + 300_000);
    } finally {
      await owner.end();
    }
  });

  test('takes its addresses from files, and keeps them out of its log', async () => {
    const {
      DATABASE_URL = '',
      BULKHEAD_WORKER_DATABASE_URL = '',
      ...rest
    } = workerEnvironment(shop.database, shop.files);
    const file = (name: string, content: string) => {
      const path = join(shop.files.folder, name);
      writeFileSync(path, `${content}\n`);
      return path;
    };
    const worker = startWorker({
      ...rest,
      DATABASE_URL_FILE: file('app', DATABASE_URL),
      BULKHEAD_WORKER_DATABASE_URL_FILE: file('owner', BULKHEAD_WORKER_DATABASE_URL),
      BULKHEAD_LOG_LEVEL: 'debug',
    });
    await worker.ready();
    for (const url of [DATABASE_URL, BULKHEAD_WORKER_DATABASE_URL]) {
      expect(worker.log()).not.toContain(new URL(url).password);
    }
  });

  test('says what is wrong with its configuration and does not start', async () => {
    const env = workerEnvironment(shop.database, shop.files);
    const taken = startWorker(env);
    await vi.waitFor(() => expect(taken.log()).toMatch(/worker started/), PATIENCE);
    const port = /"port":(\d+)/.exec(taken.log())?.[1] ?? '';
    const cases: [Record<string, string>, RegExp][] = [
      [{}, /^DATABASE_URL .* is not set\.[\s\S]*BULKHEAD_AUDIT_KEY_FILE is not set/],
      [
        { ...env, BULKHEAD_AUDIT_KEY_FILE: '/none' },
        /BULKHEAD_AUDIT_KEY_FILE names \/none, which does not exist\./,
      ],
      [{ ...env, BULKHEAD_AUDIT_KEY_FILE: shop.files.publicKey }, /which is not an Ed25519 private key/],
      [{ ...env, BULKHEAD_CHECKPOINT_WEBHOOK_URL: 'ftp://x' }, /begins with http/],
      [{ ...env, BULKHEAD_WORKER_PORT: port }, /is taken by another program\. Set BULKHEAD_WORKER_PORT/],
    ];
    const refused = cases.map(([given, sentence]) => ({ worker: startWorker(given), sentence }));
    for (const { worker, sentence } of refused) {
      expect(await worker.exited).toBe(78);
      expect(worker.log()).toMatch(sentence);
    }
  });
});

describe('on a database that goes and comes', { timeout: 180_000 }, () => {
  let server: TestServer;
  let database: TestDatabase;
  let files: Workshop['files'];
  let shop: Workshop;

  beforeAll(async () => {
    // Its key and folder are used; its database is on a server that other tests need.
    shop = await openWorkshop();
    files = { ...shop.files, checkpoints: join(shop.files.folder, 'outage', 'audit.ndjson') };
    server = await startTestServer({ durable: true });
    database = await createTestDatabase({ server });
    await ensureInstallation(database.owner, 'production');
    await append();
  });

  afterAll(async () => {
    await server.stop();
    await shop.close();
  });

  async function append(): Promise<void> {
    const client = new pg.Client({ connectionString: database.app });
    await client.connect();
    await client.query(
      "INSERT INTO audit_log (actor_kind, actor_id, actor_name, kind, subject) VALUES ('system', 'x', 'x', 'test', 'x')",
    );
    await client.end();
  }

  /** As a crash would: no goodbye to anybody. `restart` brings it back. */
  const takeAway = () => process.kill(server.pid, 'SIGQUIT');

  const state = async (worker: RunningWorker) => {
    const answer = await worker.get('/readyz');
    return answer && { status: answer.status, ...(JSON.parse(answer.body) as object) };
  };

  test('tells the truth, outlives the outage, and goes on by itself', async () => {
    const worker = startWorker(workerEnvironment(database, files));
    await worker.ready();
    await vi.waitFor(() => expect(readLinesOf(files.checkpoints)).toHaveLength(1), PATIENCE);
    takeAway();
    await vi.waitFor(async () => {
      expect(await state(worker)).toMatchObject({ status: 503, ready: false, database: 'away' });
    }, PATIENCE);
    expect(await worker.get('/healthz')).toMatchObject({ status: 200 });
    await server.restart();
    await worker.ready();
    await append();
    await vi.waitFor(() => expect(readLinesOf(files.checkpoints)).toHaveLength(2), PATIENCE);
    expect(worker.child.exitCode).toBeNull();
    worker.child.kill('SIGTERM');
    expect(await worker.exited).toBe(0);
  });

  test('starts before its database, and stops without it', async () => {
    takeAway();
    const early = startWorker(workerEnvironment(database, files));
    await vi.waitFor(async () => {
      expect(await state(early)).toMatchObject({ status: 503, database: 'away', jobs: 'stopped' });
    }, PATIENCE);
    await server.restart();
    await early.ready();
    takeAway();
    await vi.waitFor(async () => expect(await state(early)).toMatchObject({ database: 'away' }), PATIENCE);
    early.child.kill('SIGTERM');
    expect(await early.exited).toBe(0);
    await server.restart();
  });
});

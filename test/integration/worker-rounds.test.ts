// Checkpoint rounds and full checks: what they sign, what they find, and what a found break stops.
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CheckpointLine } from '#lib/contract/audit-export.ts';
import { createLog } from '#lib/process/log.ts';
import { isSignedBy } from '#lib/rules/audit/checkpoint.ts';
import { checkpointRound, ENTRIES_A_ROUND } from '#worker/checkpoint-round.ts';
import { createCheckpointWebhook } from '#worker/checkpoint-webhook.ts';
import { openPool } from '#worker/database.ts';
import { fullCheck, pauseAfter } from '#worker/full-check.ts';
import { openWorkshop, raise, readLinesOf, reduce, type Workshop } from './audit-workshop.ts';

const silent = createLog('test', { level: 'silent' });
let shop: Workshop;

beforeEach(async () => {
  shop = await openWorkshop();
});

afterEach(() => shop.close());

async function table(): Promise<{ seq: number; hash: string }[]> {
  const { rows } = await shop.superuser.query(
    `SELECT c.seq::int, encode(c.hash, 'hex') AS hash FROM audit_checkpoints c ORDER BY seq`,
  );
  return rows;
}

async function chainState() {
  const { rows } = await shop.superuser.query(
    'SELECT verified_seq::int, broken_seq::int, broken_why FROM audit_integrity',
  );
  return rows[0] as { verified_seq: number; broken_seq: number | null; broken_why: string | null };
}

async function entriesOf(kind: string): Promise<number> {
  const { rows } = await shop.superuser.query('SELECT count(*)::int AS n FROM audit_log WHERE kind = $1', [
    kind,
  ]);
  return rows[0].n;
}

const inFile = () => shop.lines().map(({ seq, hash }) => ({ seq, hash }));

describe('signing', () => {
  test('a round verifies and signs what is new, and nothing when nothing is', async () => {
    await shop.change(3);
    const head = await shop.headSeq();
    const first = await checkpointRound(shop.work);
    expect(first).toMatchObject({
      state: 'sound',
      verified: { seq: head },
      signed: { seq: head },
      behind: false,
    });
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', signed: null });
    await shop.change(1);
    expect(await checkpointRound(shop.work)).toMatchObject({ signed: { seq: head + 1 } });
    expect(shop.lines().map(({ seq }) => seq)).toEqual([head, head + 1]);
    for (const line of shop.lines()) expect(isSignedBy(line, shop.work.key.publicKey)).toBe(true);
    expect(await table()).toEqual(inFile());
    expect(await chainState()).toEqual({ verified_seq: head + 1, broken_seq: null, broken_why: null });
  });

  test('a restarted worker goes on where the file and the database stand', async () => {
    await shop.change(2);
    await checkpointRound(shop.work);
    const pool = openPool(shop.database.app, silent);
    await shop.change(2);
    expect(await checkpointRound({ ...shop.work, pool })).toMatchObject({
      signed: { seq: await shop.headSeq() },
    });
    await pool.end();
    expect(await shop.verify()).toMatchObject({ broken: null, checkpoints: 2 });
  });

  test('a worker that died between file and database, or within a line, leaves nothing to repair by hand', async () => {
    await shop.change(1);
    await checkpointRound(shop.work);
    const [line] = await table();
    await shop.tamper('DELETE FROM audit_checkpoints');
    appendFileSync(shop.files.checkpoints, '{"installationId":"cut o');
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', signed: null });
    expect(await table()).toEqual([line]);
    await shop.change(1);
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound' });
    expect(shop.lines()).toHaveLength(2);
  });

  test('a lost file, and the file of another worker, get what the database holds', async () => {
    for (let i = 0; i < 3; i++) {
      await shop.change(1);
      await checkpointRound(shop.work);
    }
    const before = readFileSync(shop.files.checkpoints, 'utf8');
    rmSync(shop.files.checkpoints);
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', signed: null });
    expect(readFileSync(shop.files.checkpoints, 'utf8')).toBe(before);
    const elsewhere = join(shop.files.folder, 'elsewhere', 'audit.ndjson');
    await shop.change(1);
    expect(await checkpointRound({ ...shop.work, file: elsewhere })).toMatchObject({ state: 'sound' });
    expect(readLinesOf(elsewhere)).toHaveLength(4);
    await checkpointRound(shop.work);
    expect(readFileSync(shop.files.checkpoints, 'utf8')).toBe(readFileSync(elsewhere, 'utf8'));
  });

  test('two workers at once, under writes, sign no contradictory checkpoints', async () => {
    const others = [1, 2].map(() => ({ ...shop.work, pool: openPool(shop.database.app, silent) }));
    let writing = true;
    const writes = (async () => {
      while (writing) await shop.change(1);
    })();
    const rounds = await Promise.all(
      others.map(async (work) => {
        const states: string[] = [];
        for (let i = 0; i < 12; i++) states.push((await checkpointRound(work)).state);
        return states;
      }),
    );
    writing = false;
    await writes;
    expect(new Set(rounds.flat())).not.toContain('broken');
    expect(rounds.flat()).toContain('sound');
    const seqs = shop.lines().map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    expect(await table()).toEqual(inFile());
    expect(await shop.verify()).toMatchObject({ broken: null, checkpoints: seqs.length });
    for (const { pool } of others) await pool.end();
  });

  test('rounds and full checks side by side, under writes, never see a break', async () => {
    let writing = true;
    const writes = (async () => {
      while (writing) await shop.change(1);
    })();
    const rounds = (async () => {
      const states: string[] = [];
      while (writing) states.push((await checkpointRound(shop.work)).state);
      return states;
    })();
    for (let i = 0; i < 4; i++) expect(await fullCheck(shop.work)).toMatchObject({ broken: null });
    writing = false;
    await writes;
    expect(new Set(await rounds)).toEqual(new Set(['sound']));
    expect(await entriesOf('audit.broken')).toBe(0);
  });

  test('while one worker is in its round, another skips its own', async () => {
    const client = await shop.work.pool.connect();
    await client.query('SELECT pg_advisory_lock($1)', [0x62756c6b6864]);
    expect(await checkpointRound(shop.work)).toEqual({ state: 'skipped' });
    await client.query('SELECT pg_advisory_unlock_all()');
    client.release();
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound' });
  });

  test('a large backlog is taken in several rounds', async () => {
    await shop.tamper(`DO $$
      DECLARE entry audit_log; previous bytea; n bigint;
      BEGIN
        SELECT seq, hash INTO n, previous FROM audit_head;
        FOR i IN 1..${ENTRIES_A_ROUND + 10} LOOP
          entry.seq := n + i; entry.at := clock_timestamp(); entry.actor_kind := 'system'; entry.actor_id := 'x';
          entry.actor_name := 'x'; entry.kind := 'test'; entry.subject := 'x'; entry.prev_hash := previous;
          previous := sha256(previous || audit_content(entry));
          INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, prev_hash, hash)
          VALUES (entry.seq, entry.at, 'system', 'x', 'x', 'test', 'x', entry.prev_hash, previous);
        END LOOP;
        UPDATE audit_head SET seq = n + ${ENTRIES_A_ROUND + 10}, hash = previous;
      END $$`);
    const head = await shop.headSeq();
    expect(await checkpointRound(shop.work)).toMatchObject({
      behind: true,
      verified: { seq: ENTRIES_A_ROUND },
    });
    expect(await checkpointRound(shop.work)).toMatchObject({ behind: false, verified: { seq: head } });
    expect(await shop.verify()).toMatchObject({ broken: null, entries: head, checkpoints: 2 });
  }, 60_000);
});

describe('a break', () => {
  beforeEach(async () => {
    await shop.change(5);
    await checkpointRound(shop.work);
    await shop.change(2);
    await checkpointRound(shop.work);
  });

  test('a cut tail is noted once; raising is refused, reducing passes, nothing more is signed', async () => {
    const head = await shop.headSeq();
    await shop.tamper(`DELETE FROM audit_log WHERE seq > ${head - 2};
      DELETE FROM audit_checkpoints WHERE seq > ${head - 2};
      UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1);
      UPDATE audit_integrity SET (verified_seq, verified_hash) = (SELECT seq, hash FROM audit_head)`);
    const lines = shop.lines();
    for (let i = 0; i < 3; i++) expect(await checkpointRound(shop.work)).toMatchObject({ state: 'broken' });
    expect(await chainState()).toMatchObject({
      broken_seq: head - 1,
      broken_why: expect.stringMatching(/although entry \d+ was signed at .*: its tail is missing/),
    });
    expect(await entriesOf('audit.broken')).toBe(1);
    expect(await raise()).toBe('integrity_broken');
    expect(await reduce()).toBe('ok');
    expect(shop.lines()).toEqual(lines);
  });

  test('a full rewrite is found by the next round, although the database agrees with itself', async () => {
    await shop.rewriteFrom(2, "reason = 'a nicer reason'");
    const last = shop.lines().at(-2);
    expect(await checkpointRound(shop.work)).toMatchObject({
      state: 'broken',
      broken: { seq: last?.seq, why: expect.stringMatching(/the log was rewritten/) },
    });
    expect(await raise()).toBe('integrity_broken');
  });

  test('an entry that was forged after the last round', async () => {
    await shop.change(1);
    const head = await shop.headSeq();
    await shop.tamper(`UPDATE audit_log SET reason = 'other' WHERE seq = ${head}`);
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'broken', broken: { seq: head } });
  });

  test('an edited line of the checkpoint file', async () => {
    const lines = readFileSync(shop.files.checkpoints, 'utf8');
    writeFileSync(shop.files.checkpoints, lines.replace(/"hash":"../, '"hash":"00'));
    expect(await checkpointRound(shop.work)).toMatchObject({
      state: 'broken',
      broken: { why: expect.stringMatching(/^A late line of the outside checkpoints .* was edited/) },
    });
    expect(await raise()).toBe('integrity_broken');
    writeFileSync(shop.files.checkpoints, lines);
    expect(await fullCheck(shop.work)).toMatchObject({ broken: null });
    expect(await raise()).toBe('ok');
  });

  test('a checkpoint that somebody put into the database', async () => {
    const seq = await shop.headSeq();
    await shop.tamper(`INSERT INTO audit_checkpoints (seq, hash, signed_at, key_id, signature)
      SELECT ${seq + 100}, hash, now(), key_id, signature FROM audit_checkpoints LIMIT 1`);
    expect(await checkpointRound(shop.work)).toMatchObject({
      state: 'broken',
      broken: { why: expect.stringMatching(/of the checkpoints in the database/) },
    });
  });

  test('an old entry is found by the full check, and its restoration too', async () => {
    await shop.tamper("UPDATE audit_log SET reason = reason || '!' WHERE seq = 3");
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', knownBroken: false });
    const check = await fullCheck(shop.work);
    expect(check).toMatchObject({ broken: { seq: 3 } });
    expect(pauseAfter(check)).toBe(60_000);
    expect(await raise()).toBe('integrity_broken');
    expect(await reduce('6500')).toBe('ok');
    // Rounds go on signing: a checkpoint says what the log was, not that it is whole.
    expect(await checkpointRound(shop.work)).toMatchObject({ state: 'sound', knownBroken: true });
    await shop.tamper('UPDATE audit_log SET reason = left(reason, -1) WHERE seq = 3');
    const again = await fullCheck(shop.work);
    expect(again).toMatchObject({ broken: null });
    expect(pauseAfter(again)).toBe(3_600_000);
    expect(await chainState()).toMatchObject({ broken_seq: null, verified_seq: again.head.seq });
    expect([await entriesOf('audit.broken'), await entriesOf('audit.sound')]).toEqual([1, 1]);
    expect(await raise()).toBe('ok');
  });

  test('the earlier of two breaks is the one on record', async () => {
    await shop.tamper("UPDATE audit_log SET reason = reason || '!' WHERE seq IN (3, 5)");
    await fullCheck(shop.work);
    await shop.tamper('UPDATE audit_log SET reason = left(reason, -1) WHERE seq = 3');
    await fullCheck(shop.work);
    expect(await chainState()).toMatchObject({ broken_seq: 3 });
    await shop.tamper("UPDATE audit_log SET reason = reason || '!' WHERE seq = 2");
    await fullCheck(shop.work);
    expect(await chainState()).toMatchObject({ broken_seq: 2 });
  });

  test('a full check that is called off records nothing', async () => {
    const stop = new AbortController();
    const check = fullCheck(shop.work, stop.signal);
    stop.abort();
    await expect(check).rejects.toThrow();
    expect(await chainState()).toMatchObject({ broken_seq: null });
  });
});

describe('the webhook', () => {
  let server: Server;
  let url: string;
  let taken: CheckpointLine[];
  let ids: unknown[];
  let status: number;

  beforeEach(async () => {
    taken = [];
    ids = [];
    status = 200;
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      ids.push(request.headers['webhook-id']);
      // 0: never answers.
      if (status === 0) return;
      if (status === 200) taken.push(JSON.parse(text));
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkpoints`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('gets each checkpoint; one it refused comes again with the same id, until a newer one takes its place', async () => {
    const webhook = createCheckpointWebhook(url, silent);
    const work = { ...shop.work, webhook };
    await checkpointRound(work);
    await vi.waitFor(() => expect(taken).toEqual(shop.lines()));
    status = 500;
    await shop.change(1);
    await checkpointRound(work);
    await vi.waitFor(() => expect(ids).toHaveLength(2));
    await vi.waitFor(() => {
      webhook.retry();
      expect(ids.length).toBeGreaterThan(2);
    });
    expect(new Set(ids.slice(1))).toHaveProperty('size', 1);
    status = 200;
    await shop.change(1);
    await checkpointRound(work);
    await vi.waitFor(() => {
      webhook.retry();
      expect(taken.at(-1)).toEqual(shop.lines().at(-1));
    });
    await webhook.stop();
  });

  test('that does not answer holds up neither the round nor the stop', async () => {
    status = 0;
    const webhook = createCheckpointWebhook(url, silent);
    expect(await checkpointRound({ ...shop.work, webhook })).toMatchObject({ state: 'sound' });
    await vi.waitFor(() => expect(ids).toHaveLength(1));
    await webhook.stop();
  });
});

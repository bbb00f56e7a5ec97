// GET /api/v1/live: pulses come, at once after a change, for as long as the reader may see them and reads them.
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { command, onConsole, sql, tokenOf, until } from '../installation.ts';
import { sessionOf } from '../sign-in.ts';
import { metric } from './metric.ts';
import { type LiveStream, openLive } from './stream.ts';

async function open(headers: Record<string, string>): Promise<LiveStream> {
  const stream = await openLive(headers);
  onTestFinished(() => stream.close());
  return stream;
}

function streams(): Promise<number> {
  return metric('console', 'bulkhead_live_streams');
}

/** Switches between two values, so that each call is a change. */
let flips = 0;
async function flip(reason: string): Promise<ChangeAnswer> {
  flips += 1;
  const value = flips % 2 === 0 ? 3 : 2.9;
  const answer = await command('set-switch', { switch: 'daily_loss_limit_pct', value, reason });
  expect(answer.status).toBe(200);
  return answer.json as ChangeAnswer;
}

/** A change set of every amount of every symbol, which makes the pulses of the next twelve changes large. */
async function changeMuch(i: number): Promise<void> {
  const up = i % 2;
  const amounts = {
    normal_threshold: 5_000 + up,
    betting_threshold: 60_000 + up,
    max_order_size_internal: 1_000 + up,
    max_internal_exposure_usd: 100_000 + up,
  };
  const changes = Object.entries(amounts).flatMap(([name, value]) =>
    SYMBOLS.map((symbol) => ({ switch: name, symbol, value: String(value) })),
  );
  const reason = 'nobody reads this and it is long '.repeat(15).trim();
  expect((await command('set-switches', { changes, reason })).status).toBe(200);
}

describe('live stream', () => {
  test('a change by one person appears for another in less than a second', async () => {
    const auditor = await sessionOf('auditor');
    const stream = await open({ cookie: auditor.headers.cookie });
    expect(stream.status).toBe(200);
    await until('a first pulse', () => stream.pulses.length > 0);
    for (let i = 0; i < 5; i++) {
      const { revision } = await flip(`seen by another person ${i}`);
      const pulse = await until('its pulse', () =>
        stream.pulses.find((one) => one.status.revision >= revision),
      );
      const [newest] = pulse.status.recent;
      expect(newest).toMatchObject({
        revision,
        reason: `seen by another person ${i}`,
        actor: { name: 'Risk manager' },
      });
    }
  });

  test('pulses keep coming without any change, and show the proof of effect', async () => {
    const stream = await open(tokenOf('operations'));
    const { revision } = await flip('followed to its effect');
    const effective = await until('every instance applied it', () =>
      stream.pulses.find(({ status }) =>
        status.recent.some((set) => set.revision === revision && set.effect.state === 'effective'),
      ),
    );
    const effect = effective.status.recent.find((set) => set.revision === revision)?.effect;
    expect(effect).toMatchObject({ applied: effect?.expected, overBudget: false });
    const count = stream.pulses.length;
    await until('two more pulses', () => stream.pulses.length >= count + 2, 6_000);
  });

  test('a burst of changes is told in few pulses, and the last of them is told', async () => {
    const stream = await open(tokenOf('operations'));
    await until('a first pulse', () => stream.pulses.length > 0);
    const [count, begun] = [stream.pulses.length, Date.now()];
    let last = 0;
    for (let i = 0; i < 60; i++) last = (await flip('one of a burst')).revision;
    const took = Date.now() - begun;
    await until('the last one', () => stream.pulses.some(({ status }) => status.revision === last));
    // At most five a second (lib/contract/console.ts), and one at each end.
    expect(stream.pulses.length - count).toBeLessThanOrEqual(Math.ceil((5 * took) / 1_000) + 2);
  });

  test('who signs out, or whose session is revoked, soon hears nothing', async () => {
    const [leaving, revoked] = [await sessionOf('risk_manager'), await sessionOf('operations')];
    const [left, cut, other] = [
      await open({ cookie: leaving.headers.cookie }),
      await open({ cookie: revoked.headers.cookie }),
      await open(tokenOf('auditor')),
    ];
    for (const stream of [left, cut, other]) await until('a first pulse', () => stream.pulses.length > 0);
    expect((await command('sign-out', {}, leaving.headers)).status).toBe(200);
    // Without a word to anybody: found by looking again.
    await sql('UPDATE sessions SET revoked_at = now() WHERE id = $1', [revoked.id]);
    for (const stream of [left, cut]) {
      await until('the end of the stream', () => stream.endedAt, 20_000);
    }
    const count = other.pulses.length;
    await until('others still hear', () => other.pulses.length > count);
    expect(other.endedAt).toBeUndefined();
  });

  test('a key that is revoked takes its stream with it', async () => {
    const key = `bhk_livelive_${randomUUID()}`;
    const [row] = await sql<{ id: string }>(
      `INSERT INTO api_keys (name, prefix, key_hash, scopes)
       VALUES ('live', 'bhk_livelive', $1, ARRAY['switches:read']) RETURNING id`,
      [createHash('sha256').update(key).digest('hex')],
    );
    const stream = await open({ 'x-api-key': key });
    await until('a first pulse', () => stream.pulses.length > 0);
    const input = { key: row?.id, reason: 'Found where it should not be' };
    expect((await command('revoke-key', input, tokenOf('super_admin'))).status).toBe(200);
    await until('the end of the stream', () => stream.endedAt);
  });

  test('nobody, and a machine without the scope, gets no stream; a disconnected reader leaves nothing behind', async () => {
    await until('no stream is open', async () => (await streams()) === 0);
    expect((await openLive({})).status).toBe(401);
    expect((await openLive({ authorization: 'Bearer x' })).status).toBe(401);
    expect((await onConsole('/api/v1/live', { method: 'HEAD', headers: tokenOf('auditor') })).status).toBe(
      405,
    );
    expect(await streams()).toBe(0);
    const opened = await Promise.all(Array.from({ length: 20 }, () => openLive(tokenOf('auditor'))));
    await until('all of them are counted', async () => (await streams()) === 20);
    for (const stream of opened) stream.close();
    await until('all of them are gone', async () => (await streams()) === 0);
  });

  test('a reader that stops reading is cut, and the console does not keep its pulses', {
    timeout: 60_000,
  }, async () => {
    await until('no stream is open', async () => (await streams()) === 0);
    const slow = await Promise.all(Array.from({ length: 10 }, () => open(tokenOf('auditor'))));
    const well = await open(tokenOf('auditor'));
    for (const stream of slow) await until('a first pulse', () => stream.pulses.length > 0);
    for (const stream of slow) stream.pause();
    const before = await metric('console', 'process_resident_memory_bytes');
    // The system takes some megabytes for each connection before anybody notices: large pulses get there sooner.
    for (let i = 0; (await streams()) > 1; i++) await changeMuch(i);
    const after = await metric('console', 'process_resident_memory_bytes');
    expect(after - before).toBeLessThan(100_000_000);
    for (const stream of slow) stream.resume();
    for (const stream of slow) await until('their connection is closed', () => stream.endedAt);
    const count = well.pulses.length;
    await until('who reads goes on hearing', () => well.pulses.length > count);
    expect(well.endedAt).toBeUndefined();
  });
});

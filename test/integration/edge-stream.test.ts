// The edge's event stream: nothing skipped, nothing twice, and nobody slow at the cost of the others.
import { connect } from 'node:net';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { readStream } from './edge-stream-reader.ts';
import { commitRevision, createEdgeTrial, FIRST_SWITCHES, until } from './edge-trial.ts';

test('first the snapshot, then each change with only what changed, and heartbeats between', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key);
  expect(await stream.reaches('1.1')).toMatchObject({ type: 'snapshot', data: { switches: FIRST_SWITCHES } });
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  const change = await stream.reaches('1.2', 1_000);
  expect(change).toEqual({
    type: 'change',
    id: '1.2',
    data: {
      epoch: 1,
      revision: 2,
      publishedAt: expect.any(String),
      switches: { routing_mode: { value: 'HL_MODE' } },
    },
  });
  await until(() => stream.events.filter(({ type }) => type === 'heartbeat').length >= 2);
  const beat = stream.events.findLast(({ type }) => type === 'heartbeat');
  expect(beat).toMatchObject({
    id: undefined,
    data: { epoch: 1, revision: 2, at: expect.stringMatching(/Z$/) },
  });
  expect(beat?.data.dataAgeMs).toBeLessThan(60_000);
});

test('a reader that comes back gets only what it missed, in one change', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const watching = await readStream(edge.url, trial.key);
  await watching.reaches('1.1');
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await watching.reaches('1.2');
  await trial.commit({ global_betting_enabled: { value: false } });
  await watching.reaches('1.3');
  await trial.commit({ global_betting_enabled: { value: true } });
  await watching.reaches('1.4');

  const back = await readStream(edge.url, trial.key, '1.2');
  expect(await back.reaches('1.4')).toMatchObject({ type: 'change' });
  expect(back.values()).toHaveLength(1);
  expect(back.values()[0]?.data.switches).toEqual({ global_betting_enabled: { value: true } });
});

test('a reader that missed nothing hears so at once, and then what comes', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key, '1.1');
  await until(() => stream.events.length > 0, 1_000);
  expect(stream.events[0]).toMatchObject({ type: 'heartbeat', data: { epoch: 1, revision: 1 } });
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  expect((await stream.reaches('1.2')).type).toBe('change');
  expect(stream.values()).toHaveLength(1);
});

test.each(['0.7', '1.99', '2.1', 'nonsense'])(
  'the unknown Last-Event-ID %s gets the full snapshot',
  async (id) => {
    const trial = await createEdgeTrial();
    const edge = await trial.start();
    const stream = await readStream(edge.url, trial.key, id);
    expect(await stream.reaches('1.1')).toMatchObject({
      type: 'snapshot',
      data: { switches: FIRST_SWITCHES },
    });
  },
);

test('a new epoch is followed with a full snapshot; a lower revision or epoch is refused', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await stream.reaches('1.2');

  await commitRevision(trial.owner, { routing_mode: { value: 'BETTING_MODE' } }, { revision: 1 });
  await until(async () => typeof (await edge.ready()).problem === 'string');
  expect(await edge.ready()).toMatchObject({ ready: true, epoch: 1, revision: 2 });
  expect(await edge.json('/config/switch/routing_mode')).toMatchObject({ value: 'HL_MODE' });
  const { dataAgeSeconds } = await edge.ready();
  await until(async () => Number((await edge.ready()).dataAgeSeconds) > Number(dataAgeSeconds) + 2.1);

  await commitRevision(trial.owner, { routing_mode: { value: 'NORMAL_MODE' } }, { epoch: 2, revision: 1 });
  expect((await stream.reaches('2.1')).type).toBe('snapshot');
  await until(async () => (await edge.ready()).problem === undefined);
  expect(stream.values().map(({ id }) => id)).toEqual(['1.1', '1.2', '2.1']);
});

test('a revision committed while an earlier transaction is open is never skipped', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  const other = new pg.Client({ connectionString: trial.database.owner });
  await other.connect();
  onTestFinished(() => other.end());

  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let written = false;
  const early = commitRevision(
    trial.owner,
    { routing_mode: { value: 'HL_MODE' } },
    {
      hold: () => {
        written = true;
        return held;
      },
    },
  );
  await until(() => written);
  // The later writer waits for the one row of the head: it cannot be seen before the earlier one.
  const late = commitRevision(other, { global_betting_enabled: { value: false } });
  const watcher = new pg.Client({ connectionString: trial.database.superuser });
  await watcher.connect();
  onTestFinished(() => watcher.end());
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await until(async () => (await watcher.query(waiting)).rowCount === 1);
  expect(stream.values()).toHaveLength(1);
  release();
  expect(await early).toEqual({ epoch: 1, revision: 2 });
  expect(await late).toEqual({ epoch: 1, revision: 3 });
  await stream.reaches('1.3');
  const all = Object.assign({}, ...stream.values().map(({ data }) => data.switches));
  expect(all).toMatchObject({ routing_mode: { value: 'HL_MODE' }, global_betting_enabled: { value: false } });
  const revisions = stream.values().map(({ data }) => data.revision);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
});

test('a stream of fast commits arrives in order and complete, whatever was folded together', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  const names = Array.from({ length: 40 }, (_, i) => `switch_${i}`);
  for (const [i, name] of names.entries()) await trial.commit({ [name]: { value: i } });
  await stream.reaches('1.41');
  const switches = Object.assign({}, ...stream.values().map(({ data }) => data.switches));
  expect(names.map((name) => switches[name]?.value)).toEqual(names.map((_, i) => i));
  const revisions = stream.values().map(({ data }) => data.revision);
  expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
});

test('slow readers are cut at the cap, and the others miss nothing', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start({ streamCapBytes: 64 * 1024 });
  const quick = await readStream(edge.url, trial.key);
  const slow = Array.from({ length: 20 }, () => {
    const socket = connect(edge.port, '127.0.0.1');
    socket.on('error', () => {});
    // Reads nothing, ever.
    socket.pause();
    socket.write(`GET /config/stream HTTP/1.1\r\nHost: x\r\nX-API-Key: ${trial.key}\r\n\r\n`);
    return socket;
  });
  onTestFinished(() => {
    for (const socket of slow) socket.destroy();
  });
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await (await edge.get('/metrics', {})).text())?.[1]);
  await until(async () => (await metric('bulkhead_edge_streams')) === 21);

  // Far more than the cap and what the kernel holds for each connection, in changes of 50 KB.
  let revision = 1;
  while ((await metric('bulkhead_edge_streams_cut_total')) < 20) {
    revision += 1;
    await trial.commit({ ballast: { value: `${revision}`.padEnd(50_000, 'x') } });
    await quick.reaches(`1.${revision}`);
    expect(revision).toBeLessThan(400);
  }
  expect(await metric('bulkhead_edge_streams')).toBe(1);
  expect(quick.ended()).toBe(false);
  expect(quick.values().map(({ data }) => data.revision)).toEqual(
    Array.from({ length: revision }, (_, i) => i + 1),
  );
});

test('a stream whose key is revoked ends', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  await trial.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp()');
  await until(() => stream.ended());
});

test('one request after another on the same connection, a stream last, are all answered', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const socket = connect(edge.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes;
  });
  const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX-API-Key: ${trial.key}\r\n\r\n`;
  socket.write(
    request('/config/switch/routing_mode') + request('/config/switches') + request('/config/stream'),
  );
  await until(() => text.includes('event: snapshot'));
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
});

// The store: exact bodies, only forward, and for each reader exactly what it missed.
import { expect, test } from 'vitest';
import type { Snapshot, SwitchEntry } from '#lib/contract/snapshot.ts';
import { createSnapshotStore } from './snapshot-store.ts';

const PUBLISHED_AT = '2026-11-21T02:00:00.000Z';

function snapshot(revision: number, switches: Record<string, SwitchEntry>, epoch = 1): Snapshot {
  return { epoch, revision, publishedAt: PUBLISHED_AT, switches };
}

const MODE = { value: 'NORMAL_MODE' };
const FIRST = snapshot(1, { routing_mode: MODE, normal_threshold: { value: '10000' } });
const SECOND = snapshot(2, {
  routing_mode: MODE,
  normal_threshold: { value: '10000', overrides: { BTC: '5000' } },
});
const THIRD = snapshot(3, {
  routing_mode: { value: 'HL_MODE' },
  normal_threshold: SECOND.switches.normal_threshold as SwitchEntry,
});

function storeAt(...snapshots: Snapshot[]) {
  const clock = { now: 1_000 };
  const store = createSnapshotStore(() => clock.now);
  for (const one of snapshots) store.publish(one, 'database', clock.now);
  return { store, clock };
}

/** Reads an SSE frame back. */
function read(frame: Buffer | undefined): { event?: string; id?: string; data?: Snapshot } {
  if (!frame) return {};
  const [event, id, data, ...rest] = frame.toString().split('\n');
  expect(rest).toEqual(['', '']);
  return { event: event?.slice(7), id: id?.slice(4), data: JSON.parse(data?.slice(6) ?? '') };
}

test('bodies have the form of the contract, one for each switch and each override', () => {
  const published = storeAt(SECOND).store.current();
  const texts = published?.switches.get('normal_threshold');
  expect(texts?.global).toBe('{"name":"normal_threshold","value":"10000","epoch":1,"revision":2}');
  expect(texts?.bySymbol.get('BTC')).toBe(
    '{"name":"normal_threshold","value":"5000","symbol":"BTC","epoch":1,"revision":2}',
  );
  expect(`${texts?.before}SOL${texts?.after}`).toBe(
    '{"name":"normal_threshold","value":"10000","symbol":"SOL","epoch":1,"revision":2}',
  );
  expect(JSON.parse(published?.full ?? '')).toEqual(SECOND);
  expect(published?.etag).toBe('"1.2"');
  expect(published?.position).toBe('{"epoch":1,"revision":2}');
});

test('bodies are ASCII, so that their length in characters is their length in bytes', () => {
  const full = storeAt(snapshot(1, { motto: { value: 'größer 🚀' } })).store.current()?.full ?? '';
  expect(Buffer.byteLength(full)).toBe(full.length);
  expect(JSON.parse(full).switches.motto.value).toBe('größer 🚀');
});

test.each([
  ['the same revision', snapshot(3, {})],
  ['a lower revision', FIRST],
  ['a lower epoch', snapshot(9, { routing_mode: MODE }, 0)],
])('%s is refused and changes nothing', (_what, late) => {
  const { store } = storeAt(THIRD);
  expect(store.publish(late, 'database', 0)).toBe(false);
  expect(store.current()?.snapshot).toEqual(THIRD);
});

test('another database may begin anew at any position', () => {
  const { store } = storeAt(THIRD);
  expect(store.publish(FIRST, 'database', 0, true)).toBe(true);
  expect(read(store.missed('1.3'))).toEqual({ event: 'snapshot', id: '1.1', data: FIRST });
});

test('each new revision is announced with its changed entries, whole', () => {
  const { store } = storeAt(FIRST);
  const frames: Buffer[] = [];
  store.onPublish((frame) => frames.push(frame));
  store.publish(SECOND, 'database', 0);
  expect(frames.map(read)).toEqual([
    {
      event: 'change',
      id: '1.2',
      data: {
        epoch: 1,
        revision: 2,
        publishedAt: PUBLISHED_AT,
        switches: { normal_threshold: SECOND.switches.normal_threshold },
      },
    },
  ]);
});

test('a new epoch, or a switch that is gone, is announced with the whole snapshot', () => {
  const { store } = storeAt(THIRD);
  const frames: Buffer[] = [];
  store.onPublish((frame) => frames.push(frame));
  store.publish(snapshot(4, { routing_mode: MODE }), 'database', 0);
  store.publish(snapshot(1, { routing_mode: MODE }, 2), 'database', 0);
  expect(frames.map((frame) => read(frame).event)).toEqual(['snapshot', 'snapshot']);
  expect(read(store.missed('1.3')).event).toBe('snapshot');
});

test('a reader gets only what it missed, as one change; nothing when it missed nothing', () => {
  const { store } = storeAt(FIRST, SECOND, THIRD);
  expect(store.missed('1.3')).toBeUndefined();
  expect(read(store.missed('1.2')).data?.switches).toEqual({ routing_mode: { value: 'HL_MODE' } });
  expect(read(store.missed('1.1'))).toEqual({
    event: 'change',
    id: '1.3',
    data: { epoch: 1, revision: 3, publishedAt: PUBLISHED_AT, switches: THIRD.switches },
  });
  expect(store.missed('1.1')).toBe(store.missed('1.1'));
});

test.each([undefined, '', '0.9', '1.4', '2.1', '1.2.3', 'x', '__proto__', '1.2 '])(
  'id %j is unknown: the whole snapshot',
  (id) => {
    expect(read(storeAt(FIRST, SECOND, THIRD).store.missed(id))).toEqual({
      event: 'snapshot',
      id: '1.3',
      data: THIRD,
    });
  },
);

test('a reader too far back gets the whole snapshot, and the history stays bounded', () => {
  const { store } = storeAt(FIRST);
  for (let revision = 2; revision <= 1_102; revision += 1) {
    store.publish(snapshot(revision, { ...FIRST.switches, count: { value: revision } }), 'database', 0);
  }
  expect(read(store.missed('1.101')).event).toBe('snapshot');
  expect(read(store.missed('1.102')).event).toBe('change');
});

test('revisions with much in them push out older ones sooner', () => {
  const { store } = storeAt(FIRST);
  for (let revision = 2; revision <= 6; revision += 1) {
    store.publish(
      snapshot(revision, { ballast: { value: `${revision}`.padEnd(1_500_000, 'x') } }),
      'database',
      0,
    );
  }
  expect(read(store.missed('1.3')).event).toBe('snapshot');
  expect(read(store.missed('1.4')).event).toBe('change');
});

test('the age of the data runs from the last time the database confirmed it', () => {
  const { store, clock } = storeAt();
  expect(store.dataAgeMs()).toBe(0);
  store.publish(FIRST, 'file', clock.now - 90_000);
  expect([store.source(), store.dataAgeMs()]).toEqual(['file', 90_000]);
  store.confirm(clock.now);
  clock.now += 1_500.4;
  expect([store.source(), store.dataAgeMs()]).toEqual(['database', 1_500]);
});

test('a latch lies over every body and its entity tag, and over nothing that a stream replays', () => {
  const { store } = storeAt(SECOND);
  const heard: string[] = [];
  store.onPublish((frame) => heard.push(frame.toString()));
  const latch = {
    id: 'stop-1',
    at: PUBLISHED_AT,
    switches: { routing_mode: 'HL_MODE', normal_threshold: '0' },
  };
  store.lay(latch, Buffer.from('event: latch\n\n'));
  const held = store.current();
  expect(held?.switches.get('routing_mode')?.global).toBe(
    '{"name":"routing_mode","value":"HL_MODE","epoch":1,"revision":2}',
  );
  expect(JSON.parse(held?.full ?? '').switches.normal_threshold).toEqual({ value: '0' });
  expect(held?.etag).toBe('"1.2+stop-1"');
  // An instance lays the latch itself, and takes it away again: what it holds is the database's.
  expect(read(store.missed(undefined)).data).toEqual(SECOND);

  store.publish(THIRD, 'database', 0);
  expect(store.current()?.etag).toBe('"1.3+stop-1"');
  expect(JSON.parse(store.current()?.full ?? '').switches.normal_threshold).toEqual({ value: '0' });
  store.lay(undefined, Buffer.from('event: unlatch\n\n'));
  expect(store.current()?.etag).toBe('"1.3"');
  expect(JSON.parse(store.current()?.full ?? '')).toEqual(THIRD);
  expect(heard.map((frame) => frame.split('\n')[0])).toEqual([
    'event: latch',
    'event: change',
    'event: unlatch',
  ]);
});

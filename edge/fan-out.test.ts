// Readers that do not keep up are cut at the cap; the others never notice.
import { expect, test } from 'vitest';
import type { ApiKey } from '#lib/door/keys.ts';
import { createFanOut, type Reader } from './fan-out.ts';

function key(id: string): ApiKey {
  return { id, hash: '', scopes: [], expiresAt: null };
}

/** A socket that takes nothing off its buffer unless it is told to. */
function stuckReader(id = 'a') {
  const frames: Buffer[] = [];
  const outlet = {
    writableLength: 0,
    destroyed: false,
    ended: false,
    write(frame: Buffer) {
      frames.push(frame);
      outlet.writableLength += frame.length;
      return false;
    },
    destroy() {
      outlet.destroyed = true;
    },
    destroySoon() {
      outlet.ended = true;
    },
  };
  const reader: Reader = { key: key(id), outlet };
  return { reader, outlet, frames };
}

const FRAME = Buffer.alloc(100, 'x');

test('a reader is cut before its backlog passes the cap, and only that reader', () => {
  const fanOut = createFanOut(1_000);
  const slow = stuckReader();
  const quick = stuckReader();
  fanOut.add(slow.reader);
  fanOut.add(quick.reader);
  for (let i = 0; i < 50; i += 1) {
    fanOut.sendAll(FRAME);
    expect(slow.outlet.writableLength).toBeLessThanOrEqual(1_000);
    quick.outlet.writableLength = 0;
  }
  expect(slow.frames).toHaveLength(10);
  expect(slow.outlet.destroyed).toBe(true);
  expect(quick.frames).toHaveLength(50);
  expect([fanOut.count(), fanOut.cut()]).toEqual([1, 1]);
});

test('an event larger than the cap reaches a reader that is up to date', () => {
  const fanOut = createFanOut(50);
  const one = stuckReader();
  fanOut.add(one.reader);
  fanOut.sendAll(FRAME);
  expect([one.frames.length, one.outlet.destroyed]).toEqual([1, false]);
  fanOut.sendAll(FRAME);
  expect([one.frames.length, one.outlet.destroyed]).toEqual([1, true]);
});

test('all readers get the very same bytes', () => {
  const fanOut = createFanOut(1_000);
  const readers = [stuckReader(), stuckReader()];
  for (const { reader } of readers) fanOut.add(reader);
  fanOut.sendAll(FRAME);
  for (const { frames } of readers) expect(frames[0]).toBe(FRAME);
});

test('only the readers that are picked get an event', () => {
  const fanOut = createFanOut(1_000);
  const [one, other] = [stuckReader('one'), stuckReader('other')];
  fanOut.add(one.reader);
  fanOut.add(other.reader);
  fanOut.sendAll(FRAME, ({ key }) => key.id === 'other');
  expect([one.frames.length, other.frames.length]).toEqual([0, 1]);
});

test('a connection that is gone is not written to', () => {
  const fanOut = createFanOut(1_000);
  const gone = stuckReader();
  gone.outlet.destroyed = true;
  fanOut.add(gone.reader);
  fanOut.sendAll(FRAME);
  expect(gone.frames).toEqual([]);
  expect(fanOut.cut()).toBe(0);
});

test('readers whose key does not pass are ended', () => {
  const fanOut = createFanOut(1_000);
  const good = stuckReader('good');
  const bad = stuckReader('bad');
  fanOut.add(good.reader);
  fanOut.add(bad.reader);
  fanOut.endUnless((one) => one.id === 'good');
  expect([good.outlet.ended, bad.outlet.ended, fanOut.count()]).toEqual([false, true, 1]);
  fanOut.endAll();
  expect([good.outlet.ended, fanOut.count()]).toEqual([true, 0]);
});

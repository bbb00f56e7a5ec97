// The latch on disk and what readers are told of it: first press stands, a kill forgets nothing, a recorded stop gives way once.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Latch } from '#lib/contract/latch.ts';
import { createLog } from '#lib/process/log.ts';
import { createLatchStore, type HeldLatch } from './latch-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-latch-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, String(files++), 'edge.json.stop');
const silent = createLog('edge', { level: 'silent' });

const latch = (id: string): HeldLatch => ({
  ...{ id, at: '2026-11-21T02:00:00.000Z', reason: 'Capital at risk', keyId: 'k' },
  switches: { trading_enabled: false, routing_mode: 'HL_MODE' },
});
const recorded = (id: string, revision: number) => ({ id, epoch: 1, revision });
const at = (revision: number) => ({ epoch: 1, revision });

function open(file: string) {
  const laid: { id: string | undefined; said: string }[] = [];
  const lay = (next: Latch | undefined, frame: Buffer) =>
    void laid.push({
      id: next?.id,
      said: Array.from(
        frame.toString().matchAll(/event: (\w+)\ndata: .*"id":"(\w+)"/g),
        ([, event, stop]) => `${event} ${stop}`,
      ).join(', '),
    });
  return { laid, store: createLatchStore(file, lay, silent) };
}

test('the first press stands, and a second one is answered only when the first is on disk', async () => {
  const file = fresh();
  const { store, laid } = open(file);
  expect(store.set(latch('one'))).toMatchObject({ changed: true, latch: { id: 'one' } });
  const second = store.set(latch('two'));
  expect(second).toMatchObject({ changed: false, latch: { id: 'one' } });
  expect(laid).toEqual([{ id: 'one', said: 'latch one' }]);
  await second.onDisk;
  expect(readFileSync(file, 'utf8')).toContain('"one"');
});

test('a new process holds it; a damaged file is not believed', async () => {
  const file = fresh();
  await open(file).store.set(latch('one')).onDisk;
  const next = open(file);
  expect(next.store.current()).toEqual(latch('one'));
  expect(next.laid).toEqual([{ id: 'one', said: 'latch one' }]);
  writeFileSync(file, readFileSync(file, 'utf8').replace('HL_MODE', 'NORMAL_MODE'));
  expect(open(file).store.current()).toBeUndefined();
});

test('it gives way to values that contain it, to no earlier ones, and the file goes', async () => {
  const file = fresh();
  const { store, laid } = open(file);
  await store.set(latch('one')).onDisk;
  store.note([], at(7));
  store.note([recorded('one', 8)], at(7));
  expect(store.current()?.id).toBe('one');
  store.note([recorded('one', 8)], at(8));
  expect(store.current()).toBeUndefined();
  expect(laid.at(-1)).toEqual({ id: undefined, said: 'unlatch one' });
  await store.settled();
  expect(open(file).store.current()).toBeUndefined();
});

test('readers that have a latch from another edge are told once when the values here contain its stop', () => {
  const { store, laid } = open(fresh());
  store.note([recorded('other', 8)], at(7));
  expect(laid).toEqual([]);
  store.note([recorded('other', 8)], at(8));
  store.note([recorded('other', 8)], at(9));
  expect(laid).toEqual([{ id: undefined, said: 'unlatch other' }]);
});

test('readers are told of many recorded stops at once', () => {
  const { store, laid } = open(fresh());
  store.note([recorded('first', 7), recorded('second', 8), recorded('third', 9)], at(8));
  expect(laid).toEqual([{ id: undefined, said: 'unlatch first, unlatch second' }]);
});

test('a stop of another edge that is recorded leaves the latch of this one', async () => {
  const { store, laid } = open(fresh());
  await store.set(latch('own')).onDisk;
  store.note([recorded('other', 8)], at(8));
  expect(laid.at(-1)).toEqual({ id: 'own', said: 'unlatch other' });
  expect(store.current()?.id).toBe('own');
});

test('a stop that is sent here again after it was recorded does not hold for good', async () => {
  const { store } = open(fresh());
  store.note([recorded('late', 8)], at(9));
  await store.set(latch('late')).onDisk;
  store.note([recorded('late', 8)], at(9));
  expect(store.current()).toBeUndefined();
});

test('readers hear that it gave way although its file cannot be removed', async () => {
  const file = fresh();
  const { store, laid } = open(file);
  await store.set(latch('one')).onDisk;
  rmSync(file);
  mkdirSync(file);
  store.note([recorded('one', 8)], at(8));
  expect(laid.at(-1)).toEqual({ id: undefined, said: 'unlatch one' });
  await store.settled();
  expect(store.current()).toBeUndefined();
});

test('one that gives way while its file is being written leaves none; the next press has its own', async () => {
  const file = fresh();
  const { store } = open(file);
  store.set(latch('one'));
  store.note([recorded('one', 8)], at(8));
  await store.settled();
  expect(existsSync(file)).toBe(false);
  store.set(latch('two'));
  store.note([recorded('two', 9)], at(9));
  store.set(latch('three'));
  await store.settled();
  expect(readFileSync(file, 'utf8')).toContain('"three"');
});

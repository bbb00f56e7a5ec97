// The copy on disk: complete, private, and never believed when it is damaged.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLog } from '#lib/process/log.ts';
import { type Copy, copyAgeMs, createKeeper, readCopy } from './last-known-good.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-copy-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, String(files++), 'copy.json');
const silent = createLog('edge', { level: 'silent' });

function copy(revision: number): Copy {
  const confirmedAt = '2026-11-21T02:00:00.000Z';
  const switches = { normal_threshold: { value: '5000' } };
  return {
    snapshot: { epoch: 1, revision, publishedAt: confirmedAt, switches },
    keys: [{ id: '1', hash: 'a'.repeat(64), scopes: ['switches:read'], expiresAt: null }],
    installation: 'i',
    confirmedAt,
  };
}

test('what was saved is read back; of many saves in a row the last one wins', async () => {
  const path = fresh();
  const keeper = createKeeper(path, silent);
  for (let revision = 1; revision <= 20; revision += 1) keeper.save(copy(revision));
  await keeper.settled();
  expect(readCopy(path)).toEqual(copy(20));
  expect(readdirSync(join(path, '..'))).toEqual(['copy.json']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('no file is no copy', () => {
  expect(readCopy(fresh())).toBeUndefined();
});

test('a file with one digit changed, cut short, or of another kind is refused', async () => {
  const path = fresh();
  const keeper = createKeeper(path, silent);
  keeper.save(copy(1));
  await keeper.settled();
  const good = readFileSync(path, 'utf8');
  for (const bad of [good.replace('"5000"', '"6000"'), good.slice(0, -20), '', '{}', 'x\n{}']) {
    writeFileSync(path, bad);
    expect(() => readCopy(path)).toThrow(/damaged/);
  }
});

test('a path that cannot be read says so; one that cannot be written stops nothing', async () => {
  const path = fresh();
  mkdirSync(path, { recursive: true });
  expect(() => readCopy(path)).toThrow(/cannot be read/);
  const keeper = createKeeper(path, silent);
  keeper.save(copy(1));
  await keeper.settled();
});

test('the age runs by the wall clock, and a time in the future counts as just now', () => {
  const at = Date.parse('2026-11-21T02:00:00.000Z');
  expect(copyAgeMs(copy(1), at + 90_000)).toBe(90_000);
  expect(copyAgeMs(copy(1), at - 90_000)).toBe(0);
});

// The epoch in the file of an edge: as the edge writes it, and what is said of a file that nobody can believe.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createKeeper } from '#edge/last-known-good.ts';
import { createLog } from '#lib/process/log.ts';
import { epochOfEdge } from './target.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-edge-epoch-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'last-known-good.json');
const nothing = () => {
  throw new Error('nothing was to be said');
};

test('no file is no epoch; the file of an edge is read as the edge wrote it', async () => {
  expect(epochOfEdge(path, nothing)).toBe(0);
  const confirmedAt = '2026-11-21T02:00:00.000Z';
  const switches = { normal_threshold: { value: '5000' } };
  const keeper = createKeeper(path, createLog('edge', { level: 'silent' }));
  keeper.save({
    snapshot: { epoch: 4, revision: 9, publishedAt: confirmedAt, switches },
    keys: [],
    confirmedAt,
  });
  await keeper.settled();
  expect(epochOfEdge(path, nothing)).toBe(4);
});

test('a file that was changed, cut short or is another one is not believed, and that is said', () => {
  const good = readFileSync(path, 'utf8');
  for (const bad of [
    good.replace('"epoch":4', '"epoch":9'),
    good.slice(0, -9),
    '',
    '{"snapshot":{"epoch":9}}',
  ]) {
    writeFileSync(path, bad);
    const said: string[] = [];
    expect(epochOfEdge(path, (words) => said.push(words))).toBe(0);
    expect(said).toEqual([expect.stringContaining(path)]);
  }
});

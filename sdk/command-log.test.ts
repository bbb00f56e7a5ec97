// What an executor remembers of its commands: done is done, in this life and the next; what broke off comes again.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openCommandLog } from './command-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, String(files++), 'executor.json');
const HOUR = 3_600_000;
const trouble = (error: Error) => {
  throw error;
};
const command = (id: string) => ({
  ...{ id, command: 'close_all_positions', reason: 'test' },
  ...{ issuedAt: '2026-11-21T02:00:00.000Z', expiresAt: '2026-11-21T03:00:00.000Z' },
});
const progress = (id: string, state: 'running' | 'done' | 'failed', done = 0) => ({
  id,
  state,
  done,
  total: 3,
});

test.each(['done', 'failed'] as const)('what is %s is not begun again, in this life or the next', (state) => {
  const file = fresh();
  const log = openCommandLog(file, trouble);
  expect(log.begin(command('a'))).toBe(true);
  expect(log.begin(command('a'))).toBe(false);
  log.note(progress('a', state, 3));
  const next = openCommandLog(file, trouble);
  expect(next.begin(command('a'))).toBe(false);
  expect(next.list()).toEqual([progress('a', state, 3)]);
});

test('what was under way when the process ended is begun again', () => {
  const file = fresh();
  const log = openCommandLog(file, trouble);
  log.begin(command('a'));
  log.note(progress('a', 'running', 1));
  const next = openCommandLog(file, trouble);
  expect(next.list()).toMatchObject([{ id: 'a', state: 'running' }]);
  expect(next.begin(command('a'))).toBe(true);
  expect(next.begin(command('a'))).toBe(false);
});

test('it is on disk, and private, before it is carried out', () => {
  const file = fresh();
  openCommandLog(file, trouble).begin(command('a'));
  expect(readFileSync(file, 'utf8')).toContain('"acknowledged"');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a damaged log stops the start: nothing is carried out twice on a guess', () => {
  const file = fresh();
  openCommandLog(file, trouble).begin(command('a'));
  const whole = readFileSync(file, 'utf8');
  const bad = ['', '{}', '[["a"]]', '[[1,{"progress":{}}]]', whole.slice(0, -3)];
  const wrong = [whole.replace('"acknowledged"', '"sent"'), whole.replace('["a"', '["b"')];
  for (const text of [...bad, ...wrong, whole.replace(/"at":\d+/, '"at":null')]) {
    writeFileSync(file, text);
    expect(() => openCommandLog(file, trouble)).toThrow(/damaged/);
  }
});

test('it forgets what is older than any edge sends', () => {
  let now = 0;
  const log = openCommandLog(fresh(), trouble, () => now);
  log.begin(command('old'));
  log.note(progress('old', 'done', 3));
  now = 37 * HOUR;
  log.begin(command('new'));
  expect(log.list().map(({ id }) => id)).toEqual(['new']);
});

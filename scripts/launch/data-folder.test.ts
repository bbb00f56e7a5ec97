// The data folder: made private, taken by one start at a time, and a sentence when it cannot be used.
import { createPublicKey, sign, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDataFolder } from './data-folder.ts';
import { demoOf } from './demo.ts';
import { runFileWriter } from './run-file.ts';
import { readSettings } from './settings.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'bulkhead-data-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

function settings(folder = join(place, 'data')) {
  return readSettings([], { BULKHEAD_DATA_DIR: folder });
}

function mode(file: string): string {
  return (statSync(file).mode & 0o777).toString(8);
}

test('secrets, keys and the run file are for the owner only, and stay the same', () => {
  const first = openDataFolder(settings());
  const demo = demoOf(first);
  runFileWriter(first).publish({
    consoleUrl: 'http://localhost:3000',
    edgeUrl: 'http://127.0.0.1:3001',
    ...{ intakeUrl: 'http://127.0.0.1:3003', prometheusUrl: null, alertmanagerUrl: null },
    ...{ gatewayUrl: null, orderGateways: {} },
    simUrl: null,
    workerUrl: 'http://127.0.0.1:3004',
    accounts: demo.accounts,
    apiKeys: demo.apiKeys,
    databaseUrl: 'postgresql://x',
  });
  for (const file of ['secrets.json', 'audit-key.pem', 'run.json'])
    expect(mode(first.file(file)), file).toBe('600');
  first.release();
  const second = openDataFolder(settings());
  expect(second.secrets).toEqual(first.secrets);
  expect(demoOf(second)).toEqual(demo);
  second.release();
});

test('the audit key pair belongs together', () => {
  const data = openDataFolder(settings());
  const signature = sign(null, Buffer.from('mark'), readFileSync(data.file('audit-key.pem')));
  const key = createPublicKey(readFileSync(data.file('audit-key.pub.pem')));
  expect(verify(null, Buffer.from('mark'), key, signature)).toBe(true);
  data.release();
});

test('the demo has one account per role and a second super admin, each with a second factor and a token', () => {
  const data = openDataFolder(settings());
  const { accounts, apiKeys } = demoOf(data);
  expect(accounts.map((account) => account.roles)).toEqual([
    ['super_admin'],
    ['risk_manager'],
    ['operations'],
    ['engineer'],
    ['product_owner'],
    ['executive'],
    ['auditor'],
    ['super_admin'],
  ]);
  expect(accounts.at(-1)?.email).toBe('second_super_admin@bulkhead.example');
  for (const account of accounts) {
    expect(account.email).toMatch(/^[a-z_]+@bulkhead\.example$/);
    expect(account.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
    expect(account.token).toMatch(/^bht_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
  }
  expect(new Set(accounts.map((account) => account.password)).size).toBe(accounts.length);
  expect(apiKeys['switches:read']).toMatch(/^bhk_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
  data.release();
});

test('a start that is gone does not hold the folder', () => {
  const data = openDataFolder(settings());
  // No process has this number: Linux gives out at most 4,194,304.
  writeFileSync(data.file('launcher.pid'), '99999999');
  openDataFolder(settings()).release();
});

test('a file in its place and secrets that are no JSON are said in a sentence', () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  expect(() => openDataFolder(settings(file))).toThrow(`${file} is not a folder`);
  const data = openDataFolder(settings());
  data.release();
  writeFileSync(data.file('secrets.json'), '{');
  expect(() => openDataFolder(settings())).toThrow(/secrets\.json is not readable as JSON/);
});

test('the run file follows processes that come and go', () => {
  const data = openDataFolder(settings());
  const writer = runFileWriter(data);
  writer.pid('edge', 41);
  writer.publish({
    consoleUrl: 'http://localhost:3000',
    edgeUrl: 'http://127.0.0.1:3001',
    ...{ intakeUrl: 'http://127.0.0.1:3003', prometheusUrl: null, alertmanagerUrl: null },
    ...{ gatewayUrl: null, orderGateways: {} },
    simUrl: null,
    workerUrl: 'http://127.0.0.1:3004',
    accounts: [],
    apiKeys: {},
    databaseUrl: 'postgresql://x',
  });
  writer.pid('edge', undefined);
  const read = () => JSON.parse(readFileSync(data.file('run.json'), 'utf8'));
  expect(read().pids).toEqual({ launcher: process.pid, edge: null });
  writer.pid('edge', 42);
  expect(read().pids.edge).toBe(42);
  writer.remove();
  writer.pid('edge', 43);
  expect(() => statSync(data.file('run.json'))).toThrow(/ENOENT/);
  data.release();
});

// What an auditor takes away: an export, the checkpoints and the public key, checked elsewhere by the real CLI with nothing else at hand.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as getCheckpoints } from '#app/api/v1/audit-checkpoints/route.ts';
import { GET as getExport } from '#app/api/v1/audit-export/route.ts';
import { GET as getKey } from '#app/api/v1/audit-public-key/route.ts';
import { bareEnvironment } from '#test/bare-environment.ts';
import { createAccount } from '#test/console-accounts.ts';
import { checkpointRound } from '#worker/checkpoint-round.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';

const CLI = join(import.meta.dirname, '../../cli/bulkhead.mjs');
const ARGS = ['--checkpoints', 'checkpoints.ndjson', '--public-key', 'key.pem'];

let shop: Workshop;
let folder: string;
let headers: Record<string, string>;
/** Lines of the whole export, and when its second signed stretch began. */
let lines: string[];
let since: string;

beforeAll(async () => {
  shop = await openWorkshop();
  headers = { authorization: `Bearer ${(await createAccount('auditor')).token}` };
  for (let stretch = 0; stretch < 4; stretch++) {
    await shop.change(4);
    await checkpointRound(shop.work);
    if (stretch === 0) {
      const { rows } = await shop.superuser.query('SELECT clock_timestamp() AS now');
      // The next entry is a millisecond later at least.
      since = new Date(rows[0].now.getTime() + 1).toISOString();
    }
  }
  process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE = shop.files.publicKey;
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-auditor-'));
  await save('checkpoints.ndjson', getCheckpoints, 'audit-checkpoints');
  await save('key.pem', getKey, 'audit-public-key');
  await save('export.ndjson', getExport, 'audit-export?format=ndjson');
  lines = readFileSync(join(folder, 'export.ndjson'), 'utf8').trimEnd().split('\n');
});

afterAll(async () => {
  delete process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE;
  rmSync(folder, { recursive: true });
  await shop.close();
});

async function save(
  name: string,
  door: (request: NextRequest) => Promise<Response>,
  path: string,
): Promise<void> {
  const response = await door(new NextRequest(`http://console.test/api/v1/${path}`, { headers }));
  expect([path, response.status]).toEqual([path, 200]);
  writeFileSync(join(folder, name), Buffer.from(await response.arrayBuffer()));
}

async function verify(...more: string[]): Promise<{ code: number | null; out: string; err: string }> {
  expect(readdirSync(folder).sort()).toEqual(['checkpoints.ndjson', 'export.ndjson', 'key.pem']);
  const child = spawn('node', [CLI, 'audit', 'verify', 'export.ndjson', ...ARGS, ...more], {
    cwd: folder,
    env: bareEnvironment({ BULKHEAD_DATA_DIR: '/nowhere' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

function keep(changed: readonly string[]): void {
  writeFileSync(join(folder, 'export.ndjson'), changed.map((line) => `${line}\n`).join(''));
}

test('the file as it was handed out is sound', async () => {
  keep(lines);
  expect(await verify()).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/is sound\.[\s\S]*4 agree/),
  });
});

test.each<[string, (whole: string[]) => string[], RegExp]>([
  [
    'one changed byte',
    (all) => all.with(9, all[9]?.replace('First', 'Wirst') ?? ''),
    /BROKEN at entry 10\.\n {2}Entry 10 was changed/,
  ],
  ['a removed line', (all) => all.toSpliced(9, 1), /BROKEN at entry 10\.\n {2}Entry 10 is missing/],
  ['a reordered pair', (all) => all.with(9, all[10] ?? '').with(10, all[9] ?? ''), /BROKEN at entry 10\./],
  [
    'a cut tail',
    (all) => all.slice(0, -1),
    /BROKEN[\s\S]*no checkpoint signs, although later entries were signed: its tail is missing/,
  ],
  ['a cut beginning', (all) => all.slice(1), /BROKEN at entry 1\.[\s\S]*its beginning is missing/],
  [
    'a line that was cut short',
    (all) => all.with(-1, all.at(-1)?.slice(0, 90) ?? ''),
    /is not an entry: it was edited or cut/,
  ],
])('%s is found', async (_name, change, sentence) => {
  keep(change(lines));
  const { code, out } = await verify();
  expect(out).toMatch(sentence);
  expect(code).toBe(7);
});

test('a file that begins in the middle is sound, and what came before it is said to be unchecked', async () => {
  await save('export.ndjson', getExport, `audit-export?format=ndjson&from=${since}`);
  const part = readFileSync(join(folder, 'export.ndjson'), 'utf8').trimEnd().split('\n');
  const { seq } = JSON.parse(part[0] ?? '') as { seq: number };
  expect(seq).toBeGreaterThan(1);
  const sound = await verify();
  expect(sound).toMatchObject({
    code: 0,
    err: `The file begins with entry ${seq}: what came before it was not checked.\n`,
  });
  expect(sound.out).toContain(`from, to       ${seq} to `);
  // Another past than the signed one.
  const other = (line: string) =>
    line.replace(/"prevHash":"(..)/, (_all, digits) => `"prevHash":"${digits === '00' ? '11' : '00'}`);
  keep(part.with(0, other(part[0] ?? '')));
  expect((await verify()).out).toMatch(new RegExp(`BROKEN at entry ${seq - 1}\\.`));
});

test('a file cut at a signed entry is found by the number of entries it was handed out with', async () => {
  const signed = shop.lines().at(-2)?.seq ?? 0;
  keep(lines.slice(0, signed));
  expect((await verify()).code).toBe(0);
  const { code, out } = await verify('--entries', String(lines.length));
  expect(out).toMatch(
    new RegExp(`BROKEN[\\s\\S]*holds ${signed} entries although there should be ${lines.length}`),
  );
  expect(code).toBe(7);
});

test('checkpoints and key go to whoever may read the log, and the key is the public half whatever file is named', async () => {
  const nobody = new NextRequest('http://console.test/api/v1/audit-checkpoints');
  expect((await getCheckpoints(nobody)).status).toBe(401);
  expect((await getKey(nobody)).status).toBe(401);
  process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE = shop.files.privateKey;
  const pem = await (await getKey(new NextRequest('http://console.test/x', { headers }))).text();
  expect(pem).toBe(readFileSync(shop.files.publicKey, 'utf8'));
  process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE = '';
  expect((await getKey(new NextRequest('http://console.test/x', { headers }))).status).toBe(404);
  process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE = shop.files.publicKey;
});

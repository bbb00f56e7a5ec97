// bulkhead audit tail, export, checkpoints and public-key against a scripted console.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AuditEntryView } from '#lib/contract/console.ts';
import { cliEnvironment, cliFolders, type Run, runCli, runShim } from '#test/cli-run.ts';
import { type Answer, ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const folders = cliFolders();
let server: ScriptedConsole;
let env: ReturnType<typeof cliEnvironment>;

const entry = (seq: number, more: Partial<AuditEntryView> = {}): AuditEntryView => ({
  ...{ seq, at: '2026-11-26T18:00:00.123456Z', kind: 'switch.changed', subject: 'normal_threshold' },
  ...{ symbol: 'BTC', oldValue: '"10000"', newValue: '"5000"', reason: `reason ${seq}`, changeSetId: null },
  ...{ epoch: 1, revision: seq, details: null, prevHash: '', hash: '' },
  actor: { kind: 'person', id: 'p1', name: 'Rita' },
  ...more,
});
const line = (seq: number) =>
  `2026-11-26T18:00:00.123456Z | Rita | normal_threshold.BTC | 10000 | 5000 | reason ${seq}\n`;

beforeAll(async () => {
  server = await scriptedConsole();
  env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  mkdirSync(folders.data, { recursive: true });
});

beforeEach(() => {
  server.asked.length = 0;
  server.answers = {};
});

afterAll(async () => {
  await server.close();
  folders.remove();
});

function audit(...args: string[]): Promise<Run> {
  return runCli(bulkheadProgram(), ['audit', ...args], env);
}

function pageOf(...items: AuditEntryView[]): Answer {
  return ok({ items, nextBefore: null, total: items.length });
}

test('tail prints the newest in the line of the manual, oldest first', async () => {
  const refusal = entry(2, {
    kind: 'command.denied',
    subject: 'set-switch',
    symbol: null,
    oldValue: null,
    newValue: null,
  });
  server.answers.audit = pageOf(entry(3), refusal, entry(1));
  const { out } = await audit('tail');
  expect(out).toBe(
    `${line(1)}2026-11-26T18:00:00.123456Z | Rita | command.denied set-switch |  |  | reason 2\n${line(3)}`,
  );
  const json = (await audit('tail', '--json')).out.trimEnd().split('\n');
  expect(json.map((one) => JSON.parse(one).seq)).toEqual([1, 2, 3]);
});

test('a line stays one line whatever somebody wrote, and JSON keeps it exactly', async () => {
  const reason = 'a | b\u001b[2J\u202E\u2028c';
  server.answers.audit = pageOf(entry(1, { reason }));
  expect((await audit('tail')).out).toMatch(/ \| a \\\| b\\u\{1b\}\[2J\\u\{202e\}\\u\{2028\}c\n$/);
  const { out } = await audit('tail', '--json');
  expect(out).toMatch(/\\u001b\[2J\\u202e\\u2028c/);
  expect(JSON.parse(out).reason).toBe(reason);
});

test('a person is found by name; nobody and two are told apart', async () => {
  server.answers.audit = pageOf();
  const named = (id: string, name: string) => ({ kind: 'person', id, name });
  server.answers['audit-actors'] = ok({
    items: [named('p1', 'Rita'), named('p2', 'Max'), named('p3', 'max')],
  });
  await audit('tail', '--person', 'rita', '--kind', 'switch', '--switch', 'routing_mode', '-n', '5');
  expect(server.asked.at(-1)?.url).toBe('/api/v1/audit?kind=switch&switch=routing_mode&person=p1&limit=5');
  expect(await audit('tail', '--person', 'Max')).toMatchObject({
    code: 5,
    err: expect.stringMatching(/p2, p3/),
  });
  expect(await audit('tail', '--person', 'Eve')).toMatchObject({
    code: 5,
    err: expect.stringMatching(/Rita, Max/),
  });
  expect((await audit('tail', '-n', '201')).code).toBe(2);
});

test('-f leaves nothing out, and ends when the token is revoked', async () => {
  const pages = [
    pageOf(entry(2), entry(1)),
    pageOf(entry(4), entry(3), entry(2), entry(1)),
    refused('unauthenticated', 401, 'Sign in again.'),
  ];
  server.answers.audit = (response) => {
    const answer = pages.shift();
    if (typeof answer === 'object') response.writeHead(answer.status).end(JSON.stringify(answer.body));
  };
  expect(await audit('tail', '-f', '-n', '1')).toEqual({
    code: 3,
    out: line(2) + line(3) + line(4),
    err: 'Sign in again.\n',
  });
});

/** An answer that is sent in two parts; the second may be a break. */
function inParts(first: string, second: string | 'break', headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(200, headers);
    response.write(first, () => {
      if (second === 'break') response.socket?.destroy();
      else response.end(second);
    });
  };
}

test('export asks for what was chosen and prints it byte by byte', async () => {
  server.answers['audit-export'] = inParts('\uFEFF"a"\r\n', '"\u001b[2J"\r\n');
  const done = await audit(
    ...['export', '--format', 'csv', '--from', '2026-11-01T00:00Z', '--to', '2026-11-26T18:00:00+01:00'],
    ...['--switch', 'routing_mode', '--kind', 'switch.changed', '--text', 'a&b'],
  );
  expect(done).toEqual({ code: 0, out: '\uFEFF"a"\r\n"\u001b[2J"\r\n', err: '' });
  expect(server.asked[0]?.url).toBe(
    '/api/v1/audit-export?format=csv&from=2026-11-01T00%3A00%3A00Z&to=2026-11-26T18%3A00%3A00%2B01%3A00&switch=routing_mode&kind=switch.changed&text=a%26b',
  );
});

test('--out makes a file that only we can read, under its name only when it is whole', async () => {
  const out = join(folders.data, 'log.txt');
  server.answers['audit-export'] = inParts('1\n', '2\n', { 'bulkhead-export-entries': '2' });
  const done = await audit('export', '--format', 'lines', '--out', out);
  expect(done).toMatchObject({ code: 0, out: '', err: `Wrote ${out}: 4 bytes, 2 entries.\n` });
  expect(readFileSync(out, 'utf8')).toBe('1\n2\n');
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const json = await audit('export', '--format', 'lines', '--out', out, '--json');
  expect(JSON.parse(json.out)).toMatchObject({ file: out, bytes: 4, entries: 2 });

  const halves: [Answer, RegExp][] = [
    [inParts('3\n', 'break'), /broke off/],
    [inParts('3\n', '4\n', { 'bulkhead-export-entries': '3' }), /2 of 3 entries/],
    [inParts('3\n', '4'), /middle of a line/],
    [inParts('3\n', 'break', { 'content-length': '10' }), /broke off/],
  ];
  for (const [answer, sentence] of halves) {
    server.answers['audit-export'] = answer;
    const broken = await audit('export', '--format', 'lines', '--out', out);
    expect(broken).toEqual({ code: 9, out: '', err: expect.stringMatching(sentence) });
    expect((await audit('export', '--format', 'lines')).code).toBe(9);
  }
  // What was there is there still, and no part lies beside it.
  expect(readFileSync(out, 'utf8')).toBe('1\n2\n');
  expect(readdirSync(folders.data)).toEqual(['log.txt']);
});

test('--out takes no folder and no device, and writes to the file behind a link', async () => {
  server.answers['audit-public-key'] = inParts('-----BEGIN\n', '-----END\n', { 'bulkhead-key-id': 'ab12' });
  for (const out of [folders.data, '/dev/null', join(folders.data, 'no', 'such')]) {
    expect([out, (await audit('public-key', '--out', out)).code]).toEqual([out, 2]);
  }
  expect(server.asked).toEqual([]);
  const file = join(folders.data, 'key.pem');
  writeFileSync(file, 'old');
  symlinkSync(file, join(folders.data, 'link.pem'));
  const done = await audit('public-key', '--out', join(folders.data, 'link.pem'));
  expect(done).toMatchObject({ code: 0, err: expect.stringMatching(/key ab12\.\n$/) });
  expect(readFileSync(file, 'utf8')).toBe('-----BEGIN\n-----END\n');
});

test('checkpoints are fetched as they are; --json alone says nothing', async () => {
  server.answers['audit-checkpoints'] = inParts('{"seq":1}\n', '{"seq":2}\n');
  expect((await audit('checkpoints')).out).toBe('{"seq":1}\n{"seq":2}\n');
  expect((await audit('checkpoints', '--json')).code).toBe(2);
  server.answers['audit-export'] = refused('invalid_input', 400, 'ndjson takes from and to only.');
  const both = await audit('export', '--format', 'ndjson', '--kind', 'x');
  expect(both).toEqual({ code: 2, out: '', err: 'ndjson takes from and to only.\n' });
  expect((await audit('export')).code).toBe(2);
  expect((await audit('export', '--format', 'xml')).code).toBe(2);
});

test('Ctrl-C in the middle leaves nothing', async () => {
  const out = join(folders.data, 'stopped.txt');
  let stop = () => {};
  server.answers['audit-export'] = (response) => {
    response.writeHead(200);
    response.write('1\n', () => stop());
  };
  const done = await runShim('bulkhead.mjs', ['audit', 'export', '--format', 'lines', '--out', out], env, {
    started: (child) => {
      // As soon as the first bytes were sent, and for as long as it takes them to arrive.
      stop = () => {
        const asking = setInterval(() => child.kill('SIGINT') || clearInterval(asking), 50);
        child.once('exit', () => clearInterval(asking));
      };
    },
  });
  expect(done.code).not.toBe(0);
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(folders.data).filter((name) => name.includes('stopped'))).toEqual([]);
});

// bulkhead export and bulkhead apply against a scripted console: the difference first, then the word, then the change.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AppliedConfigAnswer } from '#lib/contract/config.ts';
import { cliEnvironment, cliFolders, type Run, runCli, type Terminal } from '#test/cli-run.ts';
import { type Asked, ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const folders = cliFolders();
const file = join(tmpdir(), `bulkhead-${process.pid}.yaml`);
const out = join(tmpdir(), `bulkhead-out-${process.pid}.yaml`);
let server: ScriptedConsole;

const change = { oldInherited: false, newInherited: false, symbol: null, needsSecond: false };
const LOOKED: AppliedConfigAnswer = {
  ...{ changed: false, changeSetId: null, epoch: 1, revision: 9, dryRun: true, heldBy: null },
  changes: [
    {
      ...change,
      switch: 'routing_mode',
      oldValue: 'HL_MODE',
      newValue: 'NORMAL_MODE',
      direction: 'raising',
      needsSecond: true,
    },
    {
      ...change,
      switch: 'normal_threshold',
      symbol: 'BTC',
      oldValue: '5000',
      newValue: '4000',
      direction: 'reducing',
    },
  ],
};
const request = { id: 'r-1', number: 12, expiresAt: '2026-11-26T18:30:00.000Z' };

beforeAll(async () => {
  server = await scriptedConsole();
  writeFileSync(file, 'environment: demo\nswitches: {}\n');
});

beforeEach(() => {
  server.asked.length = 0;
  server.answers = {
    'commands/apply-config': (response, { body }) => {
      const { dryRun } = body as { dryRun?: boolean };
      response.end(JSON.stringify(dryRun ? LOOKED : { ...LOOKED, dryRun: false, request }));
    },
  };
});

afterAll(async () => {
  await server.close();
  folders.remove();
  for (const written of [file, out]) rmSync(written, { force: true });
});

function bulkhead(args: string[], terminal?: Terminal): Promise<Run> {
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  return runCli(bulkheadProgram(), args, env, terminal);
}

const sent = () => server.asked.map(({ body }) => body as Record<string, unknown>);

test('a dry run shows the difference, its direction and what takes a second person, and sends nothing else', async () => {
  const run = await bulkhead(['apply', '-f', file, '--dry-run']);
  expect(run).toMatchObject({ code: 0, out: '' });
  expect(run.err).toMatch(/routing_mode +HL_MODE → NORMAL_MODE {2}raising {2}needs a second person\n/);
  expect(run.err).toMatch(/normal_threshold.*BTC.* +5000 → 4000 {2}reducing\n/);
  expect(run.err).toContain('the whole file waits until somebody else has approved it');
  expect(sent()).toMatchObject([{ dryRun: true, yaml: 'environment: demo\nswitches: {}\n' }]);
  expect(JSON.parse((await bulkhead(['apply', '-f', file, '--dry-run', '--json'])).out)).toEqual(LOOKED);
});

test('a dry run shows the difference also to who could not apply it, and says why', async () => {
  const heldBy = 'A risk manager may not change routing_mode.';
  server.answers['commands/apply-config'] = ok({ ...LOOKED, heldBy });
  const run = await bulkhead(['apply', '-f', file, '--dry-run']);
  expect(run).toMatchObject({ code: 0, err: expect.stringContaining(`Note: ${heldBy}\n`) });
  expect(run.err).toContain('HL_MODE → NORMAL_MODE');
});

test('applying asks, and is refused when something changed since it was shown', async () => {
  const no = await bulkhead(['apply', '-f', file, '--reason', 'Release 42']);
  expect(no).toMatchObject({ code: 2, err: expect.stringContaining('say --yes') });
  expect(sent()).toHaveLength(1);
  const yes = await bulkhead(['apply', '-f', file, '--reason', 'Release 42'], { columns: 100, typed: ['y'] });
  expect(yes).toMatchObject({ code: 11, out: expect.stringContaining('CR-12 waits for a second person') });
  expect(sent()[2]).toMatchObject({ reason: 'Release 42', expected: '1.9' });
  expect(sent()[2]).not.toHaveProperty('dryRun');
});

test('asked again after no answer it is the very same; a second person can be skipped for an incident', async () => {
  const run = ['apply', '-f', file, '--reason', 'Release 42', '--break-glass', 'INC-7', '--yes'];
  const looks = server.answers['commands/apply-config'] as (response: ServerResponse, asked: Asked) => void;
  server.answers['commands/apply-config'] = (response, asked) => {
    if ((asked.body as { dryRun?: boolean }).dryRun) looks(response, asked);
    else response.socket?.destroy();
  };
  const lost = await bulkhead(run);
  expect(lost).toMatchObject({ code: 10, err: expect.stringContaining('skips its second person') });
  const again = /Ask again with (.*)\.\n$/.exec(lost.err)?.[1] ?? '';
  expect(again).toMatch(/^--expected 1\.9 --idempotency-key \S+$/);
  server.answers['commands/apply-config'] = ok({ ...LOOKED, dryRun: false, request });
  const waits = await bulkhead([...run, ...again.split(' '), '--json']);
  expect([waits.code, JSON.parse(waits.out).request.number]).toEqual([11, 12]);
  expect(sent()[0]).toMatchObject({ dryRun: true, incident: 'INC-7' });
  expect(sent()[0]).not.toHaveProperty('breakGlass');
  expect(sent()[2]).toEqual(sent()[1]);
  expect(sent()[1]).toMatchObject({ breakGlass: { incident: 'INC-7' }, expected: '1.9' });
});

test('with nothing to do nothing is sent; mistakes of the file come as the console says them', async () => {
  server.answers['commands/apply-config'] = ok({ ...LOOKED, changes: [] });
  const nothing = await bulkhead(['apply', '-f', file, '--reason', 'Release 42', '--yes']);
  expect(nothing).toMatchObject({ code: 0, out: 'The values hold already: nothing to do.\n' });
  expect(sent()).toHaveLength(1);
  server.answers['commands/apply-config'] = refused(
    'invalid_input',
    400,
    'The file has one mistake. Line 2: no.',
  );
  expect(await bulkhead(['apply', '-f', file, '--dry-run'])).toMatchObject({
    code: 2,
    err: 'The file has one mistake. Line 2: no.\n',
  });
  expect(await bulkhead(['apply', '-f', '/nowhere.yaml'])).toMatchObject({ code: 2 });
});

test('export writes the file as it came', async () => {
  server.answers.config = (response) => void response.end('environment: demo\n');
  expect(await bulkhead(['export', '-o', out])).toMatchObject({
    code: 0,
    err: expect.stringContaining('18 bytes'),
  });
  expect(readFileSync(out, 'utf8')).toBe('environment: demo\n');
  server.answers.config = (response) => void response.end('environment: dem');
  expect(await bulkhead(['export', '-o', out])).toMatchObject({ code: 9 });
});

// bulkhead switch and bulkhead instances against a scripted console: what they ask, print and send.
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EffectView, HistoryBody, InstanceView, MatrixBody, SwitchView } from '#lib/contract/console.ts';
import { cliEnvironment, cliFolders, type Run, runCli, type Terminal } from '#test/cli-run.ts';
import { CLOSED_URL, ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\u202E\nroot';
const folders = cliFolders();
let server: ScriptedConsole;

const view = (name: string, more: Partial<SwitchView> = {}): SwitchView => ({
  name,
  value: 'NORMAL_MODE',
  overrides: [],
  revision: 7,
  changedAt: '2026-11-26T18:00:00.123Z',
  changedBy: HOSTILE,
  lastEffect: null,
  mayChange: true,
  ...more,
});
const MATRIX: MatrixBody = {
  epoch: 1,
  revision: 9,
  publishedAt: '2026-11-26T18:00:00.123Z',
  nextBefore: null,
  items: [
    view('routing_mode'),
    view('normal_threshold', {
      value: '10000',
      overrides: [{ symbol: 'BTC', value: '5000', revision: 8, changedAt: '2026-11-26T18:10:00.000Z' }],
    }),
    view('hedge_enabled', { value: true }),
    view('newer_than_this_cli', { value: ['a', 'b'] }),
  ],
};
const EFFECT: EffectView = {
  ...{ state: 'effective', expected: 14, applied: 14, slowestMs: 38, slowestInstance: 'r' },
  ...{ budgetMs: 1000, overBudget: false, lagging: [] },
};
const change = (at: string, more: Partial<HistoryBody['items'][number]>): HistoryBody['items'][number] => ({
  ...{
    changeSetId: 'c-9',
    epoch: 1,
    revision: 9,
    at,
    symbol: null,
    oldValue: 'HL_MODE',
    newValue: 'NORMAL_MODE',
  },
  ...{ newInherited: false, direction: 'raising', reason: `why\u0007 ${HOSTILE}`, effect: EFFECT },
  actor: { kind: 'person', id: 'p1', name: HOSTILE },
  ...more,
});
const DONE = { changed: true, changeSetId: 'c-10', epoch: 1, revision: 10 };

beforeAll(async () => {
  server = await scriptedConsole();
});

beforeEach(() => {
  server.asked.length = 0;
  server.answers = { switches: ok(MATRIX) };
});

afterAll(async () => {
  await server.close();
  folders.remove();
});

function bulkhead(line: string, terminal?: Terminal, url = server.url): Promise<Run> {
  const env = cliEnvironment(folders, { BULKHEAD_URL: url, BULKHEAD_TOKEN: 'bht_x' });
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return runCli(bulkheadProgram(), args, env, terminal);
}

const sent = () => server.asked.filter(({ method }) => method === 'POST');

test('get prints the value alone, as set takes it', async () => {
  expect(await bulkhead('switch get routing_mode')).toEqual({ code: 0, out: 'NORMAL_MODE\n', err: '' });
  expect(server.asked).toMatchObject([
    { method: 'GET', url: '/api/v1/switches', headers: { authorization: 'Bearer bht_x' } },
  ]);
  const whole = await bulkhead('switch get normal_threshold');
  expect(whole).toMatchObject({ out: '10000\n', err: expect.stringMatching(/BTC 5000/) });
  expect((await bulkhead('switch get normal_threshold --symbol BTC')).out).toBe('5000\n');
  expect((await bulkhead('switch get normal_threshold --symbol ETH')).out).toBe('10000\n');
  expect((await bulkhead('switch get newer_than_this_cli')).out).toBe('a,b\n');
});

test('get --json is the body of the API; with a symbol its value is the one that holds', async () => {
  expect(JSON.parse((await bulkhead('switch get routing_mode --json')).out)).toEqual(MATRIX.items[0]);
  const json = await bulkhead('--json switch get normal_threshold --symbol ETH');
  expect(JSON.parse(json.out)).toMatchObject({ symbol: 'ETH', value: '10000', inherited: true });
});

test('get refuses places there are not', async () => {
  expect((await bulkhead('switch get nonsense')).code).toBe(5);
  expect((await bulkhead('switch get normal_threshold --symbol XYZ')).code).toBe(5);
  expect((await bulkhead('switch get routing_mode --symbol BTC')).code).toBe(2);
});

test('list shows values, overrides and defaults; nothing in it moves the cursor', async () => {
  const { out } = await bulkhead('switch list');
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[1]).toMatch(/^routing_mode +NORMAL_MODE +HL_MODE +2026-11-26T18:00:00Z +Rita\[2Jroot$/);
  expect(lines[3]).toMatch(/^normal_threshold\.BTC +5000 +2026-11-26T18:10:00Z$/);
  expect(lines.map(printable)).toEqual(lines);
});

test('list --changed and --group choose', async () => {
  const changed = (await bulkhead('switch list --changed')).out;
  expect(changed).toMatch(/routing_mode[\s\S]*normal_threshold/);
  expect(changed).not.toMatch(/hedge_enabled/);
  expect((await bulkhead('switch list --group hedge')).out).toMatch(/^SWITCH.*\nhedge_enabled .*\n$/);
  const json = JSON.parse((await bulkhead('switch list --group hedge --json')).out);
  expect(json).toEqual({ ...MATRIX, items: [MATRIX.items[2]] });
  expect((await bulkhead('switch list --group nonsense')).code).toBe(2);
});

test('on a terminal lines fit, in colour unless NO_COLOR is set', async () => {
  const narrow = await bulkhead('switch list', { columns: 60 });
  for (const line of narrow.out.split('\n')) expect(stripVTControlCharacters(line).length).toBeLessThan(61);
  expect(narrow.out).toMatch(/…/);
  expect(narrow.out).not.toBe(stripVTControlCharacters(narrow.out));
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x', NO_COLOR: '1' });
  const plain = await runCli(bulkheadProgram(), ['switch', 'list'], env, { columns: 60 });
  expect(plain.out).toBe(stripVTControlCharacters(narrow.out));
});

test('history shows who, why and the proof of effect; --limit brings further pages', async () => {
  server.answers['switch-history'] = (response, { url }) => {
    const before = new URL(url, 'http://x').searchParams.get('before');
    const items = Array.from({ length: before ? 50 : 200 }, () => change('2026-11-26T18:00:00.000Z', {}));
    response.end(JSON.stringify({ items, nextBefore: before ? null : '1.4.BTC' }));
  };
  const { out } = await bulkhead('switch history routing_mode --limit 300 --symbol BTC');
  expect(out.trimEnd().split('\n')).toHaveLength(251);
  expect(out).toMatch(/HL_MODE +NORMAL_MODE +Rita\[2Jroot +1\.9 +14\/14, 38 ms +why Rita/);
  expect(server.asked.map(({ url }) => url)).toEqual([
    '/api/v1/switch-history?switch=routing_mode&symbol=BTC&limit=200',
    '/api/v1/switch-history?switch=routing_mode&symbol=BTC&before=1.4.BTC&limit=100',
  ]);
  const json = JSON.parse((await bulkhead('switch history routing_mode --json')).out);
  expect(json.items[0].actor.name).toBe(HOSTILE);
  server.answers['switch-history'] = refused('not_found', 404, 'There is no switch "x".');
  expect(await bulkhead('switch history x')).toMatchObject({ code: 5, err: 'There is no switch "x".\n' });
});

test('rollback shows the difference, asks, and binds what is sent to what was shown', async () => {
  server.answers['switch-history'] = ok({
    items: [
      change('2026-11-26T18:20:00.000Z', {}),
      change('2026-11-26T17:00:00.000Z', { oldValue: 'BETTING_MODE', newValue: 'HL_MODE' }),
    ],
    nextBefore: null,
  });
  server.answers['commands/rollback-switch'] = ok(DONE);
  const line = 'switch rollback routing_mode --to 2026-11-26T18:10Z';
  const done = await bulkhead(line, { columns: 80, typed: ['back to before', 'y'] });
  expect(done).toMatchObject({ code: 0, out: 'Done: revision 1.10, change set c-10.\n' });
  expect(stripVTControlCharacters(done.err)).toMatch(/routing_mode {2}NORMAL_MODE → HL_MODE {2}reducing/);
  expect(sent()).toMatchObject([
    {
      body: {
        ...{ switch: 'routing_mode', at: '2026-11-26T18:10:00Z', reason: 'back to before' },
        ...{ expectedEpoch: 1, expectedRevision: 7 },
      },
    },
  ]);
  const no = await bulkhead(line, { columns: 80, typed: ['back to before', 'n'] });
  expect(no).toMatchObject({ code: 2, err: expect.stringMatching(/Nothing was changed/) });
  const nobody = await bulkhead(`${line} --reason 'no terminal'`);
  expect(nobody).toMatchObject({ code: 2, err: expect.stringMatching(/--yes/) });
  expect(sent()).toHaveLength(1);
  server.answers['commands/rollback-switch'] = refused('conflict', 409, 'It has changed since you looked.');
  expect((await bulkhead(`${line} --reason 'no terminal' --yes`)).code).toBe(6);
});

test('rollback of a symbol removes an override that was not there yet; minutes go by the database', async () => {
  server.answers.status = ok({ now: '2026-11-26T18:30:00.000Z' });
  server.answers['switch-history'] = ok({
    items: [
      change('2026-11-26T18:25:00.000Z', { symbol: 'BTC', oldValue: '10000', newValue: '5000' }),
      change('2026-11-26T18:00:00.000Z', { symbol: null, newValue: '10000' }),
    ],
    nextBefore: null,
  });
  server.answers['commands/rollback-switch'] = (response) => response.socket?.destroy();
  const lost = await bulkhead(
    'switch rollback normal_threshold --symbol BTC --minutes-ago 20 --reason why --yes',
  );
  expect(lost.err).toMatch(/normal_threshold\.BTC {2}5000 → 10000 \(the whole venue's\) {2}raising/);
  expect(lost.code).toBe(10);
  const again = /Ask again with (.*)\.\n$/.exec(lost.err)?.[1];
  expect(again).toMatch(/^--to 2026-11-26T18:10:00.000Z --expected-revision 1\.8 --idempotency-key \S+$/);
  server.answers['commands/rollback-switch'] = ok(DONE);
  const line = `switch rollback normal_threshold --symbol BTC ${again} --reason why --yes --json`;
  expect(JSON.parse((await bulkhead(line)).out)).toEqual(DONE);
  const [first, second] = sent();
  expect(second?.body).toEqual(first?.body);
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
});

test('rollback wants one moment, with a zone', async () => {
  const base = 'switch rollback routing_mode --reason why --yes';
  for (const more of [
    '',
    '--to 2026-11-26T18:10:00',
    '--to yesterday',
    '--minutes-ago -1',
    '--minutes-ago x',
  ]) {
    expect([more, (await bulkhead(`${base} ${more}`)).code]).toEqual([more, 2]);
  }
  expect((await bulkhead(`${base} --to 2026-11-26T18:10Z --minutes-ago 3`)).code).toBe(2);
  expect(sent()).toEqual([]);
});

test('reset goes to the default, or removes an override', async () => {
  server.answers['commands/reset-to-default'] = ok(DONE);
  const whole = await bulkhead("switch reset routing_mode --reason 'to the default' --yes");
  expect(whole).toMatchObject({ code: 0, err: expect.stringMatching(/NORMAL_MODE → HL_MODE {2}reducing/) });
  const symbol = await bulkhead("switch reset normal_threshold --symbol BTC --reason 'no own value' --yes");
  expect(symbol.err).toMatch(/5000 → 10000 \(the whole venue's\) {2}raising/);
  server.answers['commands/reset-to-default'] = ok({ ...DONE, changed: false });
  const held = await bulkhead("switch reset hedge_enabled --reason 'to the default'");
  expect(held).toMatchObject({ code: 0, out: expect.stringMatching(/held already/) });
  expect(sent().map(({ body }) => body)).toEqual([
    { switch: 'routing_mode', reason: 'to the default', expectedEpoch: 1, expectedRevision: 7 },
    {
      switch: 'normal_threshold',
      symbol: 'BTC',
      reason: 'no own value',
      expectedEpoch: 1,
      expectedRevision: 8,
    },
    { switch: 'hedge_enabled', reason: 'to the default', expectedEpoch: 1, expectedRevision: 7 },
  ]);
});

test('instances tell who lags', async () => {
  const one: InstanceView = {
    ...{ id: 'router-01', service: 'router', version: null, edgeId: 'e', mode: 'live', fallen: [], epoch: 1 },
    ...{ revision: 9, startedAt: '', lastSeenAt: '', silentForMs: 400, state: 'in_step' },
    ...{ isolatedBy: null, isolatedReason: null },
  };
  const silent = {
    ...one,
    id: `r\u001b]0;x\u0007`,
    state: 'silent' as const,
    silentForMs: 61_000,
    fallen: ['routing_mode'],
  };
  server.answers.instances = ok({ epoch: 1, revision: 9, items: [one, silent] });
  const { out } = await bulkhead('instances');
  expect(out).toMatch(/router-01 +in step +1\.9 +0\.4 s ago +live +router/);
  expect(out).toMatch(/r\]0;x +silent +1\.9 +1 min ago.*fell to the safe value: routing_mode/);
  const lines = out.split('\n');
  expect(lines.map(printable)).toEqual(lines);
  const json = JSON.parse((await bulkhead('instances --lagging --json')).out);
  expect(json).toEqual({ epoch: 1, revision: 9, items: [silent] });
});

test.each([
  'switch get routing_mode',
  'switch list',
  'switch history routing_mode',
  'switch rollback routing_mode --minutes-ago 1 --reason why --yes',
  'switch reset routing_mode --reason why --yes',
  'switch undo c-1 --reason why --yes',
  'rollback --at 2026-11-26T18:00Z --reason why --yes',
  'requests',
  'break-glass',
  'deadlines',
  'approve CR-1',
  'refuse CR-1 --reason why',
  'withdraw CR-1',
  'level',
  'level press 2 --reason why --yes',
  'level leave --reason why',
  'level confirm',
  'positions',
  'breakers',
  'instances',
  'status',
  'audit tail',
  'audit export --format csv',
  'audit checkpoints',
  'audit public-key',
])('%s: each way a read fails has its exit code, and nothing is printed as an answer', async (line) => {
  const everywhere = [
    'switches',
    'switch-history',
    'changes',
    'rollback',
    'instances',
    'status',
    'me',
    'audit',
    'approvals',
    'levels',
    'positions',
  ];
  const paths = [...everywhere, 'audit-export', 'audit-checkpoints', 'audit-public-key'];
  const failures = [
    [refused('unauthenticated', 401, 'Sign in\u001b[31m.'), 3, /^Sign in\[31m\.\n$/],
    [refused('rate_limited', 429, 'Too many.'), 8, /Too many/],
    [refused('unavailable', 503, 'The database does not answer.'), 9, /database/],
    [{ status: 200, body: 'not an object' }, 1, /not Bulkhead's/],
  ] as const;
  for (const [answer, code, sentence] of failures) {
    if (code === 1 && /export|checkpoints|public-key/.test(line)) continue;
    server.answers = Object.fromEntries(paths.map((path) => [path, answer]));
    const done = await bulkhead(line);
    expect(done, line).toEqual({ code, out: '', err: expect.stringMatching(sentence) });
  }
  const away = await bulkhead(line, undefined, CLOSED_URL);
  expect(away).toEqual({ code: 9, out: '', err: expect.stringMatching(/does not answer at .*ECONNREFUSED/) });
});

// bulkhead canary against a scripted console: what each verb sends, and what is printed.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, type Run, runCli } from '#test/cli-run.ts';
import { ok, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const ID = '3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90';
const folders = cliFolders();
let server: ScriptedConsole;
const RUN = {
  ...{
    id: ID,
    number: 3,
    title: 'Phase 2 canary',
    state: 'running',
    stage: 1,
    stages: 4,
    stageTitle: 'Full HL routing',
  },
  ...{ plannedAt: '2026-03-19T03:16:30.000Z', plannedBy: 'Rita', endReason: null, endedBy: null },
};
const CRITERION = {
  ...{ title: 'API latency, P99', is: '<', target: 5, unit: 'ms', value: 4.123_456_789, verdict: 'pass' },
  ...{ narrow: true, why: '41,208 requests' },
};
const GUARD = {
  title: 'Errors pass 1%',
  state: 'blind',
  value: null,
  unit: '%',
  is: '>',
  threshold: 1,
  rollback: 'Phase 1',
};

beforeAll(async () => {
  server = await scriptedConsole();
});
beforeEach(() => {
  server.asked.length = 0;
  const body = {
    run: RUN,
    groups: [{ criteria: [CRITERION] }],
    guards: [GUARD],
    blocks: ['The stage lasts another 5 min.'],
  };
  server.answers = { canary: ok(body), canaries: ok({ items: [RUN] }) };
});
afterAll(async () => {
  await server.close();
  folders.remove();
});

function bulkhead(...words: string[]): Promise<Run> {
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  return runCli(bulkheadProgram(), words, env);
}
const sent = () => server.asked.filter(({ method }) => method === 'POST').map(({ url, body }) => [url, body]);

test('list and show print runs, criteria, guards and what stands against the gate', async () => {
  expect((await bulkhead('canary', 'list')).out).toMatch(
    /\nCN-3 +Phase 2 canary +running +1 of 4, Full HL routing/,
  );
  const { out, code } = await bulkhead('canary', 'show', 'CN-3');
  expect(code).toBe(0);
  expect(out).toMatch(/API latency, P99 +< 5 +4.12346 ms +narrow +41,208 requests/);
  expect(out).toMatch(/Errors pass 1% +blind/);
  expect(out).toContain('Against the gate: The stage lasts another 5 min.');
});

test('plan sends parameters in their own form', async () => {
  server.answers['commands/plan-canary'] = ok({ runId: ID, number: 4 });
  const words = [
    'canary',
    'plan',
    'phase-3',
    '--set',
    's2-symbols=BTC,ETH',
    '--set',
    's1-threshold=500',
    '--reason',
    'Because',
  ];
  expect((await bulkhead(...words)).out).toMatch(/^CN-4 is planned/);
  const parameters = { 's2-symbols': ['BTC', 'ETH'], 's1-threshold': '500' };
  expect(sent()).toEqual([
    ['/api/v1/commands/plan-canary', { programme: 'phase-3', parameters, reason: 'Because' }],
  ]);
});

test.each([
  ['pause', [], {}],
  ['resume', [], {}],
  ['abort', [], {}],
  ['extend', ['--minutes', '60'], { minutes: 60 }],
] as const)('%s sends the run and the reason', async (verb, more, input) => {
  server.answers[`commands/${verb}-canary`] = ok({ changed: true, state: 'paused', changeSetId: null });
  expect((await bulkhead('canary', verb, 'CN-3', '--reason', 'Because', ...more)).out).toBe(
    'CN-3: paused.\n',
  );
  expect(sent()).toEqual([[`/api/v1/commands/${verb}-canary`, { runId: ID, reason: 'Because', ...input }]]);
});

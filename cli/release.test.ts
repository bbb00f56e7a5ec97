// Releases on the command line, against a scripted console: what is sent, exit codes that CI systems act on, waiting for a step.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHECKLIST_KEYS } from '#lib/catalog/releases.ts';
import type { ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { cliEnvironment, cliFolders, type Run, runCli } from '#test/cli-run.ts';
import { ok, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const folders = cliFolders();
let server: ScriptedConsole;
const ANSWER = { changed: true, releaseId: 'r-3', number: 3, state: 'in_progress', share: 20 };

const verdict = (state: string, more: Partial<ReleaseVerdictBody> = {}): ReleaseVerdictBody => ({
  ...{
    now: '2026-11-27T12:00:00.000Z',
    verdict: state,
    reasons: [],
    measuredAt: null,
    mayStep: false,
    heldBy: null,
  },
  release: { number: 3, state: 'in_progress', fromVersion: 'v1.2.4', toVersion: 'v1.2.5', share: 5, step: 1 },
  ...more,
});

beforeAll(async () => {
  server = await scriptedConsole();
});
beforeEach(() => {
  server.asked.length = 0;
  const release = { id: 'r-3', number: 3 };
  server.answers = {
    release: ok({ release }),
    releases: ok({ items: [release], nextBefore: null, live: { side: 'blue', version: 'v1.2.4' } }),
    'release-verdict': ok(verdict('healthy', { mayStep: true })),
    ...Object.fromEntries(
      ['start', 'step', 'approve', 'pause', 'roll-back'].map((name) => [
        `commands/${name}-release`,
        ok(ANSWER),
      ]),
    ),
  };
});
afterAll(async () => {
  await server.close();
  folders.remove();
});

function bulkhead(line: string): Promise<Run> {
  const env = cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' });
  const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  return runCli(bulkheadProgram(), args, env);
}
const sent = () => server.asked.filter(({ method }) => method === 'POST').map(({ url, body }) => [url, body]);

test('start sends the questions that were answered and the notes that were written', async () => {
  const all = CHECKLIST_KEYS.join(',');
  const line = `release start --to v1.2.5 --checked ${all} --added 'One thing' 'Another' --reason 'Faster orders'`;
  expect(await bulkhead(line)).toMatchObject({
    code: 0,
    out: 'REL-3 waits for approval by somebody else.\n',
  });
  expect(sent()).toEqual([
    [
      '/api/v1/commands/start-release',
      {
        ...{ to: 'v1.2.5', strategy: 'canary', reason: 'Faster orders' },
        notes: { added: ['One thing', 'Another'] },
        checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
      },
    ],
  ]);
  const unknown = await bulkhead("release start --to v1.2.5 --checked tests,luck --reason 'Faster orders'");
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('There is no question "luck".');
});

test.each([
  ['healthy', 0],
  ['failing', 7],
  ['insufficient', 12],
])('status of a release that is %s ends with %i', async (state, code) => {
  server.answers['release-verdict'] = ok(verdict(state, { reasons: ['Why.'] }));
  const done = await bulkhead('release status REL-3');
  expect(done).toMatchObject({
    code,
    out: `REL-3  v1.2.4 → v1.2.5  In progress, 5% of the traffic\n${state}\n  Why.\n`,
  });
  expect(JSON.parse((await bulkhead('release status --json')).out)).toMatchObject({ verdict: state });
});

test('step takes the newest release, and with --wait not before it may', async () => {
  expect(await bulkhead('release step --wait 5')).toMatchObject({
    ...{ code: 0, out: 'REL-3: in progress, 20% of the traffic.\n' },
  });
  expect(sent()).toEqual([['/api/v1/commands/step-release', { releaseId: 'r-3' }]]);
  server.answers['release-verdict'] = ok(verdict('failing', { reasons: ['Too slow.'] }));
  server.asked.length = 0;
  expect(await bulkhead('release step REL-3 --wait 600')).toMatchObject({
    ...{ code: 7, err: 'REL-3 is failing: Too slow.\n' },
  });
  expect(sent()).toEqual([]);
});

test('rollback and pause say why; a name that is none is refused before anything is asked', async () => {
  expect((await bulkhead("release rollback REL-3 --reason 'Wrong prices'")).code).toBe(0);
  expect((await bulkhead("release pause --reason 'Looking'")).code).toBe(0);
  expect(sent()).toEqual([
    ['/api/v1/commands/roll-back-release', { releaseId: 'r-3', reason: 'Wrong prices' }],
    ['/api/v1/commands/pause-release', { releaseId: 'r-3', reason: 'Looking' }],
  ]);
  server.asked.length = 0;
  expect((await bulkhead('release approve v1.2.5')).code).toBe(2);
  expect(server.asked).toEqual([]);
});

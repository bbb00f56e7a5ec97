// Incidents on the command line, against a scripted console: what is listed, shown, sent and written, and that nothing hostile reaches the terminal.
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IncidentBody, IncidentSummary } from '#lib/contract/incidents.ts';
import { cliEnvironment, cliFolders, type Run, runCli } from '#test/cli-run.ts';
import { ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { printable } from './output.ts';

const folders = cliFolders();
let server: ScriptedConsole;
const HOSTILE = 'HL\u001b[2J\u202E\nroot';
const NOW = '2026-11-27T09:10:00.000Z';
const ID = '3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21';
const MARKDOWN = '# INC-3\n\nWhat happened.\n';

const INCIDENT: IncidentSummary = {
  ...{ id: ID, number: 3, title: HOSTILE, severity: 'high', state: 'open', drill: false, source: 'firing' },
  ...{ beganAt: '2026-11-27T09:00:00.000Z', openedAt: '2026-11-27T09:05:00.000Z', openedBy: HOSTILE },
  ...{ owner: null, mitigatedAt: null, resolvedAt: null, resolvedBy: null },
  respond: { dueAt: '2026-11-27T09:35:00.000Z', stoppedAt: null, late: false },
  ...{ exposureUsd: '1200000', pnlUsd: null, postMortem: 'draft' },
};
const BODY: IncidentBody = {
  ...{
    now: NOW,
    incident: INCIDENT,
    version: 1,
    systems: null,
    positions: [],
    people: [],
    timelineCut: false,
  },
  links: [
    {
      ...{ kind: 'firing', id: 'f-12', label: 'A-12', title: HOSTILE, at: NOW, endedAt: null, number: 12 },
    },
  ],
  timeline: [
    { at: '2026-11-27T09:00:00.000Z', kind: 'alert', what: 'A-12 fired', by: null, reason: null, seq: null },
    { at: NOW, kind: 'note', what: HOSTILE, by: HOSTILE, reason: 'why', seq: 9 },
  ],
  postMortem: {
    ...{ version: 1, text: { summary: '', cause: '', impact: '', actions: '' }, prevention: [] },
    ...{ editedAt: null, editedBy: null, hash: 'h', signatures: [], signedAt: null, signHeldBy: null },
  },
};

beforeAll(async () => {
  server = await scriptedConsole();
});
beforeEach(() => {
  server.asked.length = 0;
  server.answers = {
    incidents: ok({ now: NOW, items: [INCIDENT], open: 1, nextBefore: '3' }),
    incident: ok(BODY),
    firing: ok({ firing: { id: 'f-12', number: 12 } }),
    'incident-source': ok({ title: 'HL is disconnected', severity: 'critical', incidents: [] }),
    [`incidents/${ID}/markdown`]: (response) => response.end(MARKDOWN),
    'commands/open-incident': ok({ incidentId: ID, number: 4 }),
    'commands/note-incident': ok({ noteId: 'n' }),
    'commands/mitigate-incident': ok({ changed: true, incidentId: ID, state: 'mitigated' }),
    'commands/resolve-incident': ok({ changed: false, incidentId: ID, state: 'resolved' }),
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

test('list says who has to take it and by when, and that there are earlier ones', async () => {
  const { out, err, code } = await bulkhead('incident list --open');
  expect(code).toBe(0);
  expect(out).toMatch(/\nINC-3 +high +take it within 25 min +2026-11-27T09:00:00Z +HL\[2Jroot\n$/);
  expect(err).toMatch(/earlier ones/);
  expect(server.asked[0]?.url).toBe('/api/v1/incidents?state=active');
  server.answers.incidents = ok({ now: NOW, items: [], open: 0, nextBefore: null });
  expect((await bulkhead('incident list --open')).err).toBe('No incident is open.\n');
});

test('show tells what it is about, the timeline and where the post-mortem stands, harmlessly', async () => {
  const { out } = await bulkhead('incident show inc-3');
  expect(out).toMatch(/\nAbout A-12: HL/);
  expect(out).toMatch(/\nExposure: 1200000 USD\n2026-11-27T09:00:00Z A-12 fired\n/);
  expect(out).toMatch(/\(why\)\nPost-mortem: draft\n$/);
  expect(out.split('\n').map(printable)).toEqual(out.split('\n'));
  expect(JSON.parse((await bulkhead('incident show 3 --json')).out)).toEqual(BODY);
});

test('open takes what is typed, or what the alert offers', async () => {
  const typed = await bulkhead("incident open 'HL rejects orders' --severity high --take");
  expect(typed).toMatchObject({ code: 0, out: 'INC-4 is open.\n' });
  await bulkhead('incident open --alert A-12 --drill');
  expect(sent()).toEqual([
    ['/api/v1/commands/open-incident', { title: 'HL rejects orders', severity: 'high', take: true }],
    [
      '/api/v1/commands/open-incident',
      {
        ...{ title: 'HL is disconnected', severity: 'critical', drill: true },
        from: { kind: 'firing', id: 'f-12' },
      },
    ],
  ]);
  server.answers['commands/open-incident'] = refused('conflict', 409, 'INC-3 is about this already.');
  expect(await bulkhead('incident open --alert A-12')).toMatchObject({
    ...{ code: 6, err: expect.stringMatching(/INC-3/) },
  });
});

test.each([
  'incident open',
  "incident open 'no severity'",
  'incident open x --severity awful',
  'incident open --alert 12x',
  'incident show INC-0',
  'incident resolve INC-3',
])('%s is refused before anything is sent', async (line) => {
  expect((await bulkhead(line)).code).toBe(2);
  expect(sent()).toEqual([]);
});

test('note, mitigate and resolve are sent by id and say what holds', async () => {
  expect((await bulkhead("incident note INC-3 'Exchange confirms it'")).out).toBe('Noted.\n');
  expect((await bulkhead("incident mitigate 3 --reason 'orders go through'")).out).toBe(
    'INC-3 is mitigated.\n',
  );
  expect((await bulkhead("incident resolve INC-3 --reason 'HL is back'")).out).toBe(
    'INC-3 is resolved already.\n',
  );
  expect(sent()).toEqual([
    ['/api/v1/commands/note-incident', { incidentId: ID, text: 'Exchange confirms it' }],
    ['/api/v1/commands/mitigate-incident', { incidentId: ID, reason: 'orders go through' }],
    ['/api/v1/commands/resolve-incident', { incidentId: ID, reason: 'HL is back' }],
  ]);
});

test('post-mortem writes Markdown, whole or not at all', async () => {
  expect((await bulkhead('incident post-mortem INC-3')).out).toBe(MARKDOWN);
  const file = join(mkdtempSync(`${folders.data}-`), 'INC-3.md');
  expect((await bulkhead(`incident post-mortem INC-3 --output ${file}`)).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(MARKDOWN);
  expect(JSON.parse((await bulkhead('incident post-mortem INC-3 --json')).out)).toEqual(BODY.postMortem);
  server.answers.incident = refused('not_found', 404, 'There is no such incident.');
  expect((await bulkhead('incident post-mortem INC-3')).code).toBe(5);
});

// bulkhead assess against a scripted console: what it asks, sends and prints.
import { expect, test } from 'vitest';
import type { AssessmentBody, AssessmentView } from '#lib/contract/assessment.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\nroot';
const ID = '3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90';

const at = '2026-11-26T03:16:12.000Z';
const ASSESSMENT: AssessmentView = {
  ...{ id: ID, number: 12, tree: 'incident', symptom: 'position-mismatch', startedBy: HOSTILE },
  ...{ startedAt: at, closed: null },
  answers: [
    {
      ...{ id: 'a', question: 'severity', option: 'inconsistent', by: HOSTILE, at, takenBack: null },
      readings: [{ label: 'Close', value: 'On', note: null }],
    },
  ],
};
const BODY: AssessmentBody = {
  ...{ assessment: ASSESSMENT, next: 'data', end: null },
  readings: [{ label: 'Reserve', value: null, note: null }],
};

const { server, line: bulkhead } = await scriptedCli(() => ({
  assessments: ok({ items: [ASSESSMENT], nextBefore: null }),
  assessment: ok(BODY),
  'commands/start-assessment': ok({ assessmentId: ID, number: 12 }),
  'commands/answer-question': ok({ changed: true, answerId: 'b', next: 'width', end: null }),
}));
const sent = () => server.asked.filter(({ method }) => method === 'POST').map(({ body }) => body);

test('list names each by number, symptom and state, and moves no cursor', async () => {
  const { out, code } = await bulkhead('assess list');
  expect(code).toBe(0);
  expect(out).toMatch(
    /^ASSESSMENT.*\nAS-12 +position-mismatch +open, 1 answered +2026-11-26T03:16:12Z +Rita/,
  );
  for (const line of out.trimEnd().split('\n')) expect(printable(line)).toBe(line);
  server.answers.assessments = ok({ items: [], nextBefore: null });
  expect(await bulkhead('assess list')).toEqual({ code: 0, out: '', err: 'There is no assessment yet.\n' });
});

test('start begins at the symptom and shows the open question', async () => {
  const { out } = await bulkhead('assess start position-mismatch');
  expect(sent()).toEqual([{ symptom: 'position-mismatch' }]);
  expect(out).toMatch(/^AS-12 {2}Position mismatch {2}open, 1 answered\n/);
  expect(JSON.parse((await bulkhead('assess start position-mismatch --json')).out)).toEqual({
    assessmentId: ID,
    number: 12,
  });
});

test('show prints answers with their readings, the open question, and which answer is only suggested', async () => {
  const { out } = await bulkhead('assess show AS-12');
  expect(server.asked.map(({ url }) => url)).toEqual([
    '/api/v1/assessments?before=13&limit=1',
    `/api/v1/assessment?id=${ID}`,
  ]);
  expect(out).toMatch(/How severe is it\? {2}Data inconsistent {2}\(Rita.*\n {2}Close On\n/);
  expect(out).toMatch(
    /What does not agree\? .*\n {2}Reserve not reported\n {2}positions .*\(suggested\)\n {2}balances /,
  );
  expect((await bulkhead('assess show AS-11')).code).toBe(5);
});

test('show names the end and the procedure that runs from it', async () => {
  server.answers.assessment = ok({ ...BODY, next: null, end: 'hl-mode', readings: [] });
  const { out } = await bulkhead(`assess show ${ID}`);
  expect(out).toMatch(
    /\nLeads to: Go to HL_MODE, internalisation off\. .*\nThen runs: Roll back across modules\./,
  );
});

test('answer answers the question that is open, and refuses when none is', async () => {
  await bulkhead('assess answer AS-12 positions');
  expect(sent()).toEqual([{ assessmentId: ID, question: 'data', option: 'positions' }]);
  server.answers.assessment = ok({ ...BODY, next: null, end: 'hl-mode', readings: [] });
  expect(await bulkhead('assess answer AS-12 positions')).toEqual({
    code: 6,
    out: '',
    err: 'AS-12 has no open question. Show it to see its end.\n',
  });
  expect(sent()).toHaveLength(1);
});

test('a refusal is printed with its exit code', async () => {
  server.answers['commands/answer-question'] = refused('conflict', 409, 'Mara has answered this meanwhile.');
  expect(await bulkhead('assess answer AS-12 positions')).toMatchObject({
    code: 6,
    out: '',
    err: expect.stringMatching(/Mara/),
  });
});

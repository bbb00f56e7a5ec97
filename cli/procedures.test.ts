// bulkhead procedures, and the note and the Markdown of a run, against a scripted console.
import { expect, test } from 'vitest';
import type { ProcedureView } from '#lib/contract/runs.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\nroot';
const ID = '3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90';
const at = '2026-03-19T03:16:30.000Z';

// Of the run these two need no more than who it is.
const {
  server,
  words: bulkhead,
  sent,
} = await scriptedCli(() => ({ run: ok({ run: { id: ID, number: 42 } }) }));

test('procedures lists the keys that start takes, what is due and what runs, and moves no cursor', async () => {
  const one = (key: string, due: ProcedureView['due']) => ({
    ...{ key, title: HOSTILE, kind: 'operation', purpose: '', source: '', startedBy: [], goalSeconds: null },
    ...{ takesSettings: false, stages: [], every: 'day', due, lastCompleted: null, active: [] },
  });
  const items = [
    { ...one('rollback-single-module', null), active: [{ runId: ID, number: 42, startedBy: HOSTILE }] },
    one('daily-checks', { state: 'done', by: at }),
    one('weekly-review', { state: 'overdue', by: at }),
  ];
  server.answers.procedures = ok({ now: at, items, nextBefore: null });
  const { out, code } = await bulkhead('procedures');
  expect(code).toBe(0);
  expect(out).toMatch(/^PROCEDURE .*\nrollback-single-module .* RUN-42\n/);
  expect(out).toMatch(/\ndaily-checks .* done *\n/);
  for (const line of out.trimEnd().split('\n')) expect(printable(line)).toBe(line);
  const due = (await bulkhead('procedures', '--due')).out;
  expect(due).toMatch(/^PROCEDURE .*\nweekly-review .* overdue, by 2026-03-19T03:16:30Z *\n$/);
  expect(JSON.parse((await bulkhead('procedures', '--due', '--json')).out).items).toEqual([items[2]]);
  server.answers.procedures = ok({ now: at, items: [], nextBefore: null });
  expect(await bulkhead('procedures', '--due')).toEqual({ code: 0, out: '', err: 'No operation is due.\n' });
});

test('note adds a line to the run, export writes it as Markdown', async () => {
  server.answers['commands/add-run-note'] = ok({ noteId: 'n-1' });
  expect((await bulkhead('run', 'note', 'RUN-42', 'Exchange confirmed')).out).toBe('Noted in RUN-42.\n');
  expect(sent()).toEqual([['/api/v1/commands/add-run-note', { runId: ID, text: 'Exchange confirmed' }]]);
  const markdown = '# RUN-42\n';
  server.answers[`runs/${ID}/markdown`] = (response) =>
    void response.setHeader('content-type', 'text/markdown').end(markdown);
  expect((await bulkhead('run', 'export', 'RUN-42')).out).toBe(markdown);
  server.answers.run = refused('not_found', 404, 'There is no such run.');
  expect(await bulkhead('run', 'export', 'RUN-43')).toMatchObject({ code: 5, out: '' });
});

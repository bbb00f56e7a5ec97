// A run as Markdown: everything that was done is in it, and nothing that people wrote becomes markup.
import { expect, it } from 'vitest';
import type { RunBody } from '#lib/contract/runs.ts';
import { step } from '#test/run-views.ts';
import { plain, runMarkdown, span } from './run-markdown.ts';

const STEP = step('tick', { key: 'it', title: 'It' });
const DONE = { state: 'done', doneAt: '2026-03-19T03:16:41.000Z', doneBy: 'Mara Okafor' } as const;

const BODY: RunBody = {
  now: '2026-03-19T03:20:33.000Z',
  run: {
    ...{
      id: 'r',
      number: 42,
      procedure: 'test',
      kind: 'rollback',
      title: 'Roll back',
      reason: 'Margin *lost*',
    },
    ...{ state: 'active', startedBy: 'Mara Okafor', startedAt: '2026-03-19T03:16:30.000Z', overAt: null },
    ...{ endedBy: null, endReason: null, subject: null, settled: 2, steps: 3, next: 'It' },
  },
  ...{ source: 'Manual 1', goalSeconds: null, people: ['Mara Okafor', 'Dev Anand'], startedById: null },
  stages: [
    {
      ...{
        key: 'stop',
        title: 'Stop',
        state: 'complete',
        goalSeconds: 30,
        elapsedSeconds: 19.4,
        anyOrder: false,
      },
      ...{ openedAt: '2026-03-19T03:16:30.000Z', completeAt: '2026-03-19T03:16:49.000Z' },
      steps: [
        { ...STEP, ...DONE, title: 'Told', evidence: '<img src=x>\n# [link](x) | `code`' },
        {
          ...{ ...STEP, ...DONE, title: 'Cost', kind: 'record', doneBy: null },
          fields: [
            {
              key: 'net',
              label: 'Net',
              type: 'money',
              required: true,
              unit: 'USD',
              atLeast: null,
              value: '-1284.10',
            },
          ],
        },
      ],
      checkpoint: { title: 'Safe', facts: ['Team told'], passedAt: '2026-03-19T03:16:49.000Z' },
    },
    {
      ...{
        key: 'sign',
        title: 'Sign',
        state: 'open',
        goalSeconds: null,
        elapsedSeconds: 224,
        anyOrder: false,
      },
      ...{ openedAt: '2026-03-19T03:16:49.000Z', completeAt: null, checkpoint: null },
      steps: [{ ...STEP, state: 'passed over', reason: 'Nobody reports' }, STEP],
    },
  ],
  notes: [{ id: 'n', by: 'Dev Anand', at: '2026-03-20T00:00:01.000Z', text: '1. Looks better' }],
};

it('says who did what, when, with what, against the goal, and which checkpoint was passed', () => {
  expect(
    runMarkdown(BODY)
      .split('\n')
      .filter((line) => line !== ''),
  ).toEqual([
    '# RUN-42: Roll back',
    '- Reason: Margin \\*lost\\*',
    '- Led by Mara Okafor, with Dev Anand',
    '- Started 2026-03-19T03:16:30.000Z, running, as of 2026-03-19T03:20:33.000Z',
    '- Source: Manual 1',
    '## 1. Stop',
    'Complete (0:19, goal 0:30)',
    '- [x] **Told** (Mara Okafor, 03:16:41 UTC)',
    '  - Evidence: \\<img src=x\\> \\# \\[link\\](x) \\| \\`code\\`',
    '- [x] **Cost** (by itself, 03:16:41 UTC)',
    '  - Net: \\-1284.10 USD',
    '> **Checkpoint: Safe**, passed 03:16:49 UTC. Team told.',
    '## 2. Sign',
    'Open (3:44)',
    '- [-] **It** (passed over)',
    '  - Reason: Nobody reports',
    '- [ ] **It** (open)',
    '## Notes',
    '- 2026-03-20 00:00:01 UTC, Dev Anand: 1\\. Looks better',
  ]);
});

it.each(['complete', 'ended'] as const)('says how a run that is %s came to its end', (state) => {
  const over = { state, overAt: '2026-03-19T03:30:00.000Z', endedBy: 'Dev Anand', endReason: 'False alarm' };
  const text = runMarkdown({ ...BODY, run: { ...BODY.run, ...over } });
  expect(text).toContain(
    state === 'complete'
      ? 'complete 2026-03-19T03:30:00.000Z'
      : 'ended 2026-03-19T03:30:00.000Z by Dev Anand: False alarm',
  );
});

it.each([
  ['- item', '\\- item'],
  ['# title', '\\# title'],
  ['a\u2028b', 'a b'],
  ['**bold** ~~gone~~', '\\*\\*bold\\*\\* \\~\\~gone\\~\\~'],
])('%j stays text', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

it.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [243, '4:03'],
  [3_843, '1:04:03'],
])('%d seconds are %s', (seconds, text) => {
  expect(span(seconds)).toBe(text);
});

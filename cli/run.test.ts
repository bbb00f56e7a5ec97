// bulkhead run against a scripted console: which command each kind of step sends, and what is printed.
import { expect, test } from 'vitest';
import type { RunBody, RunStepKind, StepAnswer } from '#lib/contract/runs.ts';
import { body, stage, step } from '#test/run-views.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'Rita\u001b[2J\nroot';

const KINDS: readonly RunStepKind[] = [
  ...(['tick', 'apply', 'command', 'observe', 'verify', 'choose', 'record', 'sign'] as const),
];
const STEPS = [
  ...KINDS.map((kind) => step(kind)),
  step('observe', { key: 'watch', state: 'running', secondsLeft: 168 }),
];
const RUN = { title: HOSTILE, reason: HOSTILE, startedBy: HOSTILE, steps: 8, next: 'The tick' };
const BODY: RunBody = { ...body([stage(STEPS, { elapsedSeconds: 19.4 })], RUN), people: [HOSTILE] };
const ID = BODY.run.id;
const DONE: StepAnswer = {
  ...{ changed: true, state: 'done', found: null, changeSetId: null, request: null, commandId: null },
  completed: false,
};

const {
  server,
  words: bulkhead,
  sent,
} = await scriptedCli(() => ({ runs: ok({ items: [BODY.run], nextBefore: null }), run: ok(BODY) }));

test.each([
  [['tick', '--evidence', 'Seen'], 'tick-step', { evidence: 'Seen' }],
  [['tick'], 'tick-step', {}],
  [['tick', '--pass-over', 'Nobody there'], 'pass-over-step', { reason: 'Nobody there' }],
  [['apply'], 'apply-step', {}],
  [['apply', '--look'], 'verify-step', {}],
  [['command', '--argument', 'BTC'], 'command-step', { argument: 'BTC' }],
  [['observe'], 'start-observe', {}],
  [['watch'], 'verify-step', {}],
  [['verify'], 'verify-step', {}],
  [['choose', '--option', 'damaged'], 'choose-option', { option: 'damaged' }],
  [
    ['record', '--field', 'net=-1284.10', 'note=a=b'],
    'record-fields',
    { fields: { net: '-1284.10', note: 'a=b' } },
  ],
  [['sign'], 'sign-step', {}],
])('step %j sends %s', async (words, command, input) => {
  server.answers[`commands/${command}`] = ok(DONE);
  const { code } = await bulkhead('run', 'step', 'RUN-42', ...words);
  expect(code).toBe(0);
  expect(sent()).toEqual([[`/api/v1/commands/${command}`, { runId: ID, step: words[0], ...input }]]);
});

test.each([
  [['choose'], /takes --option/],
  [['record'], /takes --field/],
  [['record', '--field', 'net'], /Write --field as key=value/],
  [['other'], /RUN-42 has no step "other"/],
])('step %j sends nothing and says what is missing', async (words, message) => {
  const { err, code } = await bulkhead('run', 'step', 'RUN-42', ...words);
  expect(code).not.toBe(0);
  expect(err).toMatch(message);
  expect(sent()).toEqual([]);
});

test('show and list print stages, steps and what comes next, and move no cursor', async () => {
  const shown = await bulkhead('run', 'show', 'run-42');
  expect(server.asked[0]?.url).toBe('/api/v1/run?number=42');
  expect(shown.out).toContain('Stop  (open, 0:19 of 0:30)');
  expect(shown.out).toContain('  watch  The observe  (observe, running, 2:48 left)');
  expect(shown.out).toContain('Next: The tick');
  const listed = await bulkhead('run', 'list', '--active');
  expect(server.asked.at(-1)?.url).toBe('/api/v1/runs?state=active');
  expect(listed.out).toMatch(/^RUN .*\nRUN-42 .*0 of 8/);
  for (const { out } of [shown, listed])
    for (const line of out.trimEnd().split('\n')) expect(printable(line)).toBe(line);
});

test('show says which command has to be sent again', async () => {
  const command = {
    label: 'Disconnect',
    about: null,
    raises: false,
    argument: null,
    again: true,
    executors: [],
  };
  server.answers.run = ok({ ...BODY, stages: [stage([step('command', { state: 'done', command })])] });
  expect((await bulkhead('run', 'show', 'RUN-42')).out).toContain(
    '  command  The command  (command, done, not carried out: send it again)',
  );
});

test('start reads each value by the type of its switch', async () => {
  server.answers['commands/start-run'] = ok({ runId: ID, number: 42 });
  const words = ['--set', 'hedge_enabled=false', 'normal_threshold.BTC=5000', '--reason', 'Margin lost'];
  await bulkhead('run', 'start', 'rollback-single-module', ...words);
  expect(sent()[0]?.[1]).toMatchObject({
    ...{ procedure: 'rollback-single-module', reason: 'Margin lost' },
    settings: [
      { switch: 'hedge_enabled', value: false },
      { switch: 'normal_threshold', symbol: 'BTC' },
    ],
  });
  const wrong = await bulkhead(
    'run',
    'start',
    'rollback-single-module',
    '--set',
    'hedge_enabled=perhaps',
    '--reason',
    'x',
  );
  expect(wrong.err).toContain('hedge_enabled is true or false.');
});

test('a step that waits says for whom, a look that finds nothing says what it found, a refusal is passed on', async () => {
  const request = { id: ID, number: 7, expiresAt: '2026-03-19T03:46:30.000Z' };
  server.answers['commands/apply-step'] = ok({ ...DONE, state: 'waiting', request });
  const waits = await bulkhead('run', 'step', 'RUN-42', 'apply');
  expect(waits).toMatchObject({
    code: 11,
    out: expect.stringContaining('"The apply": CR-7 waits for a second'),
  });
  server.answers['commands/verify-step'] = ok({
    ...DONE,
    changed: false,
    state: 'open',
    found: '12 of 14 in step',
  });
  expect((await bulkhead('run', 'step', 'RUN-42', 'verify')).out).toContain(
    'does not hold yet: 12 of 14 in step.',
  );
  server.answers['commands/tick-step'] = refused('conflict', 409, 'Mara has done this.');
  expect(await bulkhead('run', 'step', 'RUN-42', 'tick')).toMatchObject({
    code: 6,
    err: expect.stringContaining('Mara has done this.'),
  });
});

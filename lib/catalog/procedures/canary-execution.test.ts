// Line by line: what manual 5 says of the form and of its execution plan, each with the place where it stands.
import { expect, test } from 'vitest';
import { PROCEDURES } from '../procedures.ts';
import { CANARY_PLAN, SIGNATURE_LINES, SIGNOFF_FORMS } from '../signoff.ts';
import { FORM_NOTES, FORM_STATES } from '../signoff-types.ts';

test("manual 5's form: statements of the four lines, snapshot, notes, status and what follows", () => {
  expect(Object.values(SIGNATURE_LINES).map(({ statements }) => statements.length)).toEqual([3, 3, 3, 1]);
  const { canary } = SIGNOFF_FORMS;
  expect(canary.metrics.map((one) => ('criterion' in one ? one.criterion : one.key))).toEqual([
    ...['demo-acceptance', 'demo-p50', 'demo-p95', 'demo-success', 'demo-stream', 'demo-errors'],
  ]);
  for (const { checks } of canary.checklists) expect(checks).toHaveLength(5);
  expect(Object.keys(FORM_NOTES)).toEqual(['observations', 'market', 'considerations']);
  expect(Object.keys(FORM_STATES)).toEqual(expect.arrayContaining(['draft', 'approved', 'executed']));
  const after = [canary.afterSuccess, canary.afterFailure, canary.afterRollback].flat().join('. ');
  for (const word of ['Archive the data', 'report of its success', 'rollout', 'documentation', 'Celebrate'])
    expect(after).toContain(word);
  for (const word of [
    'incident report',
    'root cause',
    'Fix what',
    '48 hours',
    'demo again',
    'Archive its logs',
  ])
    expect(after).toContain(word);
});

const STEPS: readonly (readonly [line: string, place: string, says: RegExp])[] = [
  ['T-0, preflight', 'before instances', /in step/],
  ['T-0, monitoring', 'before monitoring', /watches/],
  ['T-0, kill switch', 'before kill-switch', /kill switch works/],
  ['T-0, market conditions', 'before market', /Of BTC\..*20 bps.*\$100,000/],
  [
    'T+0, strict parameters',
    'launch bot',
    /BTC, 0\.0001 BTC a position, CONSERVATIVE, RSI confirmation ON.*\$50.*30 minutes/,
  ],
  ['T+5, orders', 'five orders', /Orders are placed/],
  ['T+5, errors', 'five no-errors', /No error/],
  ['T+5, metrics', 'five collecting', /collected/],
  ['T+5, positions', 'five tracking', /tracked/],
  ['T+15, acceptance, latency, PnL', 'fifteen half-time', /above 85%, p95 up to 1,000 ms, a loss below \$50/],
  ['T+15, limits', 'fifteen limits', /No risk limit/],
  ['T+30, positions', 'thirty positions', /./],
  ['T+30, final metrics', 'thirty final', /Figures at the end/],
  ['T+30, logs', 'thirty logs', /logs are kept/],
  ['T+30, report', 'thirty report', /report is written/],
];

test.each(STEPS)('plan, %s: %s', (_line, place, says) => {
  const [stage, key] = place.split(' ');
  const steps = PROCEDURES[CANARY_PLAN]?.stages.find((one) => one.key === stage)?.steps ?? [];
  const found =
    key === 'positions'
      ? steps.find((step) => step.kind === 'verify' && step.check.kind === 'positions')
      : steps.find((step) => step.key === key);
  expect(found && `${found.title}. ${found.detail ?? ''}`).toMatch(says);
});

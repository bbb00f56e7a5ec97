// What a form says of its outcome is what its run will do: guards, limits and plan carry the figures that were chosen.
import { expect, test } from 'vitest';
import { PROGRAMMES } from '#lib/catalog/programmes.ts';
import { formAt } from '#lib/catalog/signoff.ts';
import { planFor } from './canary-plan.ts';
import { chooseParameters, freeze } from './programme.ts';
import { outcomeOf } from './signoff-outcome.ts';

function frozen(key: string, sent: Record<string, unknown> = {}) {
  const programme = PROGRAMMES.find((one) => one.key === key);
  const chosen = programme && chooseParameters(programme, sent);
  if (!programme || !chosen?.ok) throw new Error(key);
  return freeze(programme, chosen.value);
}

const at = (key: string, stage: number, sent?: Record<string, unknown>) =>
  outcomeOf({ definition: frozen(key, sent), stage }, formAt(key, stage));

test('manual 5 as it is: five triggers, five of its must have, five of its should have and three of them', () => {
  const outcome = at('production-canary', 0);
  expect(outcome.triggers).toEqual([
    'The loss passes $50',
    'Errors pass 5%',
    'P95 passes 1,000 ms',
    'WebSocket down for more than 120 s',
    'Unauthorised behaviour',
  ]);
  expect(outcome.mustHave).toEqual(
    expect.arrayContaining([
      'Critical errors: 0',
      'Loss, largest: below $50',
      'Acceptance rate: above 85%',
      'Open positions: 0',
      'Audit trail complete',
    ]),
  );
  expect(outcome.shouldHave).toEqual([
    'Profitable or break-even: at least $0',
    'Acceptance rate: above 95%',
    'WebSocket disconnects: 0',
    'Latency, P95: below 300 ms',
    'All risk filters work',
  ]);
  expect(outcome.shouldHaveAtLeast).toBe(3);
  expect(outcome.rollback?.[0]).toBe('Stop strategies and new orders');
  expect([outcome.afterSuccess.length, outcome.afterFailure.length]).toEqual([5, 5]);
  expect(outcome.plan?.map(({ title }) => title)).toEqual([
    'T-5: before the launch',
    'T+0: launch',
    'T+5: first look',
    'T+15: half time',
    'T+30: the end',
    'After a success',
    'After a failure',
  ]);
});

test('a stricter run: no figure of the manual is left on its form', () => {
  const sent = {
    ...{ symbol: ['ETH'], size: 0.00005, 'max-loss': '20', 'daily-cap': '40', spread: 11, depth: '250000' },
    ...{ acceptance: 91, 'stop-errors': 2, 'stop-p95': 640, 'stop-stream': 45 },
  };
  const outcome = at('production-canary', 0, sent);
  expect(outcome.triggers).toEqual([
    'The loss passes $20',
    'Errors pass 2%',
    'P95 passes 640 ms',
    'WebSocket down for more than 45 s',
    'Unauthorised behaviour',
  ]);
  expect(outcome.mustHave).toEqual(
    expect.arrayContaining(['Loss, largest: below $20', 'Acceptance rate: above 91%']),
  );
  const plan = JSON.stringify(outcome.plan);
  expect(plan).not.toContain('?.');
  for (const said of [
    'Of ETH',
    '11 bps',
    '$250,000',
    '0.00005 ETH',
    '$20',
    '$40',
    '91%',
    '640 ms',
    '2%',
    '45 s',
  ])
    expect(plan).toContain(said);
  expect(JSON.stringify(outcome)).not.toMatch(
    /\$50\b|\$100\b|\$100,000|BTC|0\.0001\b|20 bps|1,000 ms|120 s|\b85%|\b5%/,
  );
});

test('the plan looks for the terms of its run in the switches', () => {
  const carried = { number: 4, definition: frozen('production-canary', { 'max-loss': '20' }), ended: false };
  const plan = planFor({ ...carried, form: 'approved' });
  const steps = plan.ok ? plan.value.stages.flatMap((stage) => stage.steps) : [];
  const terms = steps.find(({ key }) => key === 'terms');
  expect(terms).toMatchObject({ kind: 'verify', check: { kind: 'switches' } });
  expect(terms?.kind === 'verify' && terms.check.kind === 'switches' && terms.check.settings).toEqual(
    expect.arrayContaining([
      { switch: 'canary_max_loss_usd', value: '20' },
      { switch: 'canary_symbols', value: ['BTC'] },
    ]),
  );
});

test.each([null, 'draft', 'declined', 'closed'])('from a form that is %s no plan is started', (form) => {
  const canary = { number: 4, definition: frozen('production-canary'), ended: false, form };
  expect(planFor(canary)).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('a canary that is over, and a programme of gates, have no plan to start', () => {
  const over = { number: 4, definition: frozen('production-canary'), ended: true, form: 'approved' };
  expect(planFor(over)).toMatchObject({ error: { code: 'conflict' } });
  expect(planFor({ ...over, definition: frozen('phase-3'), ended: false })).toMatchObject({
    error: { code: 'conflict' },
  });
});

test('a gate says what the stage behind it must have, and the last gate nothing', () => {
  const gate = at('phase-3', 1, { 'reserve-floor': '250000' });
  expect(gate.triggers).toContain('The reserve falls below $250,000');
  expect(gate.mustHave).toEqual([
    'Symbol conflicts: 0',
    'Hedge executed on time: above 99%',
    'Liquidation precision: above 99%',
  ]);
  expect(gate.rollback).toEqual(
    expect.arrayContaining(['Back to Phase 1: everything to HL', 'Pause new orders and withdrawals']),
  );
  expect(gate.plan).toBeUndefined();
  expect(at('phase-3', 4)).toMatchObject({ triggers: [], mustHave: [], shouldHave: [], rollback: [] });
});

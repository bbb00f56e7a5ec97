// Every figure of manuals 1 and 5, written out by hand, against the programmes; and every guard only reduces.
import { expect, test } from 'vitest';
import type { SwitchName } from '#lib/catalog/switches.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { judgeMetric } from '#lib/rules/canary/criterion.ts';
import {
  chooseParameters,
  type FrozenCriterion,
  type FrozenProgramme,
  freeze,
} from '#lib/rules/canary/programme.ts';
import { decideChange } from '#lib/rules/changes/decide-change.ts';
import { defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { type AlertKey, findAlert } from './alerts.ts';
import type { Parameter } from './programme-types.ts';
import { PROGRAMMES } from './programmes.ts';

function frozen(key: string, sent: Record<string, unknown> = {}) {
  const programme = PROGRAMMES.find((one) => one.key === key);
  const chosen = programme && chooseParameters(programme, sent);
  if (!programme || !chosen) throw new Error(key);
  if (!chosen.ok) throw new Error(chosen.error.message);
  return freeze(programme, chosen.value);
}

const line = (one: FrozenCriterion) =>
  one.kind === 'metric' ? `${one.title} ${one.is} ${one.target} ${one.unit}` : `${one.title} (${one.kind})`;

const stages = (key: string) =>
  frozen(key).stages.map(({ title, when, seconds, acceptance }) => [
    title,
    when,
    seconds / 86_400,
    acceptance.map(line),
  ]);

test('Phase 2: four stages in seven days', () => {
  expect(stages('phase-2')).toEqual([
    [
      'Full HL routing',
      'Days 1 to 3',
      3,
      [
        'HL proxy deviation, worst <= 1 bp',
        'API latency, P99 < 5 ms',
        'Order to receipt, P99 < 50 ms',
        'Failures = 0 count',
        'Lost data = 0 count',
      ],
    ],
    [
      'Risk monitoring',
      'Days 4 to 5',
      2,
      [
        'Precision of risk calculations > 99 %',
        'Hedge instructions missing in the log = 0 count',
        'Failures = 0 count',
      ],
    ],
    [
      'Simulated hedging',
      'Days 6 to 7',
      2,
      [
        'Instructions against the thresholds = 0 count',
        'Hedge price from market, worst <= 5 %',
        'Instructions missing in the log = 0 count',
      ],
    ],
    ['Evaluation', 'End of day 7', 0, []],
  ]);
  expect(frozen('phase-2').passCriteria.map(line)).toEqual([
    'HL proxy deviation, worst <= 1 bp',
    'Routing latency, P99 < 5 ms',
    'Time with routing P99 under 10 ms >= 99.5 %',
    'API response, P95 < 100 ms',
    'Availability > 99.9 %',
    'Lost data = 0 count',
    'Precision of risk calculations > 99.5 %',
  ]);
});

test('Phase 3: four stages in ten days', () => {
  expect(stages('phase-3')).toEqual([
    [
      'Ultra-conservative',
      'Days 1 to 3',
      3,
      [
        'Internal fill, P99 < 10 ms',
        'Limit orders that succeed > 99.5 %',
        'Liquidation delay, P99 < 1000 ms',
        'PnL error, worst < 0.01 %',
      ],
    ],
    [
      'Low risk',
      'Days 4 to 5',
      2,
      ['Symbol conflicts = 0 count', 'Hedge executed on time > 99 %', 'Liquidation precision > 99 %'],
    ],
    [
      'Target config',
      'Days 6 to 7',
      2,
      [
        'Latency at 1,000 requests/s, P99 < 10 ms',
        'Reconciliations that agree > 99.9 %',
        'Reserve, lowest > 500000 usd',
      ],
    ],
    [
      'Full open',
      'Days 8 to 10',
      3,
      ['Volume >= 1000000 per day', 'Liquidations >= 50 per day', 'No critical user issues (manual)'],
    ],
  ]);
  expect(frozen('phase-3').passCriteria.map(line)).toEqual([
    'Liquidation detected, P99 < 1000 ms',
    'PnL error against HL, worst < 0.1 %',
    'Reserve, lowest > 500000 usd',
    'Availability > 99.95 %',
    'User asset loss <= 0 usd',
  ]);
});

const settings = (key: string, stage: number, sent = {}) =>
  Object.fromEntries(
    (frozen(key, sent).stages[stage]?.settings ?? []).map((one) => [
      `${one.switch}${one.symbol ? `/${one.symbol}` : ''}`,
      'inherit' in one ? 'inherit' : one.value,
    ]),
  );

test('what each stage sets', () => {
  const hl = { routing_mode: 'HL_MODE', global_betting_enabled: false };
  expect(settings('phase-2', 0)).toEqual({
    ...hl,
    ...{
      hedge_enabled: true,
      hedge_execution: 'observe',
      liquidation_enabled: true,
      liquidation_execution: 'observe',
    },
  });
  expect(settings('phase-2', 1)).toEqual({ ...hl, hedge_execution: 'log' });
  expect(settings('phase-2', 2)).toEqual({ ...hl, hedge_execution: 'log', liquidation_execution: 'compute' });
  expect(settings('phase-2', 3)).toEqual({});
  const live = {
    ...{
      global_betting_enabled: true,
      routing_mode: 'NORMAL_MODE',
      hedge_enabled: true,
      hedge_execution: 'live',
    },
    ...{ liquidation_enabled: true, liquidation_execution: 'live' },
  };
  expect(settings('phase-3', 0)).toEqual({
    ...live,
    ...{ per_symbol_betting: ['BTC'], 'normal_threshold/BTC': '1000', max_internal_exposure_usd: '50000' },
    ...{ max_order_size_internal: '1000', reserve_trigger_mode: 'observe' },
  });
  expect(settings('phase-3', 1)).toEqual({
    ...live,
    ...{ per_symbol_betting: ['BTC', 'ETH'], 'normal_threshold/BTC': '5000', 'normal_threshold/ETH': '1000' },
    ...{ max_internal_exposure_usd: '100000', max_order_size_internal: '5000' },
    ...{ reserve_trigger_mode: 'restrict', risk_reserve_min_usd: '400000' },
  });
  expect(settings('phase-3', 2)).toEqual({
    ...live,
    ...{
      per_symbol_betting: ['BTC', 'ETH'],
      'normal_threshold/BTC': '10000',
      'normal_threshold/ETH': '10000',
    },
    ...{ max_internal_exposure_usd: '500000', max_order_size_internal: '10000' },
    ...{ reserve_trigger_mode: 'observe', risk_reserve_min_usd: '200000' },
  });
  expect(settings('phase-3', 3)).toEqual({
    ...live,
    ...{ per_symbol_betting: ['BTC', 'ETH'], normal_threshold: '10000', betting_threshold: '50000' },
    ...{ 'normal_threshold/BTC': 'inherit', 'normal_threshold/ETH': 'inherit' },
    ...{ max_order_size_internal: '50000', reserve_trigger_mode: 'enforce', signup_enabled: true },
  });
});

test('the order cap of a stage without one follows its largest threshold', () => {
  expect(settings('phase-3', 1, { 's2-threshold-btc': '500', 's2-threshold-eth': '900' })).toMatchObject({
    max_order_size_internal: '900',
  });
});

test('guards, with what they bring', () => {
  const guards = PROGRAMMES.map(({ key }) =>
    frozen(key).guards.map(({ title, is, threshold, unit, rollback }) => [
      title,
      `${is} ${threshold} ${unit}`,
      Object.fromEntries(rollback.settings.map((one) => [one.switch, one.value])),
    ]),
  );
  const phase1 = { routing_mode: 'HL_MODE', global_betting_enabled: false };
  const stop = { strategies_enabled: false, new_orders_enabled: false };
  expect(guards).toEqual([
    [['Errors pass 1%', '> 1 %', phase1]],
    [
      ['A liquidation fails', '> 0 count', phase1],
      ['A liquidation was wrong', '> 0 count', { liquidation_enabled: false }],
      [
        'The reserve falls below $200,000',
        '< 200000 usd',
        { new_orders_enabled: false, withdrawal_enabled: false },
      ],
    ],
    [
      ['The loss passes $50', '> 50 usd', stop],
      ['Errors pass 5%', '> 5 %', stop],
      ['P95 passes 1,000 ms', '> 1000 ms', stop],
      ['WebSocket down for more than 120 s', '> 120 s', stop],
      ['Unauthorised behaviour', '> 0 count', stop],
    ],
  ]);
});

test('what manual 5 rolls back at once is a P0 of the alert board as well, with the same limit and the same action', () => {
  const { guards } = frozen('production-canary');
  const pairs: readonly (readonly [string, AlertKey, string])[] = [
    ['loss-limit-broken', 'canary-loss', 'or vector(50))'],
    ['canary-errors', 'canary-errors', 'or vector(5))'],
    ['canary-latency', 'canary-latency', 'or vector(1))'],
    ['stream-down', 'canary-stream-down', 'or vector(120))'],
    ['unauthorised', 'canary-unauthorized', ''],
  ];
  expect(pairs.map(([key]) => key)).toEqual(guards.map(({ key }) => key));
  for (const [key, name, limit] of pairs) {
    const alert = findAlert(name);
    expect(alert).toMatchObject({ priority: 'P0', during: 'canary', policy: 'execute' });
    if (alert?.source.kind === 'rule') expect(alert.source.expr).toContain(limit);
    const rollback = guards.find((guard) => guard.key === key)?.rollback.settings;
    expect(rollback).toEqual(alert?.action?.settings);
  }
});

test('no guard and no end by hand raises anything, whatever stage it finds', () => {
  for (const { key } of PROGRAMMES) {
    const { guards, abort, stages: all } = frozen(key);
    for (const stage of all) {
      const matrix = { ...defaultMatrix() };
      for (const one of stage.settings)
        if (!('inherit' in one) && !one.symbol) matrix[one.switch as SwitchName] = { value: one.value };
      const state = {
        ...{
          epoch: 1,
          revision: 1,
          matrix,
          lastRevision: {},
          brokenAt: null,
          debts: [],
          openStop: null,
          openP0: null,
        },
      };
      for (const { settings: wanted } of [...guards.map(({ rollback }) => rollback), abort]) {
        const plan = decideChange(state, wanted, 'A guard was breached', SYSTEM, { bundle: 'guard' });
        expect(plan.ok && (plan.value === null || plan.value.direction !== 'raising')).toBe(true);
      }
    }
  }
});

test('manual 5: the demo, the half hour, must have and should have', () => {
  const { before, stages: all, parameters } = frozen('production-canary');
  expect(before.seconds).toBe(1_800);
  expect(before.acceptance.map(line)).toEqual([
    'Demo runs >= 30 min',
    'Acceptance rate >= 90 %',
    'Latency, P50 < 200 ms',
    'Latency, P95 < 500 ms',
    'Order success > 95 %',
    'WebSocket uptime > 99 %',
    'Error rate < 1 %',
    'Critical errors = 0 count',
    'WebSocket reconnects in 30 minutes < 3 count',
    'Staleness events in an hour < 3 count',
    'PnL tracking accurate (manual)',
    'Funding calculations correct (manual)',
    'Kill switch tested (manual)',
    'Daily loss limit set (switch)',
    'Daily loss cap of the bot configured ($100) (manual)',
    'Position limits enforced (manual)',
    'Reduce-only mode works (manual)',
    'Pre-funding quiet window on (switch)',
  ]);
  expect(all[0]?.seconds).toBe(1_800);
  expect(all[0]?.acceptance.map(line)).toEqual([
    'Critical errors = 0 count',
    'Loss, largest < 50 usd',
    'Acceptance rate > 85 %',
    'Open positions = 0 count',
    'Latency P95 against the demo <= 1.2 ratio',
    'Audit trail complete (audit)',
  ]);
  expect(all[0]?.targets?.least).toBe(3);
  expect(all[0]?.targets?.criteria.map(line)).toEqual([
    'Profitable or break-even >= 0 usd',
    'Acceptance rate > 95 %',
    'WebSocket disconnects = 0 count',
    'Latency, P95 < 300 ms',
    'All risk filters work (manual)',
  ]);
  expect(Object.fromEntries(parameters.map(({ key, value }) => [key, value]))).toEqual({
    ...{
      symbol: ['BTC'],
      size: 0.0001,
      'max-loss': '50',
      mode: 'CONSERVATIVE',
      rsi: 'ON',
      volatility: 'STRICT',
    },
    ...{ 'daily-cap': '100', spread: 20, depth: '100000', acceptance: 85 },
    ...{ 'stop-errors': 5, 'stop-p95': 1_000, 'stop-stream': 120 },
  });
});

test.each([
  ['phase-3', { 's1-threshold': '1000.01' }],
  ['phase-3', { 's1-threshold': 'NaN' }],
  ['phase-3', { 's1-threshold': 500 }],
  ['phase-3', { 's1-symbols': ['ETH'] }],
  ['phase-3', { 's2-symbols': ['BTC', 'BTC'] }],
  ['phase-3', { 's2-symbols': [] }],
  ['phase-3', { 'reserve-floor': '100000' }],
  ['phase-3', { __proto__x: '1' }],
  ['phase-2', { anything: 1 }],
  ['production-canary', { size: 0.001 }],
  ['production-canary', { size: 0.00001234567 }],
  ['production-canary', { symbol: ['BTC', 'ETH'] }],
  ['production-canary', { 'max-loss': '51' }],
  ['production-canary', { mode: 'AGGRESSIVE' }],
])('%s refuses %j', (key, sent) => {
  const programme = PROGRAMMES.find((one) => one.key === key);
  if (!programme) throw new Error(key);
  expect(chooseParameters(programme, sent)).toMatchObject({ ok: false, error: { code: 'invalid_value' } });
});

test('less than the manual is taken, and reaches bot, guard, criterion and words', () => {
  const sent = { 'max-loss': '20', symbol: ['ETH'], size: 0.00005, 'daily-cap': '40', 'stop-stream': 30 };
  const { before, guards, stages: all } = frozen('production-canary', sent);
  expect(guards[0]).toMatchObject({ title: 'The loss passes $20', threshold: 20 });
  expect(guards.map(({ title }) => title)).toContain('WebSocket down for more than 30 s');
  expect(all[0]?.acceptance.map(line)).toContain('Loss, largest < 20 usd');
  expect(all[0]?.notes[0]).toBe('0.00005 ETH at most, CONSERVATIVE, with a loss of $20 at most.');
  expect(before.acceptance.map(line)).toContain('Daily loss cap of the bot configured ($40) (manual)');
  expect(settings('production-canary', 0, sent)).toMatchObject({
    ...{ canary_symbols: ['ETH'], canary_position_size: 0.00005, canary_max_loss_usd: '20' },
    ...{ canary_daily_loss_cap_usd: '40', canary_max_stream_down_s: 30, canary_rsi_confirmation: true },
  });
});

/** Another value that the parameter takes; undefined where there is no other. */
function another(parameter: Parameter): unknown {
  switch (parameter.type) {
    case 'money':
      return parameter.default === parameter.bounds.min ? parameter.bounds.max : parameter.bounds.min;
    case 'number':
      return parameter.default === parameter.bounds.min ? parameter.bounds.max : parameter.bounds.min;
    case 'symbols': {
      const others = parameter.members.filter((one) => !parameter.default.includes(one));
      if (others.length > 0) return others.slice(0, 1);
      return parameter.default.length > 1 ? parameter.default.slice(0, 1) : undefined;
    }
    case 'choice':
      return parameter.values.find((value) => value !== parameter.default);
  }
}

const ALL_PARAMETERS = PROGRAMMES.flatMap((programme) =>
  programme.parameters.map((parameter) => [programme.key, parameter.key, programme, parameter] as const),
);

test.each(ALL_PARAMETERS)(
  '%s: %s takes effect in what is set or held to, not only on paper',
  (_key, name, programme, parameter) => {
    const other = another(parameter);
    if (other === undefined) {
      const froms = programme.stages.flatMap(({ settings: all }) =>
        all.flatMap((one) => ('from' in one ? one.from : [])),
      );
      expect(froms).toContain(name);
      return;
    }
    const effects = ({ stages: all, guards, before, passCriteria }: FrozenProgramme) => ({
      settings: all.map((stage) => stage.settings),
      limits: [
        ...guards.map(({ threshold }) => threshold),
        ...[...before.acceptance, ...passCriteria, ...all.flatMap(({ acceptance }) => acceptance)].map(
          ({ target }) => target,
        ),
      ],
    });
    expect(effects(frozen(programme.key, { [name]: other }))).not.toEqual(effects(frozen(programme.key)));
  },
);

test.each(PROGRAMMES)('$key: no sentence keeps a place for a parameter', ({ key }) => {
  expect(JSON.stringify(frozen(key))).not.toMatch(/\{[a-z0-9-]+\}/);
});

test.each(ALL_PARAMETERS)(
  '%s: %s refuses what is riskier than the manual',
  (key, name, programme, parameter) => {
    const beyond: Record<Parameter['type'], unknown> = {
      money: '100000000000',
      number: 1e9,
      symbols: ['PEPE'],
      choice: 'AGGRESSIVE',
    };
    expect(chooseParameters(programme, { [name]: beyond[parameter.type] })).toMatchObject({
      ok: false,
      error: { code: 'invalid_value', details: { parameter: name } },
    });
    expect(key).toBe(programme.key);
  },
);

test('a demo that has not run for its half hour has not failed: it is not there yet', () => {
  const demo = frozen('production-canary').before.acceptance.find(({ key }) => key === 'demo-time');
  if (demo?.kind !== 'metric') throw new Error('the programme lacks its demo');
  const now = new Date('2026-11-27T12:30:00Z');
  const verdict = (minutes: number) =>
    judgeMetric(
      { ...demo, target: Number(demo.target) },
      {
        latest: { at: now, value: minutes, count: minutes, baseline: null, problem: null },
        good: 120,
        since: new Date('2026-11-27T12:00:00Z'),
      },
      now,
    );
  expect(verdict(12.4)).toMatchObject({ verdict: 'insufficient', why: '12 of at least 30 minutes.' });
  expect(verdict(30.1)).toMatchObject({ verdict: 'pass' });
});

// Procedures are well-formed, and their figures are those of the manuals.
import { describe, expect, it } from 'vitest';
import type { Condition, Procedure, Step } from './procedure-types.ts';
import { PROCEDURES } from './procedures.ts';
import { ROLE_NAMES } from './roles.ts';
import { definitionOf } from './switches.ts';

const ALL = Object.entries(PROCEDURES);

function stepsOf(procedure: Procedure): Step[] {
  return procedure.stages.flatMap((stage) => stage.steps);
}

function stepOf(procedure: string, key: string): Step {
  const found = PROCEDURES[procedure]?.stages
    .flatMap((stage) => stage.steps)
    .find((step) => step.key === key);
  if (!found) throw new Error(`${procedure} has no step ${key}`);
  return found;
}

describe.each(ALL)('%s', (key, procedure) => {
  it('is named by its key, has a source, somebody who starts it, and stages with steps', () => {
    expect(procedure.key).toBe(key);
    expect(procedure.source).toMatch(/^Manual [1-5]\b/);
    expect(procedure.startedBy.length).toBeGreaterThan(0);
    expect(procedure.stages.length).toBeGreaterThan(0);
    for (const stage of procedure.stages) expect(stage.steps.length, stage.key).toBeGreaterThan(0);
  });

  it('uses each key of a stage and of a step once', () => {
    const stages = procedure.stages.map((stage) => stage.key);
    const steps = stepsOf(procedure).map((step) => step.key);
    expect(new Set(stages).size).toBe(stages.length);
    expect(new Set(steps).size).toBe(steps.length);
    for (const name of [...stages, ...steps]) expect(name).toMatch(/^[A-Za-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('makes a stage or step depend only on a choice that was asked before it', () => {
    const asked = new Map<string, readonly string[]>();
    const holds = (condition: Condition | undefined, where: string) => {
      if (!condition) return;
      expect(asked.get(condition.step), `${where} depends on ${condition.step}`).toBeDefined();
      expect(condition.is.length).toBeGreaterThan(0);
      for (const option of condition.is) expect(asked.get(condition.step), where).toContain(option);
    };
    for (const stage of procedure.stages) {
      holds(stage.when, stage.key);
      for (const step of stage.steps) {
        holds(step.when, step.key);
        if (step.kind === 'choose') {
          const options = step.options.map((option) => option.key);
          expect(new Set(options).size).toBe(options.length);
          expect(options.length).toBeGreaterThan(1);
          asked.set(step.key, options);
        }
      }
    }
  });

  it('asks nobody for what no role can do, and no one person for the signatures of several', () => {
    for (const step of stepsOf(procedure)) {
      for (const role of step.roles ?? []) expect(ROLE_NAMES).toContain(role);
      if (step.kind === 'sign') {
        expect(step.people).toBeGreaterThan(0);
        expect(step.statement).toMatch(/^[A-Z].*\.$/);
      }
      if (step.kind === 'observe') {
        expect(step.seconds).toBeGreaterThan(0);
        expect(step.watch.length, `${step.key} watches something`).toBeGreaterThan(0);
      }
      if (step.kind === 'record') expect(step.fields.length).toBeGreaterThan(0);
      if (step.kind === 'apply' && step.settings !== 'from the start')
        expect(step.settings.length).toBeGreaterThan(0);
    }
  });

  it('waits for commands only where some were sent, for positions only where it can be passed over, and passes no change over', () => {
    const sends = stepsOf(procedure).some((step) => step.kind === 'command');
    for (const step of stepsOf(procedure)) {
      if (step.kind === 'apply') expect(step.optional, step.key).toBeUndefined();
      if (step.kind !== 'verify') continue;
      if (step.check.kind === 'commands') expect(sends, step.key).toBe(true);
      // Executors that are silent must not hold a rollback up.
      if (step.check.kind === 'positions') expect(step.optional, step.key).toBe(true);
    }
  });
});

it('lets a risk manager set no switch of the super admin but the one that the rollback across modules turns off', () => {
  const beyond = ALL.flatMap(([key, procedure]) =>
    stepsOf(procedure).flatMap((step) =>
      step.kind === 'apply' && step.settings !== 'from the start' && step.roles === undefined
        ? step.settings
            .filter(({ switch: name }) => !definitionOf(name).changedBy.includes('risk_manager'))
            .map(({ switch: name }) => `${key}/${step.key}: ${name}`)
        : [],
    ),
  );
  expect(beyond).toEqual(['rollback-cross-module/hl-mode: global_betting_enabled']);
});

it('has every procedure that the manuals name', () => {
  expect(Object.keys(PROCEDURES)).toEqual(
    expect.arrayContaining([
      'rollback-single-module',
      'rollback-cross-module',
      'rollback-full-system',
      'rollback-checklist',
      'rollback-blue-green',
      'rollback-rolling',
      'rollback-database',
      'emergency-database-backup',
      'manual-position-closure',
      'runbook-wont-start',
      'runbook-high-latency',
      'runbook-positions',
      'runbook-circuit-breaker',
      'deployment-checklist',
      'daily-operations',
      'weekly-operations',
      'monthly-operations',
      'canary-rollback',
      'canary-execution',
      'pre-rollback-readiness',
      'post-rollback-validation',
      'go-live-rollback',
      'go-live-reactivation',
      'restart-after-rollback',
    ]),
  );
});

/** Goal of a whole procedure, or of one of its stages, in seconds, as the manual gives it. */
const GOALS: readonly [procedure: string, stage: string | null, seconds: number, source: string][] = [
  ['rollback-single-module', 'stop', 300, 'manual 1: data inconsistency, 5-minute rollback'],
  ['rollback-cross-module', 'stop', 300, 'manual 1: data inconsistency, 5-minute rollback'],
  ['rollback-cross-module', 'restore', 3600, 'manual 3: total about one hour'],
  ['canary-rollback', null, 300, 'manual 3: under 5 minutes until stable'],
  ['canary-rollback', 'stop', 30, 'manual 3: stage 1, 0 to 30 s'],
  ['canary-rollback', 'investigate', 150, 'manual 3: stage 2, 30 s to 3 min'],
  ['canary-rollback', 'decide', 120, 'manual 3: stage 3, 3 to 5 min'],
  ['canary-rollback', 'restore', 3600, 'manual 3: timeout 3600'],
  ['canary-execution', 'before', 300, 'manual 5: five minutes before'],
  ['rollback-blue-green', null, 30, 'manual 2: blue-green under 30 s'],
  ['rollback-rolling', null, 120, 'manual 2: rolling 1 to 2 min'],
  ['emergency-database-backup', 'restore-exchange', 3600, 'manual 3: total about one hour'],
  ['emergency-database-backup', 'restore-bulkhead', 3600, 'manual 3: total about one hour'],
  ['rollback-blue-green', 'switch-back', 30, 'manual 2: blue-green under 30 s'],
  ['rollback-rolling', 'roll-back', 120, 'manual 2: rolling 1 to 2 min'],
];

describe('figures of the manuals', () => {
  it('no goal stands in the catalogue that is not in the table', () => {
    const goals = ALL.flatMap(([key, { goalSeconds, stages }]) => [
      ...(goalSeconds === undefined ? [] : [`${key} whole`]),
      ...stages.flatMap((stage) => (stage.goalSeconds === undefined ? [] : [`${key} ${stage.key}`])),
    ]);
    expect(goals.sort()).toEqual(GOALS.map(([key, stage]) => `${key} ${stage ?? 'whole'}`).sort());
  });

  it.each(GOALS)('%s, stage %s: %i s (%s)', (key, stage, seconds) => {
    const procedure = PROCEDURES[key];
    const goal =
      stage === null
        ? procedure?.goalSeconds
        : procedure?.stages.find((one) => one.key === stage)?.goalSeconds;
    expect(goal).toBe(seconds);
  });

  it.each([
    ['rollback-single-module', 'observe', 300],
    ['rollback-cross-module', 'observe', 300],
    ['rollback-full-system', 'observe', 300],
    ['canary-execution', 'first-minutes', 300],
    ['canary-execution', 'to-half-time', 600],
    ['canary-execution', 'to-the-end', 900],
    ['go-live-rollback', 'settled', 60],
    ['go-live-reactivation', 'stable', 86_400],
    ['go-live-reactivation', 'watch', 3_600],
  ])('%s observes %s for %i s', (procedure, key, seconds) => {
    expect(stepOf(procedure, key)).toMatchObject({ kind: 'observe', seconds });
  });

  it.each([
    ['rollback-cross-module', 'hl-mode', { global_betting_enabled: false, routing_mode: 'HL_MODE' }],
    ['rollback-full-system', 'close-api', { global_api_enabled: false }],
    ['canary-rollback', 'signals', { strategies_enabled: false }],
    ['go-live-rollback', 'flag-off', { go_live_enabled: false }],
    ['go-live-rollback', 'activation-off', { activation_enabled: false }],
    ['go-live-rollback', 'all-testnet', { testnet_accounts: ['binance', 'bybit', 'okx'] }],
    ['go-live-reactivation', 'accounts', { testnet_accounts: [] }],
    ['go-live-reactivation', 'allow', { activation_enabled: true }],
    ['go-live-reactivation', 'flag', { go_live_enabled: true }],
  ])('%s: %s sets what the manual sets', (procedure, key, values) => {
    const step = stepOf(procedure, key);
    if (step.kind !== 'apply' || step.settings === 'from the start') throw new Error('not an apply step');
    expect(Object.fromEntries(step.settings.map((setting) => [setting.switch, setting.value]))).toEqual(
      values,
    );
  });

  it('manual 4: eight steps, positions by A, B or C, and the prerequisites of coming back', () => {
    expect(PROCEDURES['go-live-rollback']?.stages).toHaveLength(8);
    const choice = stepOf('go-live-rollback', 'strategy');
    expect(choice.kind === 'choose' && choice.options.map((option) => option.key)).toEqual(['A', 'B', 'C']);
    const trades = stepOf('go-live-reactivation', 'testnet-trades');
    expect(trades.kind === 'record' && trades.fields[0]?.atLeast).toBe(5);
    expect(stepOf('go-live-reactivation', 'agreed')).toMatchObject({ kind: 'sign', notStarter: true });
  });

  it('manual 4: both locks shut before accounts, and the flag opens last', () => {
    const order = (procedure: string) =>
      PROCEDURES[procedure]?.stages.flatMap((stage) =>
        stage.steps.flatMap((step) => (step.kind === 'apply' ? [step.key] : [])),
      );
    expect(order('go-live-rollback')).toEqual(['flag-off', 'activation-off', 'all-testnet']);
    expect(order('go-live-reactivation')).toEqual(['accounts', 'allow', 'flag']);
  });

  it('manual 2: latency above 50 ms, and how often operations come due', () => {
    expect(stepOf('runbook-high-latency', 'quick')).toMatchObject({ check: { bound: 50, unit: 'ms' } });
    expect(
      ['daily-operations', 'weekly-operations', 'monthly-operations'].map((key) => PROCEDURES[key]?.every),
    ).toEqual(['day', 'week', 'month']);
  });
});

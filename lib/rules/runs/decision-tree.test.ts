// Every way through both trees ends in exactly one action, and every symptom's suggestions lead to one as well.
import { describe, expect, it } from 'vitest';
import { DECISION_TREES, SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import type { DecisionTree } from '#lib/catalog/decision-types.ts';
import { levelOfNumber } from '#lib/catalog/levels.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { CAPABILITIES } from '#lib/rules/changes/capabilities.ts';
import { applyChanges, changesFor, defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { type Answers, firstStep, startSettings, walk, wantedBy } from './decision-tree.ts';
import { chosenSettings } from './run-start.ts';

/** Procedures that the engine itself brings along. */
const OF_THE_ENGINE = ['observe-after-change'];

/** Every complete set of answers, made by answering each open question with each of its options. */
function allWays(tree: DecisionTree, answers: Answers = {}): Answers[] {
  const { next } = walk(tree, answers);
  if (!next) return [answers];
  return next.options.flatMap((option) => allWays(tree, { ...answers, [next.key]: option.key }));
}

const TREES = Object.entries(DECISION_TREES);
const WAYS = TREES.flatMap(([, tree]) =>
  allWays(tree).map((answers) => ({ tree, answers, name: Object.values(answers).join(' / ') })),
);

describe.each(TREES)('the tree %s', (key, tree) => {
  it('names its questions, options and ends by their keys, each option once', () => {
    expect(tree.key).toBe(key);
    for (const [name, question] of Object.entries(tree.questions)) {
      expect(question.key).toBe(name);
      expect(question.readings.length, `${name} rests on readings`).toBeGreaterThan(0);
      const options = question.options.map((option) => option.key);
      expect(new Set(options).size).toBe(options.length);
      for (const reading of question.readings)
        if (reading.kind === 'capability') expect(Object.keys(CAPABILITIES)).toContain(reading.name);
    }
    for (const [name, end] of Object.entries(tree.ends)) expect(end.key).toBe(name);
  });

  it('reaches every question and every end', () => {
    const ways = allWays(tree).map((answers) => walk(tree, answers));
    const asked = new Set(ways.flatMap((way) => way.path.map(({ question }) => question.key)));
    expect([...asked].sort()).toEqual(Object.keys(tree.questions).sort());
    expect([...new Set(ways.map((way) => way.end?.key))].sort()).toEqual(Object.keys(tree.ends).sort());
  });

  it('gives every end a procedure that exists, or says that it only watches', () => {
    for (const end of Object.values(tree.ends)) {
      if (end.action.kind === 'watch') expect(end.procedure).toBeNull();
      else expect([...Object.keys(PROCEDURES), ...OF_THE_ENGINE]).toContain(end.procedure);
      if (end.action.kind === 'first-step') expect(firstStep(end.procedure)?.kind).toBe('apply');
    }
  });
});

describe.each(WAYS)('$tree.key: $name', ({ tree, answers }) => {
  it('ends in one action, with every question answered once and something to do now', () => {
    const { path, next, end } = walk(tree, answers);
    expect(next).toBeNull();
    expect(end).not.toBeNull();
    expect(path.map(({ question }) => question.key)).toEqual(Object.keys(answers));
    // Seen from a venue where all is on, whatever sets switches changes something.
    const running = {
      ...defaultMatrix(),
      global_betting_enabled: { value: true },
      routing_mode: { value: 'BETTING_MODE' },
      go_live_enabled: { value: true },
      activation_enabled: { value: true },
    };
    if (!end) throw new Error('no end');
    const changes = changesFor(running, wantedBy(end, running));
    if (end.action.kind === 'watch') expect(changes).toEqual([]);
    else if (end.action.kind !== 'procedure') expect(changes.length).toBeGreaterThan(0);
  });
});

/** Symptom -> the end its suggestions lead to, and within which time. */
const LEADS: readonly [
  symptom: string,
  end: string | null,
  procedure: string | null,
  within: number | null,
][] = [
  ['position-mismatch', 'hl-mode', 'rollback-cross-module', 300],
  ['asset-mismatch', 'balances', 'runbook-positions', 300],
  ['hl-down', 'hl-connection', 'rollback-single-module', 0],
  ['liquidation-failing', 'liquidation', 'rollback-single-module', 0],
  ['hot-wallet-low', 'hot-wallet', 'rollback-single-module', 0],
  ['hl-margin-low', 'hl-margin', 'rollback-single-module', 0],
  ['hedge-margin-low', 'hedge-margin', 'rollback-single-module', 0],
  ['reserve-low', 'reserve', 'rollback-single-module', 0],
  ['latency', 'runbook-high-latency', 'runbook-high-latency', null],
  ['breaker-tripped', 'runbook-circuit-breaker', 'runbook-circuit-breaker', null],
  ['database-lost', 'level-3', 'rollback-full-system', 0],
  ['drawdown', 'canary-rollback', 'canary-rollback', 0],
  ['websocket-lost', 'canary-rollback', 'canary-rollback', 0],
  ['order-errors', 'canary-rollback', 'canary-rollback', 0],
  ['canary-liquidation', 'canary-rollback', 'canary-rollback', 0],
  ['canary-latency', 'canary-rollback', 'canary-rollback', 0],
  // A person still says which symbol, how it was rolled out, or the rest of the tree.
  ['price-deviation', null, null, 0],
  ['release-failing', null, null, 0],
  ['fill-rate', null, null, null],
  ['after-canary', null, null, null],
  ['something-else', null, null, null],
];

describe('symptoms', () => {
  it('are all in the table', () => {
    expect(LEADS.map(([key]) => key).sort()).toEqual([...SYMPTOMS.keys()].sort());
  });

  it.each(LEADS)('%s suggests the way to %s', (key, end, procedure, within) => {
    const symptom = SYMPTOMS.get(key);
    const tree = symptom && DECISION_TREES[symptom.tree];
    if (!symptom || !tree) throw new Error(key);
    const way = walk(tree, symptom.suggests);
    expect(way.end?.key ?? null).toBe(end);
    expect(way.end?.procedure ?? null).toBe(procedure);
    expect(way.withinSeconds).toBe(within);
    // A suggestion for a question that it does not reach would never be seen.
    const reached = way.path.flatMap(({ question, option }) => (option ? [question.key] : []));
    expect(reached).toEqual(Object.keys(symptom.suggests));
  });
});

describe('walk', () => {
  const tree = DECISION_TREES.canary as DecisionTree;
  const sound = { stopped: 'yes', cause: 'code', database: 'sound' };

  it('asks the first question when nothing is answered, and leaves foreign answers out of account', () => {
    expect(walk(tree, {}).next?.key).toBe('stopped');
    expect(walk(tree, { stopped: 'perhaps', constructor: 'yes' }).next?.key).toBe('stopped');
    expect(walk(tree, { database: 'damaged' }).next?.key).toBe('stopped');
  });

  it('postpones the restart when the loss is at -2% or worse', () => {
    expect(walk(tree, { ...sound, loss: 'worse' }).end?.key).toBe('review');
    expect(walk(tree, { ...sound, loss: 'better' }).end?.key).toBe('restart');
    expect(walk(tree, { ...sound, loss: 'worse', database: 'damaged' }).end?.key).toBe('restore');
  });
});

describe('wantedBy', () => {
  const end = (key: string) => {
    const found = DECISION_TREES.incident?.ends[key] ?? DECISION_TREES.canary?.ends[key];
    if (!found) throw new Error(key);
    return found;
  };

  it('adds a symbol to those that are paused already', () => {
    const paused = { ...defaultMatrix(), hl_routing_paused_symbols: { value: ['ETH'] } };
    expect(wantedBy(end('symbol-btc'), paused)).toEqual([
      { switch: 'hl_routing_paused_symbols', symbol: null, value: ['BTC', 'ETH'] },
    ]);
  });

  it('changes nothing where the rollback holds already', () => {
    expect(wantedBy(end('routing'), defaultMatrix())).toEqual([]);
  });

  it('sets what the level sets', () => {
    const wanted = wantedBy(end('level-2'), defaultMatrix());
    expect(wanted.map(({ switch: name, value }) => ({ switch: name, value }))).toEqual(
      levelOfNumber(2)?.settings,
    );
  });

  it('sets what the first step of its procedure sets, which is carried out with the rights of a step', () => {
    expect(firstStep('rollback-cross-module')).toMatchObject({ key: 'hl-mode', kind: 'apply' });
    expect(wantedBy(end('hl-mode'), defaultMatrix())).toEqual([
      { switch: 'global_betting_enabled', symbol: null, value: false },
      { switch: 'routing_mode', symbol: null, value: 'HL_MODE' },
    ]);
  });

  it('shows what the steps of a procedure will set', () => {
    expect(wantedBy(end('go-live-rollback'), defaultMatrix()).map((want) => want.switch)).toEqual([
      'go_live_enabled',
      'activation_enabled',
      'testnet_accounts',
    ]);
    expect(wantedBy(end('restart'), defaultMatrix())).toEqual([]);
  });
});

describe('startSettings', () => {
  const ends = TREES.flatMap(([, tree]) => Object.values(tree.ends)).filter(
    ({ procedure }) => procedure !== null,
  );
  const started = (end: (typeof ends)[number], matrix = defaultMatrix()) => {
    const procedure = end.procedure === null ? undefined : PROCEDURES[end.procedure];
    if (!procedure) throw new Error(end.key);
    return chosenSettings(procedure, startSettings(end, matrix));
  };

  it.each(ends.map((end) => [end.key, end] as const))(
    '%s: its run may be started, before its values are set and when they hold already',
    (_key, end) => {
      const before = defaultMatrix();
      const held = applyChanges(before, changesFor(before, wantedBy(end, before)));
      expect([started(end), started(end, held)]).toMatchObject([{ ok: true }, { ok: true }]);
    },
  );

  it('names what the end sets, or what holds where nothing is left to set', () => {
    const module = (key: string) => ends.find((end) => end.key === key) ?? ends[0];
    const settings = (key: string) => startSettings(module(key) as (typeof ends)[number], defaultMatrix());
    expect(settings('hl-connection')).toEqual([{ switch: 'new_orders_enabled', value: false }]);
    expect(settings('routing')).toEqual([{ switch: 'routing_mode', value: 'HL_MODE' }]);
    // Its steps say themselves what they set.
    expect(settings('hl-mode')).toEqual([]);
  });
});

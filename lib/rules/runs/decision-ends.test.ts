// The decision trees by hand: each end with the answers that lead to it, how soon the manual wants it, what it sets and what runs then.
import { describe, expect, it } from 'vitest';
import { DECISION_TREES, SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { walk, wantedBy } from './decision-tree.ts';

type Row = readonly [
  answers: string,
  end: string,
  withinSeconds: number | null,
  sets: Readonly<Record<string, unknown>>,
  procedure: string | null,
];

const NOW = 'severity=critical';
const MODULE = `${NOW} width=module module=`;
const DATA = 'severity=inconsistent data=';
const RELEASE = `${MODULE}release release=`;
const MINOR = 'severity=minor minor=';
const STOPPED = 'stopped=yes';
const TO_HL = { global_betting_enabled: false, routing_mode: 'HL_MODE' };
const NO_WRITES = { strategies_enabled: false, trading_enabled: false };

/** Manual 1: its tree, the immediate action of each P0 alert, the levels, and what a low reserve asks for. */
const INCIDENT: readonly Row[] = [
  [`${MODULE}internalisation`, 'internalisation', 0, TO_HL, 'rollback-single-module'],
  [`${MODULE}routing`, 'routing', 0, { routing_mode: 'HL_MODE' }, 'rollback-single-module'],
  [`${MODULE}hedge`, 'hedge', 0, { hedge_enabled: false }, 'rollback-single-module'],
  [`${MODULE}liquidation`, 'liquidation', 0, { liquidation_enabled: false }, 'rollback-single-module'],
  [`${MODULE}hl-connection`, 'hl-connection', 0, { new_orders_enabled: false }, 'rollback-single-module'],
  [`${MODULE}hl-margin`, 'hl-margin', 0, { hl_new_opens_enabled: false }, 'rollback-single-module'],
  [
    `${MODULE}hedge-margin`,
    'hedge-margin',
    0,
    { hl_new_opens_enabled: false, hedge_max_leverage: 2 },
    'rollback-single-module',
  ],
  [`${MODULE}hot-wallet`, 'hot-wallet', 0, { large_withdrawals_enabled: false }, 'rollback-single-module'],
  [
    `${MODULE}reserve`,
    'reserve',
    0,
    { new_orders_enabled: false, withdrawal_enabled: false },
    'rollback-single-module',
  ],
  [`${MODULE}withdrawals`, 'withdrawals', 0, { withdrawal_enabled: false }, 'rollback-single-module'],
  [`${MODULE}strategies`, 'strategies', 0, { strategies_enabled: false }, 'rollback-single-module'],
  ...SYMBOLS.map(
    (symbol): Row => [
      `${MODULE}symbol symbol=${symbol.toLowerCase()}`,
      `symbol-${symbol.toLowerCase()}`,
      0,
      { hl_routing_paused_symbols: [symbol] },
      'rollback-single-module',
    ],
  ),
  [
    `${MODULE}go-live`,
    'go-live-rollback',
    0,
    {
      go_live_enabled: false,
      activation_enabled: false,
      testnet_accounts: ['binance', 'bybit', 'okx'],
    },
    'go-live-rollback',
  ],
  [`${NOW} width=modules reach=hl-mode`, 'hl-mode', 0, TO_HL, 'rollback-cross-module'],
  [
    `${NOW} width=modules reach=level-1`,
    'level-1',
    0,
    { global_betting_enabled: false, hedge_enabled: false, routing_mode: 'NORMAL_MODE' },
    'observe-after-change',
  ],
  [
    `${NOW} width=modules reach=level-2`,
    'level-2',
    0,
    { ...TO_HL, liquidation_enabled: false, new_orders_enabled: false },
    'observe-after-change',
  ],
  [`${NOW} width=system`, 'level-3', 0, { global_api_enabled: false }, 'rollback-full-system'],
  [`${DATA}positions width=modules reach=hl-mode`, 'hl-mode', 300, TO_HL, 'rollback-cross-module'],
  [`${DATA}balances`, 'balances', 300, { trading_enabled: false }, 'runbook-positions'],
  [`${DATA}database`, 'database', 300, NO_WRITES, 'emergency-database-backup'],
  [`${DATA}release release=schema`, 'rollback-database', 300, {}, 'rollback-database'],
  [`${RELEASE}blue-green`, 'rollback-blue-green', 0, {}, 'rollback-blue-green'],
  [`${RELEASE}rolling`, 'rollback-rolling', 0, {}, 'rollback-rolling'],
  [
    `${RELEASE}canary`,
    'canary-rollback',
    0,
    { strategies_enabled: false, new_orders_enabled: false },
    'canary-rollback',
  ],
  [`${MINOR}latency`, 'runbook-high-latency', null, {}, 'runbook-high-latency'],
  [`${MINOR}breaker`, 'runbook-circuit-breaker', null, {}, 'runbook-circuit-breaker'],
  [`${MINOR}start`, 'runbook-wont-start', null, {}, 'runbook-wont-start'],
  [`${MINOR}none`, 'watch', null, {}, null],
];

/** Manual 3: stopped first; then loss, cause and database decide. A restore comes before the restart is decided. */
const CANARY: readonly Row[] = [
  [
    'stopped=no',
    'canary-rollback',
    0,
    { strategies_enabled: false, new_orders_enabled: false },
    'canary-rollback',
  ],
  ...['code', 'infrastructure', 'market'].flatMap((cause): Row[] => [
    [`${STOPPED} loss=better cause=${cause} database=sound`, 'restart', null, {}, 'restart-after-rollback'],
    [`${STOPPED} loss=worse cause=${cause} database=sound`, 'review', null, {}, 'restart-after-rollback'],
    ...['better', 'worse'].map(
      (loss): Row => [
        `${STOPPED} loss=${loss} cause=${cause} database=damaged`,
        'restore',
        null,
        NO_WRITES,
        'emergency-database-backup',
      ],
    ),
  ]),
];

/** A venue where all is on. */
const RUNNING = {
  ...defaultMatrix(),
  global_betting_enabled: { value: true },
  routing_mode: { value: 'BETTING_MODE' },
};

describe.each([
  ['incident', INCIDENT],
  ['canary', CANARY],
] as const)('the tree %s', (key, rows) => {
  const tree = DECISION_TREES[key];
  if (!tree) throw new Error(key);

  it('has no end that is not in the table', () => {
    expect([...new Set(rows.map(([, end]) => end))].sort()).toEqual(Object.keys(tree.ends).sort());
  });

  it.each(rows)('%s ends in %s', (text, end, withinSeconds, sets, procedure) => {
    const answers = Object.fromEntries(text.split(' ').map((answer) => answer.split('=')));
    const way = walk(tree, answers);
    expect(way.path.map(({ question }) => question.key)).toEqual(Object.keys(answers));
    expect(way.end).toMatchObject({ key: end, procedure });
    expect(way.withinSeconds).toBe(withinSeconds);
    const wanted = way.end ? wantedBy(way.end, RUNNING) : [];
    expect(Object.fromEntries(wanted.map((want) => [want.switch, want.value]))).toEqual(sets);
    expect(wanted.every(({ symbol }) => symbol === null)).toBe(true);
  });
});

/** Manual 1's P0 alerts and low reserve, manual 2's runbooks and rollback of a release, manual 3's triggers. */
const TRIGGERS: readonly [symptom: string, figure: string][] = [
  ['hl-down', 'more than 1 min'],
  ['hl-margin-low', 'below 150%'],
  ['hedge-margin-low', 'below 200%'],
  ['liquidation-failing', '5 failed detections, or above 10%'],
  ['hot-wallet-low', 'Less than $100K'],
  ['price-deviation', 'more than 5%'],
  ['asset-mismatch', 'more than 0.1%'],
  ['reserve-low', 'below its minimum'],
  ['latency', 'Above 50 ms at P99'],
  ['release-failing', 'ten times the baseline, or crashes'],
  ['drawdown', '-3%'],
  ['websocket-lost', 'more than 30 s'],
  ['order-errors', 'Above 5%'],
  ['canary-liquidation', 'More than one'],
  ['canary-latency', 'Above 1 s'],
  ['fill-rate', 'Below 90%'],
];

it.each(TRIGGERS)('the symptom %s counts from the figure of the manual on', (key, figure) => {
  expect(SYMPTOMS.get(key)?.note).toContain(figure);
});

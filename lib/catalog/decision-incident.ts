// Manual 1's decision tree: how severe, how wide, which switch. Its P0 alerts and levels give the ends of one module and of
// several, manual 2 (part 4) those of a release.
import {
  BREAKERS,
  can,
  DAILY_PNL,
  EXPOSURE_BTC,
  EXPOSURE_ETH,
  HL_LATENCY,
  HOT_WALLET,
  INSTANCES,
  INTEGRITY,
  INTERNAL_ORDERS,
  POSITIONS,
  REFUSED_ORDERS,
  RESERVE,
  VOLATILITY,
} from './decision-readings.ts';
import type { DecisionTree, End, TreeOption } from './decision-types.ts';
import { STOP_WRITES } from './procedures/database.ts';
import { ROLL_BACK_WITHIN_SECONDS } from './procedures/rollbacks.ts';
import type { SwitchName } from './switches.ts';
import { SYMBOLS } from './symbols.ts';

function toEnd(key: string, label: string, note: string, end = key): TreeOption {
  return { key, label, note, ways: [{ to: { end } }] };
}

function toQuestion(key: string, label: string, note: string, question: string): TreeOption {
  return { key, label, note, ways: [{ to: { question } }] };
}

/** The end of one module: the manual's rollback of its switch, then the rollback procedure of one module. */
function module(key: string, name: SwitchName, title: string, says: string): End {
  return {
    key,
    title,
    says,
    action: { kind: 'rollback-switch', switch: name },
    procedure: 'rollback-single-module',
  };
}

function procedure(key: string, title: string, says: string): End {
  return { key, title, says, action: { kind: 'procedure' }, procedure: key };
}

const ENDS: readonly End[] = [
  {
    key: 'watch',
    title: 'Watch it, and fix it',
    says: 'Nothing is rolled back. Keep the figures in sight, and come back here if it grows.',
    action: { kind: 'watch' },
    procedure: null,
  },
  module('internalisation', 'global_betting_enabled', 'Turn internalisation off', 'Every order goes to HL.'),
  module('routing', 'routing_mode', 'Route every order to HL', 'Every order goes to HL.'),
  module('hedge', 'hedge_enabled', 'Hedge by hand', 'The engine stops; somebody hedges by hand from now on.'),
  module(
    'liquidation',
    'liquidation_enabled',
    'Liquidate by hand',
    'The engine stops; somebody liquidates by hand from now on.',
  ),
  module('hl-connection', 'new_orders_enabled', 'Pause new orders', 'Customers can still close at market.'),
  module('hl-margin', 'hl_new_opens_enabled', 'Pause new opens on HL', 'Top the account up to above 200%.'),
  module(
    'hot-wallet',
    'large_withdrawals_enabled',
    'Hold large withdrawals',
    'Then move funds from the cold wallet.',
  ),
  module('withdrawals', 'withdrawal_enabled', 'Stop all withdrawals', 'Approved ones stop as well.'),
  module('strategies', 'strategies_enabled', 'Halt the strategies', 'No new signals are made.'),
  {
    key: 'hedge-margin',
    title: 'Pause HL opens, cut to 2.0x',
    says: 'The action of the hedge margin alert. Top the account up, or close out.',
    action: {
      kind: 'apply',
      settings: [
        { switch: 'hl_new_opens_enabled', value: false },
        { switch: 'hedge_max_leverage', value: 2 },
      ],
    },
    procedure: 'rollback-single-module',
  },
  {
    key: 'reserve',
    title: 'Pause new orders and withdrawals',
    says: 'What manual 1 asks for when the reserve is low.',
    action: {
      kind: 'apply',
      settings: [
        { switch: 'new_orders_enabled', value: false },
        { switch: 'withdrawal_enabled', value: false },
      ],
    },
    procedure: 'rollback-single-module',
  },
  ...SYMBOLS.map(
    (symbol): End => ({
      key: `symbol-${symbol.toLowerCase()}`,
      title: `Stop routing ${symbol} to HL`,
      says: `Orders in ${symbol} that cannot be internalised are refused.`,
      action: { kind: 'apply', settings: [], adding: { switch: 'hl_routing_paused_symbols', symbol } },
      procedure: 'rollback-single-module',
    }),
  ),
  {
    key: 'balances',
    title: 'Stop trading and reconcile',
    says: 'All trading stops, closes included, until balances agree again.',
    action: { kind: 'rollback-switch', switch: 'trading_enabled' },
    procedure: 'runbook-positions',
  },
  {
    key: 'database',
    title: 'Stop writes and save the database',
    says: 'Strategies and trading stop; then the database is saved as it is, assessed, and restored if needed.',
    action: { kind: 'apply', settings: STOP_WRITES },
    procedure: 'emergency-database-backup',
  },
  {
    key: 'hl-mode',
    title: 'Go to HL_MODE, internalisation off',
    says: 'Every order goes to HL; positions are reconciled and the venue is watched for five minutes.',
    action: { kind: 'first-step' },
    procedure: 'rollback-cross-module',
  },
  {
    key: 'level-1',
    title: 'Go to level 1, partial',
    says: 'No internalisation; new opens go to HL; internal positions are closed by hand.',
    action: { kind: 'press-level', level: 1 },
    procedure: 'observe-after-change',
  },
  {
    key: 'level-2',
    title: 'Go to level 2, read-only and limited',
    says: 'No new opens. Customers can look, withdraw, and close at market.',
    action: { kind: 'press-level', level: 2 },
    procedure: 'observe-after-change',
  },
  {
    key: 'level-3',
    title: 'Go to level 3, maintenance',
    says: 'Every customer gets 503 and the maintenance page. Only a super admin presses it.',
    action: { kind: 'press-level', level: 3 },
    procedure: 'rollback-full-system',
  },
  procedure(
    'go-live-rollback',
    'Leave real trading',
    'Eight steps: two locks, testnet, restart, open positions.',
  ),
  procedure('rollback-blue-green', 'Send traffic back to blue', 'Within 30 seconds.'),
  procedure('rollback-rolling', 'Undo the rolling update', 'Within one to two minutes.'),
  procedure('rollback-database', 'Take the schema back', 'The reverse migration, and a check of the data.'),
  procedure('canary-rollback', 'Roll the canary back', 'Stopped within 30 seconds, stable within 5 minutes.'),
  procedure('runbook-high-latency', 'Follow the latency runbook', 'Nothing is rolled back yet.'),
  procedure('runbook-circuit-breaker', 'Follow the breaker runbook', 'Validate before anything resumes.'),
  procedure(
    'runbook-wont-start',
    'Follow the start runbook',
    'Four usual causes, then the previous version.',
  ),
];

export const INCIDENT_TREE: DecisionTree = {
  key: 'incident',
  title: 'What is wrong?',
  source: 'Manual 1, rollback decision tree',
  first: 'severity',
  questions: {
    severity: {
      key: 'severity',
      title: 'How severe is it?',
      help: 'Critical: customers cannot open, close or withdraw as they should, or money moves wrongly.',
      readings: [can('open_hl'), can('close'), can('withdraw'), INSTANCES, DAILY_PNL],
      options: [
        { ...toQuestion('critical', 'Critical path failure', 'Roll back now', 'width'), withinSeconds: 0 },
        {
          ...toQuestion('inconsistent', 'Data inconsistent', 'Roll back within 5 min', 'data'),
          withinSeconds: ROLL_BACK_WITHIN_SECONDS,
        },
        toQuestion('minor', 'Not critical', 'Watch and fix', 'minor'),
      ],
    },
    data: {
      key: 'data',
      title: 'What does not agree?',
      help: 'Compare both sides before you answer; the exchange is right about positions.',
      readings: [POSITIONS, EXPOSURE_BTC, EXPOSURE_ETH, RESERVE, INTEGRITY],
      options: [
        toQuestion('positions', 'Positions, with the exchange', 'How wide is next', 'width'),
        toEnd('balances', 'Customer balances, above 0.1%', 'Trading stops, reconcile by hand'),
        toEnd('database', 'The database itself', 'Save it, stop writes, assess'),
        toQuestion('release', 'It came with a release', 'Take the release back', 'release'),
      ],
    },
    width: {
      key: 'width',
      title: 'How wide does it go?',
      help: 'One module: the others work as they should. If in doubt take the wider answer.',
      readings: [INSTANCES, INTERNAL_ORDERS, REFUSED_ORDERS, BREAKERS],
      options: [
        toQuestion('module', 'One module', 'Turn off its switch', 'module'),
        toQuestion('modules', 'Across modules', 'HL_MODE, internalisation off', 'reach'),
        toEnd('system', 'Whole system', 'Level 3', 'level-3'),
      ],
    },
    module: {
      key: 'module',
      title: 'Which module?',
      help: 'Each has one rollback; the button at the end shows what it changes now.',
      readings: [HL_LATENCY, VOLATILITY, RESERVE, HOT_WALLET],
      options: [
        toEnd('internalisation', 'Internalisation', 'Off, HL_MODE'),
        toEnd('routing', 'Routing', 'HL_MODE'),
        toEnd('hedge', 'Hedge engine', 'Hedge by hand'),
        toEnd('liquidation', 'Liquidation engine', 'Liquidate by hand'),
        toEnd('hl-connection', 'Connection to HL', 'New orders pause'),
        toEnd('hl-margin', 'Margin of the HL account', 'Below 150%: HL opens pause'),
        toEnd('hedge-margin', 'Margin of the hedge account', 'Below 200%: opens pause, 2.0x'),
        toQuestion('symbol', 'Prices of one symbol', 'Off by 5%: not routed to HL', 'symbol'),
        toEnd('hot-wallet', 'Hot wallet', 'Below $100K: large ones held'),
        toEnd('reserve', 'Risk reserve', 'New orders, withdrawals pause'),
        toEnd('withdrawals', 'Withdrawals', 'All of them stop'),
        toEnd('strategies', 'Strategies', 'No new signals'),
        toEnd('go-live', 'Real trading as a whole', 'GO-LIVE rollback', 'go-live-rollback'),
        toQuestion('release', 'The newest release', 'Take it back', 'release'),
      ],
    },
    symbol: {
      key: 'symbol',
      title: 'Which symbol?',
      help: 'Its orders no longer go to HL. Answer again from here for a second symbol.',
      readings: [{ kind: 'switch', name: 'hl_routing_paused_symbols' }, HL_LATENCY, VOLATILITY],
      options: SYMBOLS.map((symbol) => {
        const key = symbol.toLowerCase();
        return toEnd(key, symbol, 'Not routed to HL', `symbol-${key}`);
      }),
    },
    reach: {
      key: 'reach',
      title: 'What still works?',
      help: 'The first is the answer of the tree; the levels are for when their own triggers hold.',
      readings: [can('open_hl'), can('close'), can('liquidate'), can('hedge'), EXPOSURE_BTC, EXPOSURE_ETH],
      options: [
        toEnd('hl-mode', 'Orders to HL, and liquidation', 'HL_MODE, internalisation off'),
        toEnd('level-1', 'HL; the hedge cannot be trusted either', 'Level 1'),
        toEnd('level-2', 'Liquidation is broken, or much else is', 'Level 2'),
      ],
    },
    release: {
      key: 'release',
      title: 'How was it rolled out?',
      help: 'At once for errors above ten times the baseline, a position mismatch, halted trading or crashes.',
      readings: [INSTANCES, HL_LATENCY, REFUSED_ORDERS],
      options: [
        toEnd('blue-green', 'Blue-green', 'Back to blue, under 30 s', 'rollback-blue-green'),
        toEnd('rolling', 'Rolling update', 'Undo it, 1 to 2 min', 'rollback-rolling'),
        toEnd('canary', 'Canary', 'Stop within 30 s', 'canary-rollback'),
        toEnd('schema', 'With a change of the schema', 'Reverse migration', 'rollback-database'),
      ],
    },
    minor: {
      key: 'minor',
      title: 'Is there a runbook for it?',
      help: 'A runbook changes nothing by itself. If it gets worse, answer the first question anew.',
      readings: [HL_LATENCY, BREAKERS, INSTANCES, VOLATILITY],
      options: [
        toEnd('latency', 'Latency above 50 ms', 'Latency runbook', 'runbook-high-latency'),
        toEnd('breaker', 'A circuit breaker tripped', 'Breaker runbook', 'runbook-circuit-breaker'),
        toEnd('start', 'A service does not start', 'Start runbook', 'runbook-wont-start'),
        toEnd('none', 'None of these', 'Watch and fix', 'watch'),
      ],
    },
  },
  ends: Object.fromEntries(ENDS.map((end) => [end.key, end])),
};

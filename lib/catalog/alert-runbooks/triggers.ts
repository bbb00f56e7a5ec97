// Runbooks of the triggers of manual 3, and of manual 5's canary.
import type { CANARY_ALERTS } from '../alerts/canary.ts';
import type { TRIGGERS } from '../alerts/triggers.ts';
import type { AlertRunbook } from '../runbook-types.ts';

const CANARY_OVER =
  'The canary has ended, its positions are closed, and its post-mortem is signed. A retry waits at least 48 hours.';
const CANARY_SWITCHES = ['enabled_strategies', 'max_drawdown_pct', 'daily_loss_limit_pct'] as const;

export const TRIGGER_RUNBOOKS = {
  'drawdown-breaker': {
    means: 'The venue lost 3% from its highest capital. It stops before it asks why.',
    look: [
      'Open positions and what they lose by the minute.',
      'Whether one strategy or all of them lost.',
      'Whether the breaker of each executor is tripped.',
    ],
    causes: [
      { cause: 'The market', fix: 'Adjust parameters, and retry in the next window.' },
      { cause: 'A bug in a strategy', fix: 'Take it out of enabled_strategies, fix it, test it.' },
      { cause: 'Late or wrong prices', fix: 'See "An order deviated by more than 5%".' },
    ],
    over: 'Positions are closed, the loss is calculated, and the cause is found. The breaker is then reset.',
    switches: ['max_drawdown_pct', 'enabled_strategies'],
    figures: ['drawdown', 'dailyPnl', 'netExposureBtc', 'netExposureEth'],
  },
  'database-lost': {
    means: 'The exchange cannot record what it does. Whatever it does now may be forgotten.',
    look: [
      'Whether the database is down, full, or cut off.',
      'The newest backup that was verified, and how old it is.',
      'Orders that were placed and not recorded: the exchange has them.',
    ],
    causes: [
      { cause: 'The server is down', fix: 'Bring it back; check integrity before anything trades.' },
      { cause: 'The disk is full', fix: 'Make room, then let it recover by itself.' },
      {
        cause: 'Data is damaged',
        fix: 'Restore the newest clean backup: about 45 minutes, and 5 to verify.',
      },
    ],
    over: 'The integrity check passes and positions reconcile. Trading is then turned on by two people.',
    switches: ['global_api_enabled', 'new_orders_enabled', 'withdrawal_enabled'],
    figures: ['databaseUp'],
  },
  'stream-interrupted': {
    means: 'Strategies see no market. What they decide rests on old prices.',
    look: [
      'Whether the stream is silent or the connection is gone.',
      'The age of the newest message by symbol.',
      'Whether the same happens to other consumers.',
    ],
    causes: [
      {
        cause: 'HL cut the connection',
        fix: 'Reconnect; see "HL is disconnected" when it does not come back.',
      },
      { cause: 'The consumer hangs', fix: 'Restart it, and look for what it waited on.' },
    ],
    over: 'Messages have come in without a gap for five minutes.',
    switches: ['enabled_strategies', 'new_orders_enabled'],
    figures: ['streamAge', 'hlLatency'],
  },
  'order-errors': {
    means: 'One order in twenty is lost. Positions and hedge drift apart with each.',
    look: [
      'The error text of the last refused orders.',
      'Whether one symbol, one account or all are refused.',
      'Rate limits and margin of the account.',
    ],
    causes: [
      { cause: 'Margin is short', fix: 'Top up; see "HL account margin is below 150%".' },
      { cause: 'A rate limit', fix: 'Slow down what is not urgent, and ask for more.' },
      { cause: 'A release changed the order', fix: 'Take the release back.' },
    ],
    over: 'Fewer than 1% of the orders fail over five minutes. New orders are then turned on by two people.',
    switches: ['max_order_size_internal', 'routing_mode'],
    figures: ['ordersRefused', 'ordersHl'],
  },
  'fill-rate-low': {
    means: 'Orders are placed and not filled. Hedges stay open, customers wait.',
    look: [
      'The distance of our prices from the book.',
      'Volume and spread of the symbols concerned.',
      'Two minutes of looking, then the decision: roll back or go on.',
    ],
    causes: [
      { cause: 'A thin market', fix: 'Wait, or make orders smaller.' },
      { cause: 'Late prices', fix: 'See "Latency stays above one second".' },
    ],
    over: 'More than 95% of the orders are filled over five minutes.',
    switches: ['max_order_size_internal', 'enabled_strategies'],
    figures: ['ordersHl', 'hlLatency'],
  },
  'latency-high': {
    means: 'Every price is a second old. Whoever is faster trades against us.',
    look: [
      'Processor, memory and disk of the trading hosts.',
      'Round trip and packet loss to the exchange.',
      'What else runs on the hosts: backtests, optimisation, backups.',
    ],
    causes: [
      { cause: 'Background work', fix: 'Throttle it, or move it to another host.' },
      { cause: 'Memory pressure', fix: 'Give the process more memory, then find what holds it.' },
      { cause: 'The network', fix: 'Change the route, and tell the provider.' },
    ],
    over: 'P95 is below one second, P99 below 50 ms to the exchange, for five minutes.',
    switches: ['force_hl_latency_ms', 'liquidation_check_interval_ms'],
    figures: ['hlLatency'],
  },
  'canary-loss': {
    means: 'The canary lost what it was allowed to lose. It has done its work: nothing more is risked.',
    look: ['Open positions of the canary.', 'Each losing trade: price, size, strategy.', 'Fees and funding.'],
    causes: [
      { cause: 'The strategy', fix: 'Fix it and test it before the retry.' },
      { cause: 'The market', fix: 'Adjust parameters, and choose another window.' },
    ],
    over: CANARY_OVER,
    switches: CANARY_SWITCHES,
    figures: ['dailyPnl'],
  },
  'canary-errors': {
    means: 'More requests of the canary fail than it may: the build, not the market, is under test.',
    look: ['The error text and the first time it appeared.', 'Whether the version before had it too.'],
    causes: [
      { cause: 'A bug in the release', fix: 'Take it back, fix it, test it.' },
      { cause: 'A limit of the exchange', fix: 'Slow down, or ask for more.' },
    ],
    over: CANARY_OVER,
    switches: CANARY_SWITCHES,
    figures: ['ordersRefused'],
  },
  'canary-latency': {
    means: 'The canary acts on prices that are older than it may.',
    look: [
      'Whether the other instances are as slow.',
      'The host of the canary, and its way to the exchange.',
    ],
    causes: [
      { cause: 'The release is slow', fix: 'Profile the hot path, and compare with the version before.' },
      { cause: 'The host or the network', fix: 'Move the canary, then retry.' },
    ],
    over: CANARY_OVER,
    switches: ['enabled_strategies', 'force_hl_latency_ms'],
    figures: ['hlLatency'],
  },
  'canary-stream-down': {
    means: 'The canary has been blind for longer than it may.',
    look: ['Whether the stream of the venue is down too.', 'The log of the canary from the last message on.'],
    causes: [
      { cause: 'HL cut the connection', fix: 'See "A WebSocket stream is interrupted".' },
      { cause: 'The release does not reconnect', fix: 'Take it back: reconnection is part of the test.' },
    ],
    over: CANARY_OVER,
    switches: CANARY_SWITCHES,
    figures: ['hlLatency'],
  },
  'canary-unauthorized': {
    means: 'The canary did something outside of what was signed: a symbol, a size, an account.',
    look: [
      'What it did, and which line of the signed configuration it crossed.',
      'Who changed configuration or build since the signatures: the audit log.',
      'Whether it can have been somebody from outside.',
    ],
    causes: [
      { cause: 'The configuration moved', fix: 'Roll it back to the signed one; the signatures are void.' },
      { cause: 'Somebody has its key', fix: 'Revoke the key, and look through its uses.' },
    ],
    over: CANARY_OVER,
    switches: ['enabled_strategies', 'go_live_enabled', 'testnet_accounts'],
  },
} as const satisfies Record<keyof typeof TRIGGERS | keyof typeof CANARY_ALERTS, AlertRunbook>;

// What may be chosen when a production canary is planned (manual 5, "Canary configuration"): its figures are the defaults and the bounds towards risk.
import type { Parameter, StageSetting } from '../programme-types.ts';
import { SYMBOLS } from '../symbols.ts';

export const PRODUCTION_PARAMETERS: readonly Parameter[] = [
  { key: 'symbol', label: 'Symbol', type: 'symbols', default: ['BTC'], members: SYMBOLS, one: true },
  {
    ...{ key: 'size', label: 'Position size', type: 'number', default: 0.0001, decimals: 6 },
    ...{ unit: { of: 'symbol' }, bounds: { min: 0.00001, max: 0.0001 } },
  },
  { key: 'max-loss', label: 'Maximum loss', type: 'money', default: '50', bounds: { min: '5', max: '50' } },
  {
    ...{ key: 'daily-cap', label: 'Daily loss cap', type: 'money', default: '100' },
    bounds: { min: '10', max: '100' },
  },
  { key: 'mode', label: 'Mode', type: 'choice', default: 'CONSERVATIVE', values: ['CONSERVATIVE'] },
  { key: 'rsi', label: 'RSI confirmation', type: 'choice', default: 'ON', values: ['ON'] },
  { key: 'volatility', label: 'Volatility filter', type: 'choice', default: 'STRICT', values: ['STRICT'] },
  {
    ...{ key: 'spread', label: 'Spread filter, less than', type: 'number', default: 20, unit: 'bps' },
    ...{ decimals: 0, bounds: { min: 1, max: 20 } },
  },
  {
    ...{ key: 'depth', label: 'Depth, more than', type: 'money', default: '100000' },
    bounds: { min: '100000', max: '10000000' },
  },
  {
    ...{ key: 'acceptance', label: 'Acceptance rate, above', type: 'number', default: 85, unit: '%' },
    ...{ decimals: 1, bounds: { min: 85, max: 99 } },
  },
  {
    ...{ key: 'stop-errors', label: 'Rolls back when errors pass', type: 'number', default: 5, unit: '%' },
    ...{ decimals: 1, bounds: { min: 0.5, max: 5 } },
  },
  {
    ...{ key: 'stop-p95', label: 'Rolls back when P95 passes', type: 'number', default: 1_000, unit: 'ms' },
    ...{ decimals: 0, bounds: { min: 200, max: 1_000 } },
  },
  {
    ...{
      key: 'stop-stream',
      label: 'Rolls back when the WebSocket is down for',
      type: 'number',
      default: 120,
    },
    ...{ unit: 's', decimals: 0, bounds: { min: 15, max: 120 } },
  },
];

/** Every term of the bot, as its stage sets it; RSI confirmation can only be on. */
export const BOT_TERMS: readonly StageSetting[] = [
  { switch: 'canary_symbols', from: 'symbol' },
  { switch: 'canary_position_size', from: 'size' },
  { switch: 'canary_max_loss_usd', from: 'max-loss' },
  { switch: 'canary_daily_loss_cap_usd', from: 'daily-cap' },
  { switch: 'canary_mode', from: 'mode' },
  { switch: 'canary_rsi_confirmation', from: 'rsi', as: { ON: true } },
  { switch: 'canary_volatility_filter', from: 'volatility' },
  { switch: 'canary_max_spread_bps', from: 'spread' },
  { switch: 'canary_min_depth_usd', from: 'depth' },
  { switch: 'canary_max_error_pct', from: 'stop-errors' },
  { switch: 'canary_max_p95_ms', from: 'stop-p95' },
  { switch: 'canary_max_stream_down_s', from: 'stop-stream' },
];

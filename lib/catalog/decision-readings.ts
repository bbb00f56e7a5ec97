// The readings that questions of the decision trees rest on.
import { FIGURES } from '#lib/contract/edge.ts';
import type { Reading } from './decision-types.ts';

type Figure = Extract<Reading, { kind: 'figure' }>;

function figure(name: keyof typeof FIGURES, label: string, unit: Figure['unit']): Figure {
  return { kind: 'figure', name: FIGURES[name], label, unit };
}

export const RESERVE = figure('reserve', 'Reserve', 'USD');
export const DAILY_PNL = figure('dailyPnl', 'P&L today', 'USD');
export const HOT_WALLET = figure('hotWallet', 'Hot wallet', 'USD');
export const HL_LATENCY = figure('hlLatency', 'HL latency', 'ms');
export const VOLATILITY = figure('volatility', 'Volatility', '%');
export const EXPOSURE_BTC = figure('netExposureBtc', 'BTC exposure', 'USD');
export const EXPOSURE_ETH = figure('netExposureEth', 'ETH exposure', 'USD');
export const INTERNAL_ORDERS = figure('ordersInternal', 'Internal orders', 'per second');
export const REFUSED_ORDERS = figure('ordersRefused', 'Refused orders', 'per second');
export const INSTANCES: Reading = { kind: 'instances' };
export const POSITIONS: Reading = { kind: 'positions' };
export const BREAKERS: Reading = { kind: 'breakers' };
export const INTEGRITY: Reading = { kind: 'integrity' };

/** What customers can do now, by the name of the capability. */
export function can(name: string): Reading {
  return { kind: 'capability', name };
}

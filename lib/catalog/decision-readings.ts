// The readings that questions of the decision trees rest on.
import { FIGURES } from '#lib/contract/edge.ts';
import type { Reading } from './decision-types.ts';

export const RESERVE: Reading = { kind: 'figure', name: FIGURES.reserve, label: 'Reserve', unit: 'USD' };
export const DAILY_PNL: Reading = { kind: 'figure', name: FIGURES.dailyPnl, label: 'P&L today', unit: 'USD' };
export const HOT_WALLET: Reading = {
  kind: 'figure',
  name: FIGURES.hotWallet,
  label: 'Hot wallet',
  unit: 'USD',
};
export const HL_LATENCY: Reading = {
  kind: 'figure',
  name: FIGURES.hlLatency,
  label: 'HL latency',
  unit: 'ms',
};
export const VOLATILITY: Reading = {
  kind: 'figure',
  name: FIGURES.volatility,
  label: 'Volatility',
  unit: '%',
};
export const EXPOSURE_BTC: Reading = {
  kind: 'figure',
  name: FIGURES.netExposureBtc,
  label: 'BTC exposure',
  unit: 'USD',
};
export const EXPOSURE_ETH: Reading = {
  kind: 'figure',
  name: FIGURES.netExposureEth,
  label: 'ETH exposure',
  unit: 'USD',
};
export const INTERNAL_ORDERS: Reading = {
  kind: 'figure',
  name: FIGURES.ordersInternal,
  label: 'Internal orders',
  unit: 'per second',
};
export const REFUSED_ORDERS: Reading = {
  kind: 'figure',
  name: FIGURES.ordersRefused,
  label: 'Refused orders',
  unit: 'per second',
};
export const INSTANCES: Reading = { kind: 'instances' };
export const POSITIONS: Reading = { kind: 'positions' };
export const BREAKERS: Reading = { kind: 'breakers' };
export const INTEGRITY: Reading = { kind: 'integrity' };

/** What customers can do now, by the name of the capability. */
export function can(name: string): Reading {
  return { kind: 'capability', name };
}

// The live figures a switch governs, chosen by its group and put into words for its change sheet. Pure.
import { shortDollars } from '#components/format-number.ts';
import type { Group } from '#lib/catalog/switch-types.ts';
import { FIGURES, type FigureSample } from '#lib/contract/edge.ts';

export interface GovernedFigure {
  label: string;
  value: string;
}

type Reading = (sample: FigureSample) => GovernedFigure | null;

function gauge(label: string, name: string, words: (value: number) => string): Reading {
  return ({ gauges }) => {
    const value = gauges[name];
    return value === undefined ? null : { label, value: words(value) };
  };
}

const EXPOSURE_BTC = gauge('BTC exposure', FIGURES.netExposureBtc, (value) => shortDollars(value, true));
const EXPOSURE_ETH = gauge('ETH exposure', FIGURES.netExposureEth, (value) => shortDollars(value, true));
const RESERVE = gauge('Reserve', FIGURES.reserve, (value) => shortDollars(value));
const DAILY_PNL = gauge('P&L today', FIGURES.dailyPnl, (value) => shortDollars(value, true));
const HL_LATENCY = gauge('HL latency', FIGURES.hlLatency, (value) => `${value.toFixed(0)} ms`);
const VOLATILITY = gauge('Volatility', FIGURES.volatility, (value) => `${value.toFixed(1)}%`);
const HOT_WALLET = gauge('Hot wallet', FIGURES.hotWallet, (value) => shortDollars(value));

/** Share of the order flow that is internalised now; null without flow. */
const INTERNAL_SHARE: Reading = ({ rates }) => {
  const internal = rates[FIGURES.ordersInternal] ?? 0;
  const all = internal + (rates[FIGURES.ordersHl] ?? 0) + (rates[FIGURES.ordersRefused] ?? 0);
  return all > 0 ? { label: 'Internal share', value: `${((100 * internal) / all).toFixed(1)}%` } : null;
};

const BY_GROUP: Readonly<Record<Group, readonly Reading[]>> = {
  internalisation: [INTERNAL_SHARE, EXPOSURE_BTC, EXPOSURE_ETH],
  hedge: [EXPOSURE_BTC, EXPOSURE_ETH, HL_LATENCY],
  liquidation: [DAILY_PNL, VOLATILITY, RESERVE],
  reserve: [RESERVE, DAILY_PNL, EXPOSURE_BTC],
  forced_hl: [HL_LATENCY, VOLATILITY, INTERNAL_SHARE],
  platform: [HOT_WALLET, RESERVE, DAILY_PNL],
  trading: [INTERNAL_SHARE, HL_LATENCY, EXPOSURE_BTC],
  execution: [EXPOSURE_BTC, RESERVE, DAILY_PNL],
  withdrawals: [HOT_WALLET, RESERVE, DAILY_PNL],
  go_live: [EXPOSURE_BTC, RESERVE, DAILY_PNL],
  strategies: [DAILY_PNL, RESERVE, VOLATILITY],
  canary: [HL_LATENCY, VOLATILITY, DAILY_PNL],
};

/** At most three figures; those that nobody reports are left out. */
export function governedFigures(group: Group, sample: FigureSample | undefined): GovernedFigure[] {
  if (!sample) return [];
  return BY_GROUP[group].flatMap((reading) => reading(sample) ?? []);
}

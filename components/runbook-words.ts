// A runbook as its page takes it, and the live values beside it. Pure.

import type { FiguresBody } from '#lib/contract/console.ts';
import { FIGURES } from '#lib/contract/edge.ts';
import { shortDollars } from './governed-figures.ts';

export interface RunbookPage {
  title: string;
  from: string;
  when: string;
  /** Null for a runbook that no alert leads to. */
  priority: string | null;
  means: string | null;
  look: readonly string[];
  causes: readonly { cause: string; fix: string }[];
  over: string | null;
  rule: string | null;
  metrics: readonly string[];
  action: { label: string; losing: string | null } | null;
  further: readonly string[];
  procedure: { key: string; title: string } | null;
  switches: readonly string[];
  figures: readonly (keyof typeof FIGURES)[];
}

type FigureKey = keyof typeof FIGURES;

const LABELS: Readonly<Record<FigureKey, { label: string; unit: '$' | 'ms' | '%' | '/s' }>> = {
  ordersInternal: { label: 'Orders internalised', unit: '/s' },
  ordersHl: { label: 'Orders to HL', unit: '/s' },
  ordersRefused: { label: 'Orders refused', unit: '/s' },
  netExposureBtc: { label: 'Net exposure BTC', unit: '$' },
  netExposureEth: { label: 'Net exposure ETH', unit: '$' },
  reserve: { label: 'Risk reserve', unit: '$' },
  dailyPnl: { label: 'P&L today', unit: '$' },
  hlLatency: { label: 'HL latency', unit: 'ms' },
  volatility: { label: 'Volatility', unit: '%' },
  hotWallet: { label: 'Hot wallet', unit: '$' },
};

function valueWords(value: number, unit: '$' | 'ms' | '%' | '/s'): string {
  if (unit === '$') return shortDollars(value);
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
  return unit === 'ms' ? `${rounded} ms` : `${rounded}${unit}`;
}

/** The newest value of each figure; where nobody reports it, that is said. */
export function figureWords(
  keys: readonly FigureKey[],
  samples: FiguresBody['items'],
): { key: FigureKey; label: string; value: string }[] {
  const newest = samples.at(-1);
  return keys.map((key) => {
    const { label, unit } = LABELS[key];
    const value = (unit === '/s' ? newest?.rates : newest?.gauges)?.[FIGURES[key]];
    return { key, label, value: value === undefined ? 'nobody reports it' : valueWords(value, unit) };
  });
}

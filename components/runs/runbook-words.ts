// A runbook as its page takes it, and the live values beside it. Pure.

import { shortDollars } from '#components/format-number.ts';
import type { FiguresBody } from '#lib/contract/console.ts';
import { FIGURES } from '#lib/contract/edge.ts';

export interface RunbookPage {
  key: string;
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

/** `share` is shown as a percentage; `up` and `healthy` are 1 or 0. */
type Unit = '$' | 'ms' | '%' | '/s' | ' s' | '' | 'share' | 'up' | 'healthy';

const LABELS: Readonly<Record<FigureKey, { label: string; unit: Unit }>> = {
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
  hlUp: { label: 'HL connection', unit: 'up' },
  hlTries: { label: 'Tries since it was lost', unit: '' },
  hlNextTry: { label: 'Next try in', unit: ' s' },
  hlMargin: { label: 'Margin of the HL account', unit: 'share' },
  hedgeMargin: { label: 'Margin of the hedge account', unit: 'share' },
  liquidationHealthy: { label: 'Liquidation engine', unit: 'healthy' },
  liquidationCheckAge: { label: 'Looked at, ago', unit: ' s' },
  accountsUnderMargin: { label: 'Accounts under margin', unit: '' },
  assetMismatch: { label: 'Assets are off by', unit: 'share' },
  reconciliationAge: { label: 'Reconciled, ago', unit: ' s' },
  streamAge: { label: 'Last message of the stream, ago', unit: ' s' },
  largestDeviation: { label: 'Largest deviation of an order', unit: 'share' },
  drawdown: { label: 'Drawdown', unit: 'share' },
  databaseUp: { label: "Exchange's database", unit: 'up' },
};

/** More digits the smaller it is: 305%, 3.4%, 0.15%. */
function shareWords(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(percent >= 100 ? 0 : percent >= 1 ? 1 : 2)}%`;
}

function valueWords(value: number, unit: Unit): string {
  if (unit === '$') return shortDollars(value);
  if (unit === 'share') return shareWords(value);
  if (unit === 'up') return value === 1 ? 'up' : 'down';
  if (unit === 'healthy') return value === 1 ? 'detects' : 'does not detect';
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

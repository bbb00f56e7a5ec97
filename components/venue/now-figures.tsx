// The figures of this moment in a row: reserve, exposure, profit and loss, HL latency, volatility, hot wallet.

import { shortDollars } from '#components/format-number.ts';
import { FIGURES, type FigureSample } from '#lib/contract/edge.ts';

interface NowFiguresProps {
  /** The newest sample; undefined while none has arrived. */
  sample: FigureSample | undefined;
}

const ROWS: readonly { label: string; name: string; words: (value: number) => string }[] = [
  { label: 'Reserve', name: FIGURES.reserve, words: (value) => shortDollars(value) },
  { label: 'P&L today', name: FIGURES.dailyPnl, words: (value) => shortDollars(value, true) },
  { label: 'BTC exposure', name: FIGURES.netExposureBtc, words: (value) => shortDollars(value, true) },
  { label: 'ETH exposure', name: FIGURES.netExposureEth, words: (value) => shortDollars(value, true) },
  { label: 'HL latency', name: FIGURES.hlLatency, words: (value) => `${value.toFixed(0)} ms` },
  { label: 'Hot wallet', name: FIGURES.hotWallet, words: (value) => shortDollars(value) },
];

export function NowFigures({ sample }: NowFiguresProps) {
  const known = ROWS.flatMap(({ label, name, words }) => {
    const value = sample?.gauges[name];
    return value === undefined ? [] : [{ label, words: words(value) }];
  });
  if (known.length === 0) return null;
  return (
    <dl className="grid grid-cols-3 gap-y-3 border-t border-line pt-3 sm:grid-cols-6 xl:grid-cols-3">
      {known.map(({ label, words }) => (
        <div key={label} className="min-w-0">
          <dt className="lbl">{label}</dt>
          <dd className="fig text-lg">{words}</dd>
        </div>
      ))}
    </dl>
  );
}

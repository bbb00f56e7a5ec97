// The new version against the baseline that the old one left before the first step: one trigger's figure over time, with its limit.
'use client';
import { useState } from 'react';
import { NotYetState } from '#components/ui/panel-states.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { LIMITS } from '#lib/catalog/releases.ts';
import type { ReleaseBody, SharePoint } from '#lib/contract/releases.ts';
import { BaselineChart } from './baseline-chart.tsx';
import { figureWords } from './release-words.ts';

type Baseline = NonNullable<ReleaseBody['baseline']>;

interface FigureOfBoth {
  key: string;
  label: string;
  measured: (point: SharePoint) => number | null;
  baseline: (baseline: Baseline) => number | null;
  limit: (baseline: number) => number;
}

const FIGURES: readonly FigureOfBoth[] = [
  {
    ...{ key: 'p99', label: 'Latency P99', measured: ({ p99Ms }) => p99Ms },
    ...{ baseline: ({ p99Ms }) => p99Ms, limit: (baseline) => baseline * LIMITS.p99Factor },
  },
  {
    ...{ key: 'error-rate', label: 'Error rate', measured: ({ errorRate }) => errorRate },
    ...{ baseline: ({ errorRate }) => errorRate, limit: () => LIMITS.errorRate },
  },
  {
    ...{ key: 'win-rate', label: 'Win rate', measured: ({ winRate }) => winRate },
    ...{
      baseline: ({ winRate }) => winRate,
      limit: (baseline) => baseline * (1 - LIMITS.winRateDrop.propose),
    },
  },
];

export function ReleaseBaseline({ body, now }: { body: ReleaseBody; now: number }) {
  const [chosen, choose] = useState('p99');
  const { baseline, release, shares } = body;
  if (baseline === null)
    return (
      <NotYetState title="No baseline yet">
        The old version leaves it before the first step; then the new one is held against it.
      </NotYetState>
    );
  const figure = FIGURES.find(({ key }) => key === chosen) ?? FIGURES[0];
  if (!figure) return null;
  const base = figure.baseline(baseline);
  // Before it had traffic nothing was measured of it.
  const points = shares.filter(({ wanted }) => wanted > 0);
  return (
    <div className="flex flex-col gap-2 pt-2">
      <Segmented
        legend="Figure"
        value={figure.key}
        segments={FIGURES.map(({ key, label }) => ({ value: key, label }))}
        onChange={choose}
      />
      <BaselineChart
        title={`${figure.label}, ${release.toVersion} against ${release.fromVersion}`}
        names={{
          ...{ measured: release.toVersion, limit: 'Limit' },
          baseline: `Baseline, ${release.fromVersion}`,
        }}
        words={(value) => figureWords(figure.key, value)}
        points={points.map((point) => ({
          ...{ t: Date.parse(point.at), measured: figure.measured(point), baseline: base },
          limit: base === null ? null : figure.limit(base),
        }))}
        now={now}
      />
    </div>
  );
}

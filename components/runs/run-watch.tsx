// An observation that runs: what is left of it, what is watched now, and the last minutes of the figures it watches.
import { Check, TriangleAlert } from 'lucide-react';
import type { FigureSample } from '#lib/contract/edge.ts';
import type { RunStepView } from '#lib/contract/runs.ts';
import { span } from '#lib/rules/runs/run-markdown.ts';

const WIDTH = 64;
const HEIGHT = 16;

function Spark({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const points = values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * (WIDTH - 2);
      const y = most === least ? HEIGHT / 2 : 1 + (1 - (value - least) / (most - least)) * (HEIGHT - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" className="shrink-0">
      <polyline points={points} fill="none" stroke="var(--ink-2)" strokeWidth="1.25" />
    </svg>
  );
}

interface RunWatchProps {
  step: RunStepView;
  /** The page's clock, ms. */
  now: number;
  /** Oldest first. */
  samples: readonly FigureSample[];
}

export function RunWatch({ step, now, samples }: RunWatchProps) {
  const total = step.seconds ?? 0;
  const left = step.endsAt ? Math.max(0, (Date.parse(step.endsAt) - now) / 1_000) : total;
  const holds = step.finding?.holds ?? false;
  const Icon = holds ? Check : TriangleAlert;
  return (
    <div className="mb-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <span className="num text-sm font-semibold" role="timer">
          {step.endsAt ? `${span(total - left)} / ${span(total)}` : `0:00 / ${span(total)}`}
        </span>
        <span className="inline-flex items-center gap-1 text-ink-2">
          <Icon className={holds ? 'size-3.5 text-ok-text' : 'size-3.5 text-risk-text'} aria-hidden="true" />
          {step.finding?.found ?? 'Not looked at yet'}
        </span>
        {step.endsAt ? null : <span className="text-risk-text">Begins when everything holds again</span>}
      </div>
      {step.figures.length > 0 ? (
        <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
          {step.figures.map(({ name, compare, bound, unit }) => {
            const values = samples.flatMap(({ gauges, rates }) => gauges[name] ?? rates[name] ?? []);
            const last = values.at(-1);
            return (
              <div key={name} className="min-w-0">
                <dt className="lbl truncate">{name.replaceAll('_', ' ')}</dt>
                <dd className="flex items-center gap-2">
                  <span className="fig text-lg">
                    {last === undefined ? 'unknown' : Number(last.toFixed(2))}
                  </span>
                  <Spark values={values} />
                </dd>
                <dd className="text-xs text-ink-3">
                  {compare} {bound} {unit}
                </dd>
              </div>
            );
          })}
        </dl>
      ) : null}
    </div>
  );
}

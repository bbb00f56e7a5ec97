// The metrics of a runbook with their newest values; where one is not known, it says why.
import type { MetricView } from '#lib/contract/metrics.ts';
import { metricLines, sharedReason } from './metric-words.ts';

interface MetricListProps {
  /** In the order of the rule: shown before anything is known. */
  metrics: readonly string[];
  /** Undefined while it is asked. */
  items: readonly MetricView[] | undefined;
  /** Why the console cannot say: then nothing from before stands as if it were now. */
  failed: string | null;
}

export function MetricList({ metrics, items, failed }: MetricListProps) {
  const reason = failed ?? sharedReason(items ?? []);
  return (
    <div className="py-1 text-xs">
      {reason ? <p className="py-1 break-words text-risk-text">Not known: {reason}</p> : null}
      <ul aria-label="Metrics in Prometheus" className="divide-y divide-line">
        {metrics.map((metric) => (
          <li key={metric} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <span className="num min-w-0 break-all">{metric}</span>
            {reason ? null : <Values view={items?.find((one) => one.metric === metric)} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Values({ view }: { view: MetricView | undefined }) {
  if (!view) return <span className="ml-auto text-ink-3">asking</span>;
  if (view.notKnown !== null)
    return <span className="basis-full break-words text-risk-text">not known: {view.notKnown}</span>;
  const lines = metricLines(view);
  const [only] = lines;
  if (only && lines.length === 1 && only.of === '')
    return <span className="tn ml-auto text-right">{only.words}</span>;
  return (
    <dl className="grid basis-full grid-cols-[minmax(0,1fr)_auto] gap-x-3">
      {lines.map(({ of, words }) => (
        <div key={of} className="contents">
          <dt className="min-w-0 pl-3 break-words text-ink-3">
            <bdi>{of}</bdi>
          </dt>
          <dd className="tn text-right">{words}</dd>
        </div>
      ))}
    </dl>
  );
}

// Metrics of Prometheus as a runbook shows them: the newest values of each, or why there is none.

/**
 * `usd`: US dollars. `ratio`: 1 is 100%. `seconds`. `ago`: seconds since then. `flag`: 1 is yes. `count`: how many in five
 * minutes. `number`: anything else.
 */
export type MetricUnit = 'usd' | 'ratio' | 'seconds' | 'ago' | 'flag' | 'count' | 'number';

export interface MetricView {
  /** As the rule of the alert names it. */
  metric: string;
  /** What was asked of Prometheus. */
  query: string;
  unit: MetricUnit;
  /** One for each series, by its labels; at most 12. */
  values: readonly {
    /** What tells the series apart. */
    labels: readonly { name: string; value: string }[];
    /** Null where Prometheus says NaN or infinite. */
    value: number | null;
  }[];
  /** Series besides these. */
  more: number;
  /** Why there is no value, as a sentence; null when there is one. */
  notKnown: string | null;
}

/** GET /api/v1/runbook-metrics?runbook=: what Prometheus says now of the metrics that a runbook names. */
export interface RunbookMetricsBody {
  items: readonly MetricView[];
  nextBefore: null;
}

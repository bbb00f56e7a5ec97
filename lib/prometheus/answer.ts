// What Prometheus answered, read strictly: values are text, an empty result is a success, and warnings mean that something is missing.

/** One sample; `value` may be NaN or infinite, because Prometheus says so itself. */
export interface Point {
  /** Seconds since 1970. */
  at: number;
  value: number;
}

export interface Series {
  labels: Readonly<Record<string, string>>;
  /** One for an instant query; in the order of time for a range. */
  points: readonly Point[];
}

/**
 * Why there is no answer. `bad query` is the asker's mistake (400, 422), everything else may pass: nobody listens
 * (`down`), no answer in time (`slow`), Prometheus is busy or starting (`unavailable`), or it is not Prometheus (`garbled`).
 */
export type PrometheusProblem = 'bad query' | 'down' | 'slow' | 'unavailable' | 'garbled';

export type PrometheusAnswer =
  | { ok: true; series: readonly Series[]; warnings: readonly string[] }
  | { ok: false; problem: PrometheusProblem; message: string };

const garbled = (message: string): PrometheusAnswer => ({ ok: false, problem: 'garbled', message });

type Json = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers as Prometheus writes them; undefined for anything else, also for what JavaScript would read as a number. */
export function parseSample(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  if (text === 'NaN') return Number.NaN;
  if (/^[+-]?Inf$/.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function pointOf(pair: unknown): Point | undefined {
  if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'number') return undefined;
  const value = parseSample(pair[1]);
  return value === undefined ? undefined : { at: pair[0], value };
}

function labelsOf(metric: unknown): Record<string, string> | undefined {
  if (!isObject(metric)) return undefined;
  const entries = Object.entries(metric);
  return entries.every(([, value]) => typeof value === 'string')
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined;
}

function seriesOf(one: unknown): Series | undefined {
  if (!isObject(one)) return undefined;
  const labels = labelsOf(one.metric);
  const pairs = one.values === undefined ? [one.value] : one.values;
  if (labels === undefined || !Array.isArray(pairs)) return undefined;
  const points = pairs.map(pointOf);
  return points.every((point) => point !== undefined) ? { labels, points } : undefined;
}

function allSeries(data: Json): readonly Series[] | undefined {
  if (data.resultType === 'scalar') {
    const point = pointOf(data.result);
    return point && [{ labels: {}, points: [point] }];
  }
  if ((data.resultType !== 'vector' && data.resultType !== 'matrix') || !Array.isArray(data.result))
    return undefined;
  const series = data.result.map(seriesOf);
  return series.every((one) => one !== undefined) ? series : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Prometheus's own word for what is wrong, in one line. */
function problemOf(status: number, body: Json): PrometheusAnswer {
  const message = typeof body.error === 'string' ? body.error.slice(0, 500) : `HTTP ${status}`;
  if (body.errorType === 'timeout') return { ok: false, problem: 'slow', message };
  if (status === 400 || status === 422) return { ok: false, problem: 'bad query', message };
  return { ok: false, problem: 'unavailable', message };
}

/** What an answer of /api/v1/query or /api/v1/query_range says. */
export function readAnswer(status: number, text: string): PrometheusAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return status === 503 || status === 502 || status === 504
      ? { ok: false, problem: 'unavailable', message: `HTTP ${status}` }
      : garbled(`HTTP ${status}, and the answer is no JSON: the address is not that of a Prometheus.`);
  }
  if (!isObject(body)) return garbled('The answer is JSON, but not of a Prometheus.');
  if (body.status === 'error') return problemOf(status, body);
  if (body.status !== 'success' || !isObject(body.data))
    return garbled('The answer is JSON, but not of a Prometheus.');
  const series = allSeries(body.data);
  if (series === undefined) return garbled('The answer holds a result that makes no sense.');
  // Newer ones tell mere remarks apart (infos): those say nothing about what is missing.
  return { ok: true, series, warnings: textsOf(body.warnings) };
}

/** Why the single value of an instant query cannot be used. */
export type NoValue = 'no data' | 'not a number' | 'several series' | 'warnings';

/**
 * The one value of an instant query. A result that is empty, NaN, infinite, of several series, or that came with warnings
 * (partial data) is none.
 */
export function singleValue(
  answer: Extract<PrometheusAnswer, { ok: true }>,
): { value: number } | { why: NoValue; message: string } {
  const [first, ...others] = answer.series;
  const [warning] = answer.warnings;
  if (warning !== undefined) return { why: 'warnings', message: warning.slice(0, 500) };
  const point = first?.points.at(-1);
  if (first === undefined || point === undefined)
    return { why: 'no data', message: 'The query finds nothing.' };
  if (others.length > 0)
    return { why: 'several series', message: `The query finds ${answer.series.length} series, not one.` };
  if (!Number.isFinite(point.value)) return { why: 'not a number', message: `The value is ${point.value}.` };
  return { value: point.value };
}

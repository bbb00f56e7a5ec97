// Asks a Prometheus: POST to its query API, bounded in time and size; what comes of it is a value, never a throw.
import { type PrometheusAnswer, readAnswer } from './answer.ts';

export interface PrometheusClient {
  /** The values of one moment; without `time`, of Prometheus's own now. */
  query(query: string, time?: Date): Promise<PrometheusAnswer>;
  /** At most 11,000 points, says Prometheus; `step` in seconds. */
  queryRange(query: string, range: { from: Date; to: Date; step: number }): Promise<PrometheusAnswer>;
}

export interface PrometheusPlan {
  /** Its address, with a path where it stands behind one. */
  url: string;
  /** Until an answer counts as none, whole ms. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 5_000;
/** A range of 11,000 points takes about 350 KB a series. */
const MOST_BYTES = 16 * 1_024 * 1_024;

async function textOf(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}

export function createPrometheus({ url, timeoutMs = TIMEOUT_MS, signal }: PrometheusPlan): PrometheusClient {
  const base = url.replace(/\/+$/, '');
  const seconds = `${timeoutMs / 1_000}s`;

  async function ask(path: string, fields: Readonly<Record<string, string>>): Promise<PrometheusAnswer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(`${base}/api/v1/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        // Prometheus gives up when we do, and does not work on for nobody. It reads no fractions of a second.
        body: new URLSearchParams({ ...fields, timeout: `${timeoutMs}ms` }).toString(),
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      const text = await textOf(response);
      if (text === undefined)
        return { ok: false, problem: 'garbled', message: 'The answer is larger than anything we asked for.' };
      return readAnswer(response.status, text);
    } catch (error) {
      if (timeout.aborted)
        return { ok: false, problem: 'slow', message: `Prometheus did not answer within ${seconds}.` };
      return {
        ok: false,
        problem: 'down',
        message: `Prometheus cannot be reached at ${base}: ${reasonOf(error)}.`,
      };
    }
  }

  return {
    query: (query, time) =>
      ask('query', { query, ...(time ? { time: String(time.getTime() / 1_000) } : {}) }),
    queryRange: (query, { from, to, step }) =>
      ask('query_range', {
        query,
        start: String(from.getTime() / 1_000),
        end: String(to.getTime() / 1_000),
        step: String(step),
      }),
  };
}

/** The Prometheus of this installation (PROMETHEUS_URL), or undefined where it has none. */
export function configuredPrometheus(plan: Omit<PrometheusPlan, 'url'> = {}): PrometheusClient | undefined {
  const url = process.env.PROMETHEUS_URL;
  return url ? createPrometheus({ ...plan, url }) : undefined;
}

// Measures both versions of a release: every query to Prometheus, the gateway read back, and what could not be had.
import {
  componentsQuery,
  type FigureKey,
  figureQueries,
  type Instances,
  type SinceKey,
  sinceQueries,
  versionsQuery,
} from '#lib/catalog/release-metrics.ts';
import { RELEASE_TIMES } from '#lib/catalog/releases.ts';
import type { Side } from '#lib/contract/gateway.ts';
import { type PrometheusAnswer, type Series, singleValue } from '#lib/prometheus/answer.ts';
import type { PrometheusClient } from '#lib/prometheus/client.ts';
import { judgedServers, type Rollout } from '#lib/rules/releases/release.ts';
import type { SideMeasures } from '#lib/rules/releases/release-measures.ts';
import type { Measured } from '#lib/rules/releases/release-sample.ts';
import { readGateway } from './gateway-stats.ts';

/** Scraped every five seconds; twice that and a bit, and the targets or Prometheus itself stand still. */
const STALE_SECONDS = 2 * RELEASE_TIMES.sample + 5;

export interface MeasurePlan {
  prometheus: PrometheusClient | undefined;
  /** Socket of the gateway's figures; undefined where there is none. */
  gatewaySocket: string | undefined;
}

export interface WantedMeasures extends Rollout {
  fromSide: Side;
  /** First traffic of the new version, and the last change of its share; null before. */
  trafficAt: Date | null;
  steppedAt: Date | null;
}

type Ask = (query: string) => Promise<PrometheusAnswer>;

const numberOf = (answer: PrometheusAnswer): number | null => {
  if (!answer.ok) return null;
  const single = singleValue(answer);
  return 'value' in single ? single.value : null;
};

/** Several series, whole: null where something of it is missing. */
const seriesOf = (answer: PrometheusAnswer): readonly Series[] | null =>
  answer.ok && answer.warnings.length === 0 ? answer.series : null;

async function asked<Key extends string>(
  queries: Readonly<Record<Key, string>>,
  ask: Ask,
): Promise<Record<Key, number | null>> {
  const names = Object.keys(queries) as Key[];
  const values = await Promise.all(names.map(async (name) => numberOf(await ask(queries[name]))));
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])) as Record<
    Key,
    number | null
  >;
}

const NOTHING_SINCE: Record<SinceKey, number | null> = { restarts: null, trades: null, failedTrades: null };

async function componentsOf(side: Instances, ask: Ask): Promise<SideMeasures['components']> {
  const series = seriesOf(await ask(componentsQuery(side)));
  return (
    series &&
    Object.fromEntries(
      series.map(({ labels, points }) => [labels.component ?? '', (points.at(-1)?.value ?? 0) === 1]),
    )
  );
}

/** Null, with why, when it is not known how things stand now. */
async function sideMeasures(
  side: Instances,
  sinceSeconds: number | null,
  ask: Ask,
): Promise<{ measures: SideMeasures | null; why: string | null }> {
  const name = side.only?.join(' and ') ?? side.side;
  const [figures, since, versions, components] = await Promise.all([
    asked<FigureKey>(figureQueries(side, sinceSeconds), ask),
    sinceSeconds === null ? NOTHING_SINCE : asked<SinceKey>(sinceQueries(side, sinceSeconds), ask),
    ask(versionsQuery(side)).then(seriesOf),
    componentsOf(side, ask),
  ]);
  const { answering, instances, p99Seconds, ageSeconds, ...counted } = figures;
  if (ageSeconds === null) return { measures: null, why: `Prometheus knows no instance of ${name}.` };
  if (ageSeconds > STALE_SECONDS)
    return {
      measures: null,
      why: `Prometheus has heard nothing of ${name} for ${Math.round(ageSeconds)} s.`,
    };
  const { requests, errors, won, lost, tradedNow, mismatches } = counted;
  return {
    why: null,
    measures: {
      ...{ requests, errors, won, lost, tradedNow, mismatches, ...since },
      up: answering === null || instances === null ? null : { answering, of: instances },
      versions: versions?.flatMap(({ labels }) => (labels.version ? [labels.version] : [])) ?? null,
      components,
      p99Ms: p99Seconds === null ? null : p99Seconds * 1_000,
    },
  };
}

const NO_PROMETHEUS = 'There is no Prometheus to ask: set PROMETHEUS_URL.';
const NO_SOCKET = 'There is no gateway to read back from: set BULKHEAD_GATEWAY_SOCKET.';

/** The gateway's own word, or why there is none. */
export async function gatewayNow(
  socket: string | undefined,
): Promise<Pick<Measured, 'gateway' | 'gatewayProblem'>> {
  if (socket === undefined) return { gateway: null, gatewayProblem: NO_SOCKET };
  return readGateway(socket).then(
    (gateway) => ({ gateway, gatewayProblem: null }),
    (error: Error) => ({ gateway: null, gatewayProblem: error.message }),
  );
}

/** Each instance of a rolling update by itself; undefined for any other strategy. */
async function eachOf(
  wanted: WantedMeasures,
  at: Date,
  ask: Ask,
): Promise<Pick<Measured, 'instances'> | undefined> {
  const servers = judgedServers(wanted);
  if (servers === null) return undefined;
  const { trafficAt, steppedAt, toSide: side } = wanted;
  const measured = async (name: string, since: Date | null) => {
    const { measures } = await sideMeasures({ side, only: [name] }, secondsSince(since, at), ask);
    return [name, measures] as const;
  };
  const each = await Promise.all([
    // The first has had its traffic longest; of any other, no more is counted than it surely had.
    ...servers.replaced.map((name, place) => measured(name, place === 0 ? trafficAt : steppedAt)),
    ...(servers.next === null ? [] : [measured(servers.next, null)]),
  ]);
  return { instances: Object.fromEntries(each) };
}

const secondsSince = (since: Date | null, at: Date): number | null =>
  since === null ? null : (at.getTime() - since.getTime()) / 1_000;

/** Of a rolling update, those that are not yet replaced are nobody's business. */
function measuredOf(wanted: WantedMeasures): Instances {
  const servers = judgedServers(wanted);
  if (servers === null) return { side: wanted.toSide };
  return {
    side: wanted.toSide,
    only: [...servers.replaced, ...(servers.next === null ? [] : [servers.next])],
  };
}

/** `now` is the database's: how far Prometheus' clock is from it is measured too. */
export async function measure(
  { prometheus, gatewaySocket }: MeasurePlan,
  wanted: WantedMeasures,
  now: () => Promise<Date>,
): Promise<Measured> {
  const gateway = gatewayNow(gatewaySocket);
  if (!prometheus) return { to: null, from: null, blind: NO_PROMETHEUS, skewMs: null, ...(await gateway) };
  let trouble: string | null = null;
  const ask: Ask = async (query) => {
    const answer = await prometheus.query(query);
    if (!answer.ok) trouble ??= answer.message;
    return answer;
  };
  const clock = await ask('time()');
  const [theirs, ours] = [numberOf(clock), await now()];
  if (theirs === null)
    return {
      ...{ to: null, from: null, skewMs: null, ...(await gateway) },
      blind: trouble ?? 'Prometheus does not say what time it is.',
    };
  const [to, from, each] = await Promise.all([
    sideMeasures(measuredOf(wanted), secondsSince(wanted.trafficAt, ours), ask),
    sideMeasures({ side: wanted.fromSide }, null, ask),
    eachOf(wanted, ours, ask),
  ]);
  return {
    ...{ to: to.measures, from: from.measures, ...each, ...(await gateway) },
    blind: trouble ?? to.why,
    skewMs: Math.round(theirs * 1_000 - ours.getTime()),
  };
}

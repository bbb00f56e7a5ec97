// One sample of a release: both versions as measured, the gateway as read back, and the verdict on them. Pure.
import { SERVERS, type Side, serversOf } from '#lib/contract/gateway.ts';
import { judgedServers, type Rollout } from './release.ts';
import type { Baseline, SideMeasures } from './release-measures.ts';
import { judge, judgeEach, type Verdict } from './release-verdict.ts';

/** A server as the gateway has it. */
export interface GatewayServerState {
  /** UP, DOWN, MAINT, DRAIN ... */
  status: string;
  weight: number;
  /** Requests since the gateway started; falls back to 0 when it restarts. */
  requests: number;
}
export type GatewayState = Readonly<Record<string, GatewayServerState>>;

export interface Measured {
  /** Of a rolling update: of the instances that are replaced and the one whose turn is next. */
  to: SideMeasures | null;
  /** Of a rolling update: each of those by itself, by its name. */
  instances?: Readonly<Record<string, SideMeasures | null>>;
  from: SideMeasures | null;
  /** Why nothing is measured; null when something is. */
  blind: string | null;
  /** Null when it was not read back. */
  gateway: GatewayState | null;
  /** Why it was not; null when it was. */
  gatewayProblem: string | null;
  /** How far Prometheus' clock is ahead of the database's, ms; null when it did not say. */
  skewMs: number | null;
}

export interface SampleBody extends Measured {
  verdict: Verdict;
  /** Percent of the traffic that the gateway gives the new version by its weights; null when nobody knows. */
  achieved: number | null;
}

/** What a server counts for: nothing when it takes no requests. */
function counting({ status, weight }: GatewayServerState): number {
  return status.startsWith('UP') || status.startsWith('no check') ? weight : 0;
}

/** Percent of the weights in service that are of this side; null when none is in service, or one is not known. */
export function achievedShare(gateway: GatewayState | null, side: Side): number | null {
  if (gateway === null) return null;
  const known = SERVERS.flatMap((name) => (gateway[name] ? [{ name, weight: counting(gateway[name]) }] : []));
  const all = known.reduce((sum, { weight }) => sum + weight, 0);
  if (known.length < SERVERS.length || all === 0) return null;
  const mine = serversOf(side);
  const of = known.filter(({ name }) => mine.includes(name)).reduce((sum, { weight }) => sum + weight, 0);
  return (of / all) * 100;
}

/** Requests that the gateway has counted: of the new version's side, and of both. */
export interface CountedRequests {
  mine: number | null;
  all: number | null;
}

/** Percent of the requests between two samples that were the new version's; null when there were none, or nobody knows. */
export function trafficShare(before: CountedRequests | undefined, after: CountedRequests): number | null {
  if (!before || before.mine === null || before.all === null || after.mine === null || after.all === null)
    return null;
  const [mine, all] = [after.mine - before.mine, after.all - before.all];
  // A gateway that restarted counts from zero: what lies between is not known.
  return mine < 0 || all < mine || all === 0 ? null : (mine / all) * 100;
}

export interface SampledRelease extends Rollout {
  toVersion: string;
  share: number;
  baseline: Baseline | null;
}

export function sampleOf(measured: Measured, release: SampledRelease): SampleBody {
  return { ...measured, ...judgedSample(measured, release) };
}

function judgedSample(measured: Measured, release: SampledRelease): Pick<SampleBody, 'achieved' | 'verdict'> {
  const { toVersion: version, share, baseline } = release;
  const { gateway, instances } = measured;
  const achieved = achievedShare(gateway, release.toSide);
  const judged = { version, share, achieved, baseline };
  const blind = measured.blind ?? undefined;
  const servers = judgedServers(release);
  if (servers === null) return { achieved, verdict: judge(measured.to, judged, blind) };
  const each = [...servers.replaced, ...(servers.next === null ? [] : [servers.next])].map((name) => ({
    ...{ name, measures: instances?.[name] ?? null, replaced: name !== servers.next },
    unreached: gateway?.[name]?.status.startsWith('DOWN') ?? false,
  }));
  return { achieved, verdict: judgeEach(each, judged, blind) };
}

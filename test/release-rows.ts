// Releases in any state and samples of them, written straight into a test's database; one release at a time.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CHECKLIST_KEYS, COMPONENT_NAMES, type ReleaseState } from '#lib/catalog/releases.ts';
import { SERVERS } from '#lib/contract/gateway.ts';
import { weightsAt } from '#lib/rules/release.ts';
import type { Baseline, SideMeasures } from '#lib/rules/release-measures.ts';
import { type Measured, sampleOf } from '#lib/rules/release-sample.ts';

export const BASELINE: Baseline = {
  ...{ requests: 5_000, errorRate: 0.001, p99Ms: 10, winRate: 0.57, at: '2026-11-27T12:00:00.000Z' },
};

/** A version in good order. */
export const healthyMeasures = (version: string): SideMeasures => ({
  ...{ up: { answering: 2, of: 2 }, versions: [version], requests: 1_000, errors: 1, p99Ms: 10 },
  ...{ components: Object.fromEntries(COMPONENT_NAMES.map((name) => [name, true])), won: 57, lost: 43 },
  tradedNow: 1_000,
  ...{ mismatches: 0, restarts: 0, trades: 100, failedTrades: 0 },
});

export interface ReleaseRow {
  id: string;
  state: ReleaseState;
  step: number;
  share: number;
  toVersion: string;
}

const SHARES: Partial<Record<ReleaseState, number>> = {
  in_progress: 5,
  paused: 5,
  monitoring: 100,
  succeeded: 100,
};

/** Canary from v1.2.4 on blue to v1.2.5 on green, started and approved by these people; whatever was there before is gone. */
export async function aRelease(
  owner: pg.Client,
  state: ReleaseState,
  { starter, approver, minutes = 0 }: { starter: string; approver: string; minutes?: number },
): Promise<ReleaseRow> {
  await noReleases(owner);
  const share = SHARES[state] ?? 0;
  const [step, id] = [share === 100 ? 4 : share > 0 ? 1 : 0, randomUUID()];
  const approved = !['planned', 'refused', 'withdrawn'].includes(state);
  const traffic = share > 0 || state === 'rolled_back';
  const over = ['succeeded', 'rolled_back', 'refused', 'withdrawn'].includes(state);
  await owner.query(
    `INSERT INTO releases (id, strategy, from_version, to_version, from_side, to_side, checklist, notes, reason, state, step, share,
       started_at, started_by, started_name, approved_at, approved_by, approved_name, baseline, traffic_at, stepped_at, full_at,
       ended_at, ended_by_kind, ended_by_id, ended_name)
     SELECT $1, 'canary', 'v1.2.4', 'v1.2.5', 'blue', 'green', $2, $3, 'Orders are routed more quickly', $4::text, $5, $6::int,
       at, $7, 'Starter', CASE WHEN $9 THEN at END, CASE WHEN $9 THEN $8::uuid END, CASE WHEN $9 THEN 'Approver' END,
       CASE WHEN $10 THEN $11::jsonb END, CASE WHEN $10 THEN at END, CASE WHEN $10 THEN at END, CASE WHEN $6::int = 100 THEN at END,
       CASE WHEN $12 THEN at END, CASE WHEN $12 THEN 'system' END, CASE WHEN $12 THEN 'bulkhead' END, CASE WHEN $12 THEN 'Bulkhead' END
     FROM (SELECT clock_timestamp() - make_interval(mins => $13::int) AS at) t`,
    [
      ...[
        id,
        JSON.stringify(CHECKLIST_KEYS),
        JSON.stringify({ added: ['Wallet scores'] }),
        state,
        step,
        share,
      ],
      ...[starter, approver, approved, traffic, JSON.stringify(BASELINE), over, minutes],
    ],
  );
  await setWeights(owner, share);
  return { id, state, step, share, toVersion: 'v1.2.5' };
}

async function setWeights(owner: pg.Client, share: number): Promise<void> {
  await owner.query(
    'UPDATE gateway_servers s SET weight = w.value::int FROM jsonb_each_text($1) AS w WHERE w.key = s.name',
    [JSON.stringify(weightsAt('canary', 'green', share))],
  );
}

/** Forgets every release: blue has the traffic, and nobody has said which version that is. */
export async function noReleases(owner: pg.Client): Promise<void> {
  await owner.query('DELETE FROM release_samples');
  await owner.query('DELETE FROM releases');
  await owner.query("UPDATE gateway_sides SET live = false, version = NULL WHERE side = 'green'");
  await owner.query("UPDATE gateway_sides SET live = true, version = NULL WHERE side = 'blue'");
  await setWeights(owner, 0);
}

/** As measured at this moment, or that many seconds ago: healthy, and the gateway as it is wanted, unless told otherwise. */
export async function aSample(
  owner: pg.Client,
  release: ReleaseRow,
  change: Partial<Measured> & { to?: SideMeasures | null } = {},
  secondsAgo = 0,
): Promise<void> {
  const weights = weightsAt('canary', 'green', release.share);
  const measured: Measured = {
    ...{ to: healthyMeasures(release.toVersion), from: healthyMeasures('v1.2.4'), blind: null, skewMs: 0 },
    gateway: Object.fromEntries(
      SERVERS.map((name) => [name, { status: 'UP', weight: weights[name] ?? 0, requests: 0 }]),
    ),
    gatewayProblem: null,
    ...change,
  };
  const body = sampleOf(measured, {
    ...{ strategy: 'canary', toVersion: release.toVersion, toSide: 'green', share: release.share },
    step: release.step,
    baseline: release.share > 0 ? BASELINE : null,
  });
  await owner.query(
    `INSERT INTO release_samples (release_id, slot, at, step, share, verdict, body)
     SELECT $1, floor(extract(epoch FROM at))::bigint, at, $2, $3, $4, $5
     FROM (SELECT clock_timestamp() - make_interval(secs => $6) AS at) t
     ON CONFLICT (release_id, slot) DO UPDATE SET at = excluded.at, verdict = excluded.verdict, body = excluded.body`,
    [release.id, release.step, release.share, body.verdict.state, JSON.stringify(body), secondsAgo],
  );
}

/** One healthy sample for each five seconds of the last hour, but for `missing` of them. */
export async function anHourOfHealth(owner: pg.Client, release: ReleaseRow, missing = 0): Promise<void> {
  await aSample(owner, release);
  await owner.query(
    `INSERT INTO release_samples (release_id, slot, at, step, share, verdict, body)
     SELECT s.release_id, s.slot - 5 * n, s.at - make_interval(secs => 5 * n), s.step, s.share, s.verdict, s.body
     FROM release_samples s, generate_series(1, 719 - $2::int) AS n WHERE s.release_id = $1`,
    [release.id, missing],
  );
}

// Releases in any state and samples of them, written straight into a test's database; one release at a time.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { CHECKLIST_KEYS, COMPONENT_NAMES, type ReleaseState } from '#lib/catalog/releases.ts';
import { SERVERS, type Side } from '#lib/contract/gateway.ts';
import { weightsAt } from '#lib/rules/releases/release.ts';
import type { Baseline, SideMeasures } from '#lib/rules/releases/release-measures.ts';
import { type Measured, sampleOf } from '#lib/rules/releases/release-sample.ts';

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

/** The way of a release to each state: what its row is told, one change after the other, as the commands tell it. */
const APPROVED = `state = 'approved', approved_at = started_at, approved_by = $2, approved_name = 'Approver'`;
const step = (number: number, share: number): string =>
  [
    `step = ${number}, share = ${share}, stepped_at = started_at, state = '${share === 100 ? 'monitoring' : 'in_progress'}'`,
    ...(number === 1 ? ['traffic_at = started_at, baseline = $3'] : []),
    ...(share === 100 ? ['full_at = started_at'] : []),
  ].join(', ');
const ended = (state: string, when = 'started_at'): string =>
  `state = '${state}', ended_at = ${when}, ended_by_kind = 'system', ended_by_id = 'bulkhead', ended_name = 'Bulkhead'`;
const FULL = [APPROVED, step(1, 5), step(2, 20), step(3, 50), step(4, 100)];
const WAYS: Record<ReleaseState, readonly string[]> = {
  planned: [],
  approved: [APPROVED],
  in_progress: [APPROVED, step(1, 5)],
  paused: [APPROVED, step(1, 5), `state = 'paused'`],
  monitoring: FULL,
  succeeded: [...FULL, ended('succeeded', `started_at + interval '1 hour'`)],
  rolled_back: [APPROVED, step(1, 5), `share = 0, ${ended('rolled_back')}`],
  refused: [ended('refused')],
  withdrawn: [ended('withdrawn')],
};

/** Canary from v1.2.4 on blue to v1.2.5 on green, started and approved by these people; whatever was there before is gone. */
export async function aRelease(
  owner: pg.Client,
  state: ReleaseState,
  { starter, approver, minutes = 0 }: { starter: string; approver: string; minutes?: number },
): Promise<ReleaseRow> {
  await noReleases(owner);
  const id = randomUUID();
  return together(owner, async () => {
    await owner.query(
      `INSERT INTO releases (id, strategy, from_version, to_version, from_side, to_side, checklist, notes, reason, state,
         started_at, started_by, started_name)
       VALUES ($1, 'canary', 'v1.2.4', 'v1.2.5', 'blue', 'green', $2, $3, 'Orders are routed more quickly', 'planned',
         clock_timestamp() - make_interval(mins => $5::int), $4, 'Starter')`,
      [id, JSON.stringify(CHECKLIST_KEYS), JSON.stringify({ added: ['Wallet scores'] }), starter, minutes],
    );
    for (const change of WAYS[state]) {
      const given = [id, approver, JSON.stringify(BASELINE)];
      // A parameter that a change does not name has no type of its own.
      const named = '($2::uuid IS NOT NULL OR $3::jsonb IS NOT NULL)';
      await owner.query(`UPDATE releases SET ${change} WHERE id = $1 AND ${named}`, given);
    }
    const { rows } = await owner.query('SELECT step, share FROM releases WHERE id = $1', [id]);
    const { step: steps, share } = rows[0];
    await setWeights(owner, share);
    if (state === 'succeeded') await setLive(owner, 'green', 'v1.2.5', 'v1.2.4');
    return { id, state, step: steps, share, toVersion: 'v1.2.5' };
  });
}

/** In one transaction: at its end the weights are the share. */
async function together<T>(owner: pg.Client, work: () => Promise<T>): Promise<T> {
  await owner.query('BEGIN');
  try {
    const result = await work();
    await owner.query('COMMIT');
    return result;
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function setWeights(owner: pg.Client, share: number): Promise<void> {
  await owner.query(
    'UPDATE gateway_servers s SET weight = w.value::int FROM jsonb_each_text($1) AS w WHERE w.key = s.name',
    [JSON.stringify(weightsAt('canary', 'green', share))],
  );
}

async function setLive(
  owner: pg.Client,
  side: Side,
  version: string | null,
  other: string | null,
): Promise<void> {
  await owner.query('UPDATE gateway_sides SET live = false, version = $2 WHERE side <> $1', [side, other]);
  await owner.query('UPDATE gateway_sides SET live = true, version = $2 WHERE side = $1', [side, version]);
}

/** Forgets every release: blue has the traffic, and nobody has said which version that is. */
export async function noReleases(owner: pg.Client): Promise<void> {
  await together(owner, async () => {
    await owner.query('DELETE FROM release_samples');
    await owner.query('DELETE FROM releases');
    await setLive(owner, 'blue', null, null);
    await setWeights(owner, 0);
  });
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

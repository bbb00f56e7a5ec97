// Samples of releases in the database: what was measured of both versions, as decisions and screens ask for it.
import { RELEASE_TIMES } from '#lib/catalog/releases.ts';
import type { SampleBody } from '#lib/rules/releases/release-sample.ts';
import type { Tx } from '#lib/store/client.ts';
import type { StoredRelease } from './releases.ts';

export interface StoredSample {
  at: Date;
  step: number;
  share: number;
  body: SampleBody;
}

/** Stores what was measured; false when another worker has in this second, or the release has moved on meanwhile. */
export async function insertSample(
  tx: Tx,
  release: Pick<StoredRelease, 'id' | 'step' | 'share'>,
  body: SampleBody,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO release_samples (release_id, slot, step, share, verdict, body)
    SELECT r.id, floor(extract(epoch FROM clock_timestamp()))::bigint, r.step, r.share,
      ${body.verdict.state}, ${JSON.stringify(body)}::jsonb
    FROM releases r WHERE r.id = ${release.id}::uuid AND r.step = ${release.step} AND r.share = ${release.share}
    ON CONFLICT (release_id, slot) DO NOTHING`;
  return inserted === 1;
}

export async function newestSample(tx: Tx, releaseId: string): Promise<StoredSample | null> {
  const row = await tx.releaseSample.findFirst({ where: { releaseId }, orderBy: { at: 'desc' } });
  return row && { at: row.at, step: row.step, share: row.share, body: row.body as unknown as SampleBody };
}

/** What the drawing takes of one sample; `mine` and `all` are requests that the gateway has counted. */
export interface ShareSample {
  at: Date;
  wanted: number;
  achieved: number | null;
  mine: number | null;
  all: number | null;
  verdict: string;
  requests: number | null;
  errors: number | null;
  p99Ms: number | null;
  won: number | null;
  lost: number | null;
}

/** The newest ones, oldest first; of each only its figures, because a screen asks for all of them again and again. */
export async function shareSamples(tx: Tx, release: StoredRelease, most: number): Promise<ShareSample[]> {
  const rows = await tx.$queryRaw<ShareSample[]>`
    SELECT s.at, s.share::int AS wanted, s.verdict, (s.body->>'achieved')::float8 AS achieved,
      (s.body->'to'->>'requests')::float8 AS requests, (s.body->'to'->>'errors')::float8 AS errors,
      (s.body->'to'->>'p99Ms')::float8 AS "p99Ms",
      (s.body->'to'->>'won')::float8 AS won, (s.body->'to'->>'lost')::float8 AS lost,
      (SELECT sum((g.value->>'requests')::float8) FROM jsonb_each(nullif(s.body->'gateway', 'null')) g) AS "all",
      (SELECT sum((g.value->>'requests')::float8) FROM jsonb_each(nullif(s.body->'gateway', 'null')) g
        WHERE g.key IN (SELECT name FROM gateway_servers WHERE side = ${release.toSide})) AS mine
    FROM release_samples s WHERE s.release_id = ${release.id}::uuid ORDER BY s.at DESC LIMIT ${most}`;
  return rows.reverse();
}

/** How many spans of one sample's length had a healthy one since then; two workers that measure count once. */
export async function healthySamples(tx: Tx, releaseId: string, since: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT slot / ${RELEASE_TIMES.sample}::int)::int AS count FROM release_samples
    WHERE release_id = ${releaseId}::uuid AND verdict = 'healthy' AND at >= ${since}`;
  return row?.count ?? 0;
}

/** Since when a release waits for its next sample, s; null when it has none. */
export async function sampleAgeSeconds(tx: Tx, releaseId: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ age: number | null }[]>`
    SELECT extract(epoch FROM clock_timestamp() - max(at))::float8 AS age FROM release_samples
    WHERE release_id = ${releaseId}::uuid`;
  return row?.age ?? null;
}

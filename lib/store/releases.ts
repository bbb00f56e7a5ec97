// Releases in the database: their rows, the gateway's weights, and the samples that were measured of both versions.
import { MEASURED_STATES, RELEASE_TIMES, type ReleaseState, type Strategy } from '#lib/catalog/releases.ts';
import type { GatewayWeights, Side } from '#lib/contract/gateway.ts';
import type { SampleBody } from '#lib/rules/release-sample.ts';
import type { Baseline } from '#lib/rules/release-verdict.ts';
import type { Prisma, Tx } from './client.ts';

export interface StoredRelease {
  id: string;
  number: number;
  strategy: Strategy;
  state: ReleaseState;
  fromVersion: string;
  toVersion: string;
  fromSide: Side;
  toSide: Side;
  checklist: readonly string[];
  notes: Readonly<Record<string, readonly string[]>>;
  reason: string;
  step: number;
  share: number;
  startedAt: Date;
  startedBy: string;
  startedName: string;
  approvedAt: Date | null;
  approvedBy: string | null;
  approvedName: string | null;
  baseline: Baseline | null;
  trafficAt: Date | null;
  steppedAt: Date | null;
  fullAt: Date | null;
  endedAt: Date | null;
  endedName: string | null;
  endReason: string | null;
  evidence: SampleBody | null;
  trigger: string | null;
  effectiveAt: Date | null;
  version: number;
}

function stored(row: Prisma.ReleaseGetPayload<object>): StoredRelease {
  return {
    ...row,
    number: Number(row.number),
    strategy: row.strategy as Strategy,
    state: row.state as ReleaseState,
    fromSide: row.fromSide as Side,
    toSide: row.toSide as Side,
    checklist: row.checklist as unknown as readonly string[],
    notes: row.notes as unknown as StoredRelease['notes'],
    baseline: row.baseline as unknown as Baseline | null,
    evidence: row.evidence as unknown as SampleBody | null,
  };
}

/** The release, locked until the transaction ends; undefined when there is none. */
export async function lockRelease(tx: Tx, id: string): Promise<StoredRelease | undefined> {
  await tx.$queryRaw`SELECT 1 FROM releases WHERE id = ${id}::uuid FOR UPDATE`;
  return releaseBy(tx, { id });
}

export async function releaseBy(
  tx: Tx,
  where: { id: string } | { number: number },
): Promise<StoredRelease | undefined> {
  const row = await tx.release.findUnique({ where });
  return row ? stored(row) : undefined;
}

/** Newest first. */
export async function releasesWhere(
  tx: Tx,
  where: Prisma.ReleaseWhereInput,
  most: number,
): Promise<StoredRelease[]> {
  const rows = await tx.release.findMany({ where, orderBy: { number: 'desc' }, take: most });
  return rows.map(stored);
}

/** Those of which both versions are measured, and rolled back ones whose end nobody has seen at the gateway yet. */
export async function releasesToMeasure(tx: Tx): Promise<StoredRelease[]> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM releases
    WHERE state = ANY(${[...MEASURED_STATES]}::text[]) OR (state = 'rolled_back' AND effective_at IS NULL
      AND ended_at > clock_timestamp() - make_interval(secs => ${WATCHED_SECONDS}))`;
  if (found.length === 0) return [];
  const rows = await tx.release.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  return rows.map(stored);
}

/** After that, a gateway that was not read back is none of this rollback's any more, s. */
const WATCHED_SECONDS = 600;

export interface SideState {
  side: Side;
  version: string | null;
  live: boolean;
}

/** Locked: what is planned is planned for the side that has the traffic. */
export async function lockSides(tx: Tx): Promise<SideState[]> {
  return tx.$queryRaw<SideState[]>`SELECT side, version, live FROM gateway_sides ORDER BY side FOR UPDATE`;
}

export async function liveSide(tx: Tx): Promise<SideState> {
  const row = await tx.gatewaySide.findFirst({ where: { live: true } });
  if (!row) throw new Error('no side of the gateway is live');
  return { ...row, side: row.side as Side };
}

export async function wantedWeights(tx: Tx): Promise<{ name: string; side: Side; weight: number }[]> {
  const rows = await tx.gatewayServer.findMany({ orderBy: { name: 'asc' } });
  return rows.map(({ name, side, weight }) => ({ name, side: side as Side, weight }));
}

/** All of them in one statement: an edge never sees a part of a step. */
export async function setWeights(tx: Tx, weights: GatewayWeights): Promise<void> {
  const rows = JSON.stringify(Object.entries(weights).map(([name, weight]) => ({ name, weight })));
  await tx.$executeRaw`
    UPDATE gateway_servers s SET weight = w.weight, set_at = clock_timestamp()
    FROM jsonb_to_recordset(${rows}::jsonb) AS w (name text, weight smallint) WHERE s.name = w.name`;
}

export interface NewRelease {
  id: string;
  number: number;
  strategy: Strategy;
  fromVersion: string;
  toVersion: string;
  fromSide: Side;
  toSide: Side;
  checklist: readonly string[];
  notes: Readonly<Record<string, readonly string[]>>;
  reason: string;
  by: { id: string; name: string };
  at: Date;
}

export async function nextReleaseNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('releases', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export async function insertRelease(tx: Tx, release: NewRelease): Promise<boolean> {
  const { by, at, checklist, notes, ...rest } = release;
  await tx.release.create({
    data: {
      ...rest,
      ...{ checklist: [...checklist], notes: notes as Prisma.InputJsonObject, state: 'planned' },
      ...{ startedAt: at, startedBy: by.id, startedName: by.name },
    },
  });
  return true;
}

export interface ReleaseChange {
  state: ReleaseState;
  approved?: { at: Date; by: { id: string; name: string } };
  /** The share changes with the weights that make it. */
  share?: { to: number; step: number; weights: GatewayWeights; at: Date | null };
  /** With the first step. */
  traffic?: { at: Date; baseline: Baseline };
  fullAt?: Date;
  ended?: { at: Date; by: { kind: 'person' | 'system'; id: string; name: string }; reason: string | null };
  rolledBack?: { evidence: SampleBody | null; trigger: string | null };
  effectiveAt?: Date;
  /** It succeeded: its side has the traffic from now on. */
  swap?: { side: Side; version: string; oldVersion: string };
}

/** Writes the change when nobody changed the release since it was read; false when somebody did. */
export async function changeRelease(tx: Tx, release: StoredRelease, change: ReleaseChange): Promise<boolean> {
  const { approved, share, traffic, ended, rolledBack, swap } = change;
  const { count } = await tx.release.updateMany({
    where: { id: release.id, version: release.version },
    data: {
      version: { increment: 1 },
      state: change.state,
      ...(approved && {
        ...{ approvedAt: approved.at, approvedBy: approved.by.id, approvedName: approved.by.name },
      }),
      ...(share && { share: share.to, step: share.step }),
      ...(share?.at && { steppedAt: share.at }),
      ...(traffic && {
        trafficAt: traffic.at,
        baseline: traffic.baseline as unknown as Prisma.InputJsonObject,
      }),
      ...(change.fullAt && { fullAt: change.fullAt }),
      ...(ended && {
        ...{ endedAt: ended.at, endedByKind: ended.by.kind, endedById: ended.by.id },
        ...{ endedName: ended.by.name, endReason: ended.reason },
      }),
      ...(rolledBack?.evidence && { evidence: rolledBack.evidence as unknown as Prisma.InputJsonObject }),
      ...(rolledBack && { trigger: rolledBack.trigger }),
      ...(change.effectiveAt && { effectiveAt: change.effectiveAt }),
    },
  });
  if (count !== 1) return false;
  if (share) await setWeights(tx, share.weights);
  if (swap) {
    // The live one first: only one may be.
    await tx.gatewaySide.updateMany({
      where: { side: { not: swap.side } },
      data: { live: false, version: swap.oldVersion },
    });
    await tx.gatewaySide.update({ where: { side: swap.side }, data: { live: true, version: swap.version } });
  }
  return true;
}

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
}

/** The newest ones, oldest first; of each only its figures, because a screen asks for all of them again and again. */
export async function shareSamples(tx: Tx, release: StoredRelease, most: number): Promise<ShareSample[]> {
  const rows = await tx.$queryRaw<ShareSample[]>`
    SELECT s.at, s.share::int AS wanted, s.verdict, (s.body->>'achieved')::float8 AS achieved,
      (s.body->'to'->>'requests')::float8 AS requests, (s.body->'to'->>'errors')::float8 AS errors,
      (s.body->'to'->>'p99Ms')::float8 AS "p99Ms",
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

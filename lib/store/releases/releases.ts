// Releases in the database: their rows, and what a step or an end changes of them, the gateway's weights among it.
import { MEASURED_STATES, type ReleaseState, type Strategy } from '#lib/catalog/releases.ts';
import type { GatewayWeights, Side } from '#lib/contract/gateway.ts';
import type { Baseline } from '#lib/rules/releases/release-measures.ts';
import type { SampleBody } from '#lib/rules/releases/release-sample.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';
import { setWeights } from './gateway.ts';

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

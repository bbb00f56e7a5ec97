// Reads both halves of the access log, each newest first from a place in their common order.
import type { ActorView } from '#lib/contract/console.ts';
import type { AccessEntryView } from '#lib/contract/review.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

/** Time with microseconds, which half, and its number there. At the same time the chain comes first. */
export interface AccessPlace {
  at: string;
  half: 'chain' | 'events';
  number: number;
}

export interface AccessQuery {
  /** Id of a person or key. */
  person?: string | undefined;
  /** Exact kind, or what all kinds begin with. */
  kind?: string | undefined;
  address?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  before?: AccessPlace | undefined;
}

export function positionOf({ at, half, number }: AccessPlace): string {
  return `${at}~${half === 'chain' ? 'c' : 'e'}${number}`;
}

/** Undefined for text that is no position. */
export function placeOf(position: string): AccessPlace | undefined {
  const [, at = '', half, number] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~([ce])(\d{1,15})$/.exec(position) ?? [];
  const time = new Date(at);
  // The calendar decides: 31 February is no place.
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 23) !== at.slice(0, 23)) return undefined;
  if (time.getUTCFullYear() < 1970) return undefined;
  return { at, half: half === 'c' ? 'chain' : 'events', number: Number(number) };
}

// As audit_log_access_idx has it, or it would not be used.
const ACCESS = Prisma.sql`(kind LIKE 'session.%' OR kind IN ('command.denied', 'audit.exported'))`;
const TIME = Prisma.raw(`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`);

function kindIs(kind: string): Prisma.Sql {
  const below = `${kind.replaceAll(/[\\%_]/g, '\\$&')}.%`;
  return Prisma.sql`(kind = ${kind} OR kind LIKE ${below})`;
}

/** What both halves are filtered by. */
function common({ kind, from, to }: AccessQuery): Prisma.Sql[] {
  return [
    ...(kind ? [kindIs(kind)] : []),
    ...(from ? [Prisma.sql`at >= ${from}`] : []),
    ...(to ? [Prisma.sql`at <= ${to}`] : []),
  ];
}

interface ChainRow {
  seq: bigint;
  at: string;
  actor_kind: ActorView['kind'];
  actor_id: string;
  actor_name: string;
  kind: string;
  subject: string;
  reason: string | null;
  new_value: string | null;
  address: string | null;
}

/** Sign-ins, sign-outs, denials and exports: entries of the audit log. */
export async function accessOfChain(tx: Tx, query: AccessQuery, limit: number): Promise<AccessEntryView[]> {
  const { person, address, before } = query;
  const where = [ACCESS, ...common(query)];
  if (person) where.push(Prisma.sql`actor_id = ${person}`);
  if (address) where.push(Prisma.sql`details::jsonb ->> 'address' = ${address}`);
  if (before?.half === 'chain')
    where.push(Prisma.sql`(at, seq) < (${before.at}::timestamptz, ${before.number}::bigint)`);
  if (before?.half === 'events') where.push(Prisma.sql`at < ${before.at}::timestamptz`);
  const rows = await tx.$queryRaw<ChainRow[]>`
    SELECT seq, to_char(at AT TIME ZONE 'UTC', ${TIME}) AS at, actor_kind, actor_id, actor_name, kind, subject, reason,
      new_value, details::jsonb ->> 'address' AS address
    FROM audit_log WHERE ${Prisma.join(where, ' AND ')} ORDER BY audit_log.at DESC, seq DESC LIMIT ${limit}`;
  return rows.map((row) => ({
    position: positionOf({ at: row.at, half: 'chain', number: Number(row.seq) }),
    ...{ at: row.at, lastAt: row.at, kind: row.kind, outcome: null, count: 1 },
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    ...{ credential: null, address: row.address, edgeId: null, seq: Number(row.seq) },
    note: noteOf(row),
  }));
}

function noteOf({ kind, subject, reason, new_value }: ChainRow): string | null {
  if (kind === 'command.denied') return `${subject}: ${reason ?? ''}`;
  return kind === 'audit.exported' ? new_value : null;
}

interface EventRow {
  id: bigint;
  at: string;
  last_at: string;
  kind: string;
  outcome: string | null;
  count: bigint;
  address: string | null;
  edge_id: string | null;
  person_id: string | null;
  person_name: string | null;
  credential_id: string | null;
  credential_kind: 'token' | 'key' | null;
  credential_name: string | null;
  prefix: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Failed sign-ins and the use of keys and tokens: folds of access_events. */
export async function accessOfEvents(tx: Tx, query: AccessQuery, limit: number): Promise<AccessEntryView[]> {
  const { person, address, before } = query;
  const where = [Prisma.sql`true`, ...common(query)];
  if (person && !UUID.test(person)) return [];
  if (person) where.push(Prisma.sql`(person_id = ${person}::uuid OR credential_id = ${person}::uuid)`);
  if (address) where.push(Prisma.sql`address = ${address}`);
  if (before?.half === 'events')
    where.push(Prisma.sql`(at, id) < (${before.at}::timestamptz, ${before.number}::bigint)`);
  if (before?.half === 'chain') where.push(Prisma.sql`at <= ${before.at}::timestamptz`);
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT e.id, to_char(e.at AT TIME ZONE 'UTC', ${TIME}) AS at, to_char(e.last_at AT TIME ZONE 'UTC', ${TIME}) AS last_at,
      e.kind, e.outcome, e.count, e.address, e.edge_id, e.person_id::text, p.name AS person_name, e.credential_id::text,
      CASE WHEN k.id IS NOT NULL THEN 'key' WHEN t.id IS NOT NULL THEN 'token' END AS credential_kind,
      coalesce(k.name, t.name) AS credential_name, coalesce(k.prefix, t.prefix) AS prefix
    FROM (SELECT * FROM access_events WHERE ${Prisma.join(where, ' AND ')} ORDER BY at DESC, id DESC LIMIT ${limit}) AS e
    LEFT JOIN people p ON p.id = e.person_id
    LEFT JOIN api_keys k ON k.id = e.credential_id
    LEFT JOIN personal_tokens t ON t.id = e.credential_id
    ORDER BY e.at DESC, e.id DESC`;
  return rows.map((row) => ({
    position: positionOf({ at: row.at, half: 'events', number: Number(row.id) }),
    ...{ at: row.at, lastAt: row.last_at, kind: row.kind, outcome: row.outcome, count: Number(row.count) },
    actor: actorOf(row),
    credential: row.credential_kind && {
      ...{ kind: row.credential_kind, id: row.credential_id ?? '' },
      ...{ name: row.credential_name ?? '', prefix: row.prefix ?? '' },
    },
    ...{ address: row.address, edgeId: row.edge_id, note: null, seq: null },
  }));
}

function actorOf(row: EventRow): ActorView | null {
  if (row.person_id) return { kind: 'person', id: row.person_id, name: row.person_name ?? 'Somebody' };
  if (row.credential_kind !== 'key') return null;
  return { kind: 'service', id: row.credential_id ?? '', name: row.credential_name ?? '' };
}

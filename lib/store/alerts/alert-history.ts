// Firings over time: the open ones in a few figures for every pulse, all of them page by page, and how long people took.
import { ACT_SECONDS, CONFIRM_SECONDS } from '#lib/catalog/alert-clocks.ts';
import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { FIRING_COLUMNS, FIRING_FROM, type FiringRow } from './alert-board.ts';

export interface OpenFigures {
  openP0: number;
  unconfirmed: number;
  newest: Date | null;
  stamp: string;
}

/** One pass over the open firings: it is asked with every pulse, also in a storm. */
export async function openFigures(tx: Tx): Promise<OpenFigures> {
  const [row] = await tx.$queryRaw<OpenFigures[]>`
    SELECT count(*) FILTER (WHERE priority = 'P0')::int AS "openP0",
      count(*) FILTER (WHERE priority = 'P0' AND confirmed_at IS NULL)::int AS unconfirmed,
      max(received_at) FILTER (WHERE priority = 'P0' AND confirmed_at IS NULL) AS newest,
      concat_ws('.', count(*), coalesce(sum(version), 0), coalesce(max(number), 0),
        (SELECT count(*) FROM rejected_alerts WHERE seen_at IS NULL)) AS stamp
    FROM firings WHERE resolved_at IS NULL`;
  return row ?? { openP0: 0, unconfirmed: 0, newest: null, stamp: '' };
}

export interface NextClock {
  id: string;
  number: number;
  alert: string | null;
  title: string;
  drill: boolean;
  firedAt: Date;
  confirmedAt: Date | null;
}

/** The open P0 whose clock ends next: unconfirmed ones first, then those whose action is not effective. */
export async function nextClock(tx: Tx): Promise<NextClock | undefined> {
  const [row] = await tx.$queryRaw<NextClock[]>`
    SELECT id, number::int AS number, alert, title, drill, fired_at AS "firedAt", confirmed_at AS "confirmedAt"
    FROM firings WHERE resolved_at IS NULL AND priority = 'P0' AND effective_at IS NULL
    ORDER BY (confirmed_at IS NOT NULL), fired_at, number LIMIT 1`;
  return row;
}

export interface FiringFilter {
  /** Key of the catalogue, or `other` for those without an entry. */
  alert?: string | undefined;
  state?: 'open' | 'resolved' | undefined;
  priority?: AlertPriority | undefined;
  drill?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only smaller numbers. */
  before?: number | undefined;
}

function narrowed(filter: FiringFilter): Prisma.Sql {
  const { alert, state, priority, drill, from, to, before } = filter;
  const conditions = [
    Prisma.sql`TRUE`,
    ...(alert === undefined
      ? []
      : [alert === 'other' ? Prisma.sql`f.alert IS NULL` : Prisma.sql`f.alert = ${alert}`]),
    ...(state === 'open' ? [Prisma.sql`f.resolved_at IS NULL`] : []),
    ...(state === 'resolved' ? [Prisma.sql`f.resolved_at IS NOT NULL`] : []),
    ...(priority === undefined ? [] : [Prisma.sql`f.priority = ${priority}`]),
    ...(drill === undefined ? [] : [Prisma.sql`f.drill = ${drill}`]),
    ...(from === undefined ? [] : [Prisma.sql`f.fired_at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`f.fired_at < ${to}`]),
    ...(before === undefined ? [] : [Prisma.sql`f.number < ${before}`]),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** Newest number first. */
export async function firingsWhere(tx: Tx, filter: FiringFilter, most: number): Promise<FiringRow[]> {
  return tx.$queryRaw<FiringRow[]>`
    SELECT ${FIRING_COLUMNS} ${FIRING_FROM} WHERE ${narrowed(filter)} ORDER BY f.number DESC LIMIT ${most}`;
}

export interface TimesRow {
  /** `other` for those without an entry; null: all together. */
  alert: string | null;
  week: Date | null;
  fired: number;
  confirmCount: number;
  confirmMedian: number | null;
  confirmWorst: number | null;
  confirmLate: number;
  actCount: number;
  actMedian: number | null;
  actWorst: number | null;
  actLate: number;
  effectCount: number;
  effectMedian: number | null;
  effectWorst: number | null;
  effectLate: number;
}

/** Count, median, worst and how many were late of one moment, in milliseconds from fired on. */
function taken(name: 'confirm' | 'act' | 'effect', moment: Prisma.Sql, seconds: number): Prisma.Sql {
  const column = (what: string): Prisma.Sql => Prisma.raw(`"${name}${what}"`);
  const ms = Prisma.sql`(extract(epoch FROM ${moment} - fired_at) * 1000)::float8`;
  // As the clocks are: what was over before the moment came stopped them there.
  return Prisma.sql`count(${moment})::int AS ${column('Count')},
    percentile_cont(0.5) WITHIN GROUP (ORDER BY ${ms}) AS ${column('Median')}, max(${ms}) AS ${column('Worst')},
    count(*) FILTER (WHERE coalesce(${moment}, resolved_at, moment.now) > fired_at + make_interval(secs => ${seconds}))::int
      AS ${column('Late')}`;
}

/** P0 firings since this Monday by alert and week, by each alone, and together. */
export async function firingTimes(tx: Tx, since: Date, drills: boolean): Promise<TimesRow[]> {
  return tx.$queryRaw<TimesRow[]>`
    WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS now), counted AS (
      SELECT coalesce(alert, 'other') AS alert, date_trunc('week', fired_at, 'UTC') AS week,
        fired_at, confirmed_at, acted_at, effective_at, resolved_at
      FROM firings WHERE priority = 'P0' AND fired_at >= ${since} AND (NOT drill OR ${drills}))
    SELECT alert, week, count(*)::int AS fired,
      ${taken('confirm', Prisma.sql`confirmed_at`, CONFIRM_SECONDS)},
      ${taken('act', Prisma.sql`acted_at`, ACT_SECONDS)},
      ${taken('effect', Prisma.sql`effective_at`, ACT_SECONDS)}
    FROM counted CROSS JOIN moment GROUP BY GROUPING SETS ((alert, week), (alert), (week), ())
    ORDER BY alert NULLS FIRST, week NULLS FIRST`;
}

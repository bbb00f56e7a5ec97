// What Bulkhead knows of itself, read at one moment, and its own deliveries: they come in as those of everybody else do.
import { HEARTBEAT_SECONDS } from '#lib/catalog/alert-clocks.ts';
import { FRESH_ROUNDS, ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import { RELEASE_TIMES } from '#lib/catalog/releases.ts';
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import {
  fingerprintOf,
  type KnownOwn,
  type OwnFacts,
  type Told,
  tellings,
  wrongsOf,
} from '#lib/rules/alerts/own-alerts.ts';
import { effectsOf } from '#lib/store/changes/effect.ts';
import { database, type Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';

/** A guard without a usable answer for so long is blind. */
const GUARD_BLIND_SECONDS = FRESH_ROUNDS * ROUND_SECONDS;
/** 'ownw': one worker looks at a time, or two would tell of the same thing as two. */
const LOOKING = 0x6f776e77;
/** Deliveries of Bulkhead itself come with no key. */
const NO_KEY = '00000000-0000-0000-0000-000000000000';
const MOST_MISSED = 50;
/** A release with traffic of which nobody knows for this long whether it is healthy is blind. */
const BLIND_SECONDS = 30;
/** A sample that fails by a trigger for which Bulkhead itself rolls back. */
const BY_ITSELF = '$.verdict.checks[*] ? (@.state == "fail" && @.effect == "automatic")';

async function missedBudgets(tx: Tx): Promise<OwnFacts['missed']> {
  const rows = await tx.$queryRaw<
    { id: string; epoch: number; revision: number; committedAt: Date; budgetMs: number }[]
  >`/* own-missed */
    SELECT c.id, c.epoch, c.revision::int AS revision, c.committed_at AS "committedAt", c.budget_ms AS "budgetMs"
    FROM missed_budgets m JOIN change_sets c ON c.id = m.change_set_id
    WHERE m.checked_at > clock_timestamp() - interval '10 minutes' OR EXISTS (
      SELECT 1 FROM firings f WHERE f.source = 'bulkhead' AND f.resolved_at IS NULL
        AND f.fingerprint = 'propagation-slow:' || c.id)
    ORDER BY m.checked_at DESC LIMIT ${MOST_MISSED}`;
  const effects = await effectsOf(tx, rows);
  return rows.flatMap(({ id, revision, committedAt, budgetMs }) => {
    const effect = effects.get(id);
    if (!effect) return [];
    const tookMs = effect.state === 'effective' ? effect.slowestMs : null;
    return [
      {
        ...{ changeSetId: id, revision, effect },
        dueAt: new Date(committedAt.getTime() + budgetMs),
        effectiveAt: tookMs === null ? null : new Date(committedAt.getTime() + Math.ceil(tookMs)),
      },
    ];
  });
}

interface Row {
  silent: { id: string; service: string; since: string }[] | null;
  ahead: { id: string; position: string }[] | null;
  broken: { seq: number; why: string } | null;
  unreviewed: { id: string; incident: string; by: string; at: string }[] | null;
  passed: { id: string; switch: string; symbol: string | null; owner: string; until: string }[] | null;
  differing: string[] | null;
  drift: OwnFacts['drift'];
  pipelines: { name: string; since: string }[] | null;
  blind: { runId: string; number: number; guards: string[]; since: string }[] | null;
  releases:
    | {
        what: OwnFacts['releases'][number]['what'];
        number: number;
        version: string;
        why: string;
        since: string | null;
        endedAt: string | null;
      }[]
    | null;
  contradicted: { id: string; number: number; state: string; outcome: string; at: string }[] | null;
}

/** In one statement: what holds at one moment is held against what holds at the same one. */
async function ownFacts(tx: Tx): Promise<OwnFacts> {
  const [row] = await tx.$queryRaw<Row[]>`/* own-facts */
    WITH moment AS (SELECT clock_timestamp() AS now),
      counted AS (SELECT i.* FROM instances i WHERE i.left_at IS NULL AND i.isolated_at IS NULL)
    SELECT
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'service', service,
          'since', utc_text(last_seen_at + make_interval(secs => ${SILENT_AFTER_MS / 1_000}::float8))) ORDER BY id)
        FROM counted, moment WHERE last_seen_at < moment.now - make_interval(secs => ${SILENT_AFTER_MS / 1_000}::float8)) AS silent,
      (SELECT jsonb_agg(jsonb_build_object('id', c.id, 'position', c.epoch || '.' || c.revision) ORDER BY c.id)
        FROM counted c, matrix_head h WHERE (c.epoch, c.revision) > (h.epoch, h.revision)) AS ahead,
      (SELECT jsonb_build_object('seq', broken_seq, 'why', coalesce(broken_why, 'The chain is broken'))
        FROM audit_integrity WHERE broken_seq IS NOT NULL) AS broken,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'incident', incident, 'by', person_name, 'at', utc_text(at)) ORDER BY at)
        FROM break_glass WHERE reviewed_by IS NULL) AS unreviewed,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'switch', switch, 'symbol', nullif(symbol, ''), 'owner', owner_name,
          'until', utc_text(until)) ORDER BY until)
        FROM value_deadlines, moment WHERE ended_at IS NULL AND until <= moment.now) AS passed,
      (SELECT jsonb_agg(jsonb_build_object('name', name,
          'since', utc_text(heard_at + make_interval(secs => ${HEARTBEAT_SECONDS}::int))) ORDER BY name)
        FROM pipelines, moment WHERE heard_at < moment.now - make_interval(secs => ${HEARTBEAT_SECONDS}::int)) AS pipelines,
      (SELECT jsonb_agg(jsonb_build_object('runId', b.id, 'number', b.number, 'guards', b.guards, 'since', utc_text(b.since)) ORDER BY b.number)
        FROM (
          SELECT r.id, r.number, jsonb_agg(g->>'title') AS guards, min(coalesce(s.at, r.stage_entered_at)) AS since
          FROM canary_runs r, jsonb_array_elements(r.definition::jsonb->'guards') g
          LEFT JOIN LATERAL (SELECT at FROM canary_samples WHERE run_id = r.id AND key = g->>'key' AND value IS NOT NULL
            ORDER BY at DESC LIMIT 1) s ON true, moment
          WHERE (r.state IN ('running', 'paused') OR r.ended_at IS NOT NULL AND r.disarmed_at IS NULL AND r.stage > 0)
            AND greatest(s.at, r.stage_entered_at) < moment.now - make_interval(secs => ${GUARD_BLIND_SECONDS}::int)
          GROUP BY r.id, r.number) b) AS blind,
      (SELECT jsonb_agg(DISTINCT coalesce(v.switch, p.switch)) FROM switch_values v
        FULL JOIN (
          SELECT e.key AS switch, o.symbol, o.value FROM matrix_head h JOIN snapshots s USING (epoch, revision),
            jsonb_each(s.body->'switches') e,
            LATERAL (SELECT '' AS symbol, e.value->'value' AS value
              UNION ALL SELECT * FROM jsonb_each(coalesce(e.value->'overrides', '{}'))) o
        ) p ON p.switch = v.switch AND p.symbol = v.symbol
        WHERE v.value IS DISTINCT FROM p.value) AS differing,
      (SELECT jsonb_agg(jsonb_build_object('what', what, 'number', number, 'version', to_version, 'why', why,
          'since', utc_text(since), 'endedAt', utc_text(ended)) ORDER BY number, what)
        FROM (
          SELECT 'rolled-back' AS what, number, to_version, coalesce(end_reason, '') AS why, ended_at AS since, effective_at AS ended
          FROM releases, moment WHERE state = 'rolled_back' AND trigger IS NOT NULL
            AND ended_at > moment.now - make_interval(mins => 10)
          UNION ALL
          SELECT CASE WHEN s.judged THEN 'failing' ELSE 'blind' END, r.number, r.to_version,
            coalesce(s.reason, 'It was not measured.'), NULL, NULL
          FROM moment, releases r
          LEFT JOIN LATERAL (
            SELECT k.body->'verdict'->'reasons'->>0 AS reason,
              -- What rolls back by itself has to be judged only when it did not: the sample before fails by it, too.
              k.verdict = 'failing' AND k.at > moment.now - make_interval(secs => ${BLIND_SECONDS}::int)
                AND (NOT jsonb_path_exists(k.body, ${BY_ITSELF}::jsonpath) OR EXISTS (
                  SELECT 1 FROM release_samples e WHERE e.release_id = r.id AND e.at < k.at
                    AND e.at > moment.now - make_interval(secs => ${BLIND_SECONDS}::int)
                    AND jsonb_path_exists(e.body, ${BY_ITSELF}::jsonpath))) AS judged
            FROM release_samples k WHERE k.release_id = r.id ORDER BY k.at DESC LIMIT 1) s ON true
          WHERE r.state IN ('in_progress', 'paused', 'monitoring')
            AND (s.judged
              OR r.stepped_at < moment.now - make_interval(secs => ${BLIND_SECONDS}::int) AND NOT EXISTS (
                SELECT 1 FROM release_samples k WHERE k.release_id = r.id
                  AND k.at > moment.now - make_interval(secs => ${BLIND_SECONDS}::int)
                  AND (k.verdict <> 'insufficient'
                    -- Requests of a new share gather for as long as its figures reach back.
                    OR r.stepped_at > moment.now - make_interval(secs => ${RELEASE_TIMES.window + BLIND_SECONDS}::int)
                      AND k.body->>'blind' IS NULL AND k.body->>'gatewayProblem' IS NULL)))
        ) t) AS releases,
      (SELECT jsonb_agg(jsonb_build_object('id', w.id, 'number', w.number, 'state', w.state, 'outcome', r.contradicted_as,
          'at', utc_text(r.contradicted_at)) ORDER BY w.number)
        FROM withdrawal_releases r JOIN withdrawals w ON w.id = r.withdrawal_id WHERE r.contradicted_at IS NOT NULL) AS contradicted,
      (SELECT jsonb_build_object('pressId', p.id, 'level', p.level, 'switches', d.switches)
        FROM level_presses p, LATERAL (
          SELECT jsonb_agg(e.key ORDER BY e.key) AS switches FROM jsonb_each(p.settings) e
          JOIN switch_values v ON v.switch = e.key AND v.symbol = '' WHERE v.value <> e.value) d
        WHERE p.left_at IS NULL AND d.switches IS NOT NULL ORDER BY p.pressed_at DESC LIMIT 1) AS drift`;
  return {
    missed: await missedBudgets(tx),
    silent: (row?.silent ?? []).map((one) => ({ ...one, since: new Date(one.since) })),
    ahead: row?.ahead ?? [],
    differing: row?.differing ?? [],
    broken: row?.broken ?? null,
    unreviewed: (row?.unreviewed ?? []).map((one) => ({ ...one, at: new Date(one.at) })),
    passed: (row?.passed ?? []).map((one) => ({ ...one, until: new Date(one.until) })),
    drift: row?.drift ?? null,
    blindGuards: (row?.blind ?? []).map((one) => ({ ...one, since: new Date(one.since) })),
    silentPipelines: (row?.pipelines ?? []).map((one) => ({ ...one, since: new Date(one.since) })),
    releases: (row?.releases ?? []).map((one) => ({
      ...one,
      since: one.since === null ? null : new Date(one.since),
      endedAt: one.endedAt === null ? null : new Date(one.endedAt),
    })),
    contradicted: (row?.contradicted ?? []).map((one) => ({ ...one, at: new Date(one.at) })),
  };
}

/** The newest firing of each of these fingerprints, and all that are open. */
async function knownOwn(tx: Tx, fingerprints: readonly string[]): Promise<KnownOwn[]> {
  return tx.$queryRaw<KnownOwn[]>`/* own-known */
    SELECT DISTINCT ON (fingerprint) alert, fingerprint, starts_at AS "startsAt", resolved_at AS "resolvedAt" FROM firings
    WHERE source = 'bulkhead' AND NOT drill AND alert IS NOT NULL AND (resolved_at IS NULL OR fingerprint = ANY(${[...fingerprints]}::text[]))
    ORDER BY fingerprint, starts_at DESC`;
}

/** Stores what Bulkhead says about itself, for whoever takes deliveries. */
export async function deliverOwn(tx: Tx, told: readonly Told[]): Promise<void> {
  const body = Buffer.from(JSON.stringify({ alerts: told }));
  await tx.$executeRaw`INSERT INTO deliveries (source, key_id, body) VALUES ('bulkhead', ${NO_KEY}::uuid, ${body})`;
}

/**
 * Looks once, and says what is new. Answers how much that is; nothing while another worker looks, or while what was said
 * last is not taken yet.
 */
export async function tellOwnAlerts(judged: ReadonlySet<string>): Promise<number> {
  return database().$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<
      { got: boolean }[]
    >`/* own-looking */ SELECT pg_try_advisory_xact_lock(${LOOKING}::bigint) AS got`;
    if (!lock?.got) return 0;
    // A statement of its own: it must see what the previous holder of the lock said.
    const waiting = await tx.delivery.findFirst({
      where: { takenAt: null, source: 'bulkhead' },
      select: { id: true },
    });
    if (waiting) return 0;
    const wrongs = wrongsOf(await ownFacts(tx));
    const told = tellings(
      wrongs,
      await knownOwn(tx, wrongs.map(fingerprintOf)),
      await databaseNow(tx),
      judged,
    );
    if (told.length > 0) await deliverOwn(tx, told);
    return told.length;
  });
}

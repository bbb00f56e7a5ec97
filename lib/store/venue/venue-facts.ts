// What the venue shows at one moment, for readings: figures, capabilities as applied, instances, integrity of the audit chain.
import { type FigureSample, SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import { EXECUTOR_SILENT_MS } from '#lib/contract/executors.ts';
import { capabilities, unknownCapabilities } from '#lib/rules/changes/capabilities.ts';
import type { VenueFacts } from '#lib/rules/runs/reading.ts';
import { newestSnapshot, snapshotAt } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';

/** Figures older than this say nothing about now, in seconds. */
const FIGURES_WITHIN_S = 10;

interface InstanceRow {
  id: string;
  epoch: number;
  revision: bigint;
  silent: boolean;
}

/** Sums what each edge last reported; null when none has lately. */
async function newestFigures(tx: Tx): Promise<FigureSample | null> {
  const rows = await tx.$queryRaw<{ figures: FigureSample }[]>`
    SELECT DISTINCT ON (edge_id) figures FROM figure_samples
    WHERE at > clock_timestamp() - make_interval(secs => ${FIGURES_WITHIN_S}::int) ORDER BY edge_id, at DESC`;
  if (rows.length === 0) return null;
  const rates: Record<string, number> = {};
  const gauges: Record<string, number> = {};
  for (const { figures } of rows) {
    for (const [name, rate] of Object.entries(figures.rates)) rates[name] = (rates[name] ?? 0) + rate;
    Object.assign(gauges, figures.gauges);
  }
  return { rates, gauges };
}

/**
 * Positions and breakers of executors that were heard lately: what a silent one last said is no fact of now. One that
 * said goodbye with positions open counts as silent: nobody has said that they are closed.
 */
async function executorFacts(tx: Tx): Promise<VenueFacts['executors']> {
  const rows = await tx.$queryRaw<{ id: string; silent: boolean; positions: number; breakers: number }[]>`
    SELECT e.id, e.left_at IS NOT NULL
        OR clock_timestamp() - e.last_seen_at > make_interval(secs => ${EXECUTOR_SILENT_MS / 1_000}::int) AS silent,
      (SELECT count(*)::int FROM positions p WHERE p.executor_id = e.id) AS positions,
      (SELECT count(*)::int FROM breakers b WHERE b.executor_id = e.id AND b.state = 'tripped') AS breakers
    FROM executors e WHERE e.left_at IS NULL OR EXISTS (SELECT 1 FROM positions p WHERE p.executor_id = e.id)
    ORDER BY e.id`;
  const heard = rows.filter((row) => !row.silent);
  const sum = (of: 'positions' | 'breakers') =>
    heard.length === 0 ? null : heard.reduce((all, row) => all + row[of], 0);
  const silent = rows.filter((row) => row.silent).map((row) => row.id);
  return { positions: sum('positions'), breakers: sum('breakers'), silent };
}

export async function venueFacts(tx: Tx): Promise<VenueFacts> {
  const newest = await newestSnapshot(tx);
  if (!newest) throw new Error('the installation was never initialised');
  const rows = await tx.$queryRaw<InstanceRow[]>`
    SELECT id, epoch, revision, clock_timestamp() - last_seen_at > make_interval(secs => ${SILENT_AFTER_MS / 1_000}::int) AS silent
    FROM instances WHERE left_at IS NULL AND isolated_at IS NULL ORDER BY id`;
  const live = rows.filter((row) => !row.silent && row.epoch === newest.epoch && row.revision > 0n);
  const revision = Math.min(...live.map((row) => Number(row.revision)));
  const applied = live.length > 0 ? await snapshotAt(tx, { epoch: newest.epoch, revision }) : undefined;
  const [integrity] = await tx.$queryRaw<{ verified_seq: bigint; broken_seq: bigint | null }[]>`
    SELECT verified_seq, broken_seq FROM audit_integrity`;
  return {
    matrix: newest.switches,
    figures: await newestFigures(tx),
    capabilities: applied
      ? capabilities(applied.switches)
      : unknownCapabilities(rows.length === 0 ? 'No instance reports' : 'Every instance is silent'),
    instances: {
      expected: rows.length,
      inStep: live.filter((row) => Number(row.revision) === newest.revision).length,
      silent: rows.filter((row) => row.silent).map((row) => row.id),
    },
    brokenSeq: integrity?.broken_seq == null ? null : Number(integrity.broken_seq),
    verifiedSeq: Number(integrity?.verified_seq ?? 0),
    executors: await executorFacts(tx),
  };
}

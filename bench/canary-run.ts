// Runs of a canary for trials: Phase 3 as it is shipped, and one in its second stage with a day of everything that is measured.
import type pg from 'pg';
import { findProgramme } from '#lib/catalog/programmes.ts';
import { chooseParameters, type FrozenProgramme, freeze } from '#lib/rules/canary/programme.ts';
import { runInSecondStage } from '#test/canary-stages.ts';

export function phase3(): FrozenProgramme {
  const programme = findProgramme('phase-3');
  const chosen = programme && chooseParameters(programme, {});
  if (!programme || !chosen?.ok) throw new Error('Phase 3 is not in the catalogue.');
  return freeze(programme, chosen.value);
}

/** Each figure that is measured, with a value that breaches nothing. */
function figuresOf({ before, checks, stages, passCriteria, guards }: FrozenProgramme): Map<string, number> {
  const criteria = [
    ...[before, ...stages].flatMap(({ acceptance }) => acceptance),
    ...[...checks, ...passCriteria, ...stages.flatMap(({ targets }) => targets?.criteria ?? [])],
  ];
  const kept = (line: number, above: boolean) => (above ? line * 1.1 + 0.1 : line * 0.9);
  return new Map([
    ...criteria.flatMap((one): [string, number][] =>
      one.kind === 'metric' ? [[one.key, kept(Number(one.target), one.is.startsWith('>'))]] : [],
    ),
    ...guards.map(({ key, threshold, is }): [string, number] => [key, kept(threshold, is === '<')]),
  ]);
}

/** Answers its number. A round every 15 seconds since it was planned, and some minutes ahead. */
export async function measuredRun(owner: pg.Client): Promise<number> {
  const programme = phase3();
  const figures = figuresOf(programme);
  await owner.query('BEGIN');
  const { runId, number } = await runInSecondStage(owner, programme);
  await owner.query(
    `INSERT INTO canary_samples (run_id, key, at, value, count)
     SELECT $1, f.key, to_timestamp(15 * floor(extract(epoch FROM statement_timestamp()) / 15) + 15 * n),
       f.value * (1 + 0.02 * sin(n / 200.0)), 5000
     FROM unnest($2::text[], $3::float8[]) AS f (key, value), generate_series(-6240, 40) AS n`,
    [runId, [...figures.keys()], [...figures.values()]],
  );
  await owner.query('COMMIT');
  await owner.query('ANALYZE canary_samples');
  return number;
}

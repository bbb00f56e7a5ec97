// What the criteria of a run are judged by at one moment: samples, evidence, switches, open P0s, the audit chain.
import type { SwitchName } from '#lib/catalog/switches.ts';
import { type CanaryRun, groupsAt } from '#lib/rules/canary/canary-run.ts';
import type { CriterionFacts, Measured, Sample } from '#lib/rules/canary/criterion.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';
import { integrity } from '#lib/store/audit/integrity.ts';
import type { Tx } from '#lib/store/client.ts';
import { evidenceOfRun, type StoredEvidence } from './canary-evidence.ts';
import { measured } from './canary-samples.ts';

export interface CanaryFacts extends CriterionFacts {
  guard(key: string): Sample | undefined;
}

/** Where the window of a criterion begins: with its stage, or with the first one. */
export function windowStart(run: CanaryRun, over: 'stage' | 'run'): Date {
  return over === 'run' && run.startedAt ? run.startedAt : run.stageEnteredAt;
}

/** The newest word on each manual check: of this stage, or of the whole run. */
export async function newestEvidence(tx: Tx, run: CanaryRun): Promise<Map<string, StoredEvidence>> {
  const overRun = new Set(
    groupsAt(run)
      .flatMap(({ criteria }) => criteria)
      .filter((one) => one.kind === 'manual' && one.over === 'run')
      .map(({ key }) => key),
  );
  const words = await evidenceOfRun(tx, run.id);
  return new Map(
    words.filter(({ key, stage }) => stage === run.stage || overRun.has(key)).map((word) => [word.key, word]),
  );
}

function saidOf({ holds, text, personName, file }: StoredEvidence): ReturnType<CriterionFacts['evidence']> {
  return { holds, by: `${personName}: ${text}`, file };
}

async function openP0(tx: Tx): Promise<{ number: number; title: string } | null> {
  const row = await tx.firing.findFirst({
    where: { priority: 'P0', resolvedAt: null, drill: false, source: { not: 'bulkhead' } },
    orderBy: { firedAt: 'desc' },
    select: { number: true, title: true },
  });
  return row && { number: Number(row.number), title: row.title };
}

export async function canaryFacts(tx: Tx, run: CanaryRun, matrix: Matrix): Promise<CanaryFacts> {
  const metrics = groupsAt(run)
    .flatMap(({ criteria }) => criteria)
    .flatMap((one) => (one.kind === 'metric' ? [{ key: one.key, since: windowStart(run, one.over) }] : []));
  const guards = run.definition.guards.map(({ key }) => ({ key, since: run.stageEnteredAt }));
  const samples = await measured(tx, run.id, [...metrics, ...guards]);
  const evidence = await newestEvidence(tx, run);
  const { brokenSeq, verifiedAt } = await integrity(tx);
  const p0 = await openP0(tx);
  const nothing: Measured = { latest: undefined, good: 0, since: run.stageEnteredAt };
  return {
    measured: (key) => samples.get(key) ?? nothing,
    guard: (key) => samples.get(key)?.latest,
    evidence: (key) => {
      const word = evidence.get(key);
      return word && saidOf(word);
    },
    switch: (name) => valueIn(matrix, name as SwitchName),
    openP0: p0,
    auditWhole: brokenSeq !== null ? false : verifiedAt === null ? null : true,
  };
}

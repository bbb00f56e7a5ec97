// What a form says of its run: configuration, criteria, checklists and figures in words, from the gate as it is judged.

import { type Named, parameterText, withParameters } from '#lib/catalog/parameter-text.ts';
import type { Comparator, Unit } from '#lib/catalog/programme-types.ts';
import type { FormMetric, SignoffFormDefinition } from '#lib/catalog/signoff-types.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { Environment } from '#lib/contract/console.ts';
import type {
  BuildVersion,
  ChecklistAnswer,
  CriterionResult,
  FormSnapshot,
  MetricResult,
  SignedChange,
} from '#lib/contract/signoff.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { changesFor, type Matrix } from '#lib/rules/changes/matrix.ts';
import {
  type CanaryRun,
  isActive,
  type JudgedCriterion,
  type JudgedGroup,
  judgeGroups,
  nextStageOf,
} from './canary-run.ts';
import { type CriterionFacts, guardState, holds, type Sample } from './criterion.ts';
import { figureText } from './signoff-figures.ts';
import type { LiveFacts } from './signoff-snapshot.ts';

const SIGNS: Readonly<Record<Comparator, string>> = {
  ...{ '<': '< ', '<=': '≤ ', '>': '> ', '>=': '≥ ', '=': '' },
};

function limitText(is: Comparator, target: number, unit: Unit): string {
  return SIGNS[is] + figureText(target, unit);
}

const SEEN: Readonly<Record<string, string>> = {
  pass: 'seen',
  fail: 'seen not to hold',
  insufficient: 'not looked at',
};

const AUDIT: Readonly<Record<string, string>> = {
  pass: 'whole',
  fail: 'broken',
  insufficient: 'not checked',
};

function requiredText(criterion: JudgedCriterion): string {
  switch (criterion.kind) {
    case 'metric':
      return limitText(criterion.is, criterion.target as number, criterion.unit);
    case 'manual':
      return 'seen';
    case 'switch':
      return criterion.is;
    case 'no-p0':
      return 'none';
    case 'audit':
      return 'whole';
  }
}

function measuredText({ judged, ...criterion }: JudgedCriterion): string {
  switch (criterion.kind) {
    case 'metric':
      return judged.value === null ? 'no data' : figureText(judged.value, criterion.unit);
    case 'manual':
      return SEEN[judged.verdict] ?? '';
    case 'switch':
      return judged.why;
    // As it was asked for; what is in the way stands as evidence.
    case 'no-p0':
      return judged.verdict === 'pass' ? requiredText({ judged, ...criterion }) : 'open';
    case 'audit':
      return AUDIT[judged.verdict] ?? '';
  }
}

/** By how little it passed; null unless the criterion calls that narrow. */
function narrowText({ judged, ...criterion }: JudgedCriterion): string | null {
  if (criterion.kind !== 'metric' || !judged.narrow || judged.value === null) return null;
  const target = criterion.target as number;
  const gap = figureText(Math.abs(judged.value - target), criterion.unit).replace('%', ' points');
  return judged.value === target
    ? 'exactly its limit'
    : `${gap} ${judged.value > target ? 'above' : 'below'} its limit`;
}

export function criteriaOf(groups: readonly JudgedGroup[]): CriterionResult[] {
  return groups.flatMap(({ title: group, least, criteria }) =>
    criteria.map((criterion) => ({
      ...{ key: criterion.key, title: criterion.title, group, least: least ?? null },
      ...{ required: requiredText(criterion), measured: measuredText(criterion) },
      ...{ evidence: criterion.judged.why, verdict: criterion.judged.verdict, narrow: narrowText(criterion) },
      ...(criterion.judged.file
        ? { file: { name: criterion.judged.file.name, sha256: criterion.judged.file.sha256 } }
        : {}),
    })),
  );
}

/** Lines whose criterion does not stand at this gate are left out, and so are lists without lines. */
export function checklistsOf(
  form: Pick<SignoffFormDefinition, 'checklists'>,
  criteria: readonly CriterionResult[],
  parameters: readonly Named[],
): ChecklistAnswer[] {
  return form.checklists
    .map(({ key, title, checks }) => ({
      ...{ key, title },
      checks: checks.flatMap(({ criterion, text }) => {
        const answer = criteria.find((one) => one.key === criterion);
        if (!answer) return [];
        const { verdict, evidence } = answer;
        return [{ key: criterion, text: withParameters(text, parameters), verdict, evidence }];
      }),
    }))
    .filter(({ checks }) => checks.length > 0);
}

/** The row of a figure that was asked for: null where there was no single number. */
export function askedMetric(
  metric: Extract<FormMetric, { query: string }>,
  value: number | null,
): MetricResult {
  const { key, title, is, target, unit } = metric;
  const verdict = value === null ? 'insufficient' : holds(value, is, target) ? 'pass' : 'fail';
  return {
    ...{ key, title, value: value === null ? null : figureText(value, unit) },
    ...{ target: limitText(is, target, unit), verdict },
  };
}

/** The row of a figure that a criterion has measured; undefined where it does not stand at this gate. */
export function measuredMetric(
  { key, title, criterion }: Extract<FormMetric, { criterion: string }>,
  criteria: readonly CriterionResult[],
): MetricResult | undefined {
  const found = criteria.find((one) => one.key === criterion);
  if (!found) return undefined;
  const { measured, required, verdict } = found;
  return { key, title, value: measured === 'no data' ? null : measured, target: required, verdict };
}

const ENVIRONMENTS = { production: 'Production', staging: 'Staging', demo: 'Demo' } as const;

function minutes(seconds: number): string {
  return `${Math.round(seconds / 60).toLocaleString('en-US')} min`;
}

/** Where it is, every parameter of the run, how long the stage after the gate lasts, and the one before it with what was added to it. */
export function configurationOf(
  run: Pick<CanaryRun, 'definition' | 'stage' | 'extendedSeconds'>,
  environment: Environment,
): FormSnapshot['configuration'] {
  const { definition, stage, extendedSeconds } = run;
  const next = nextStageOf(run)?.seconds ?? 0;
  const seconds = (definition.stages[stage - 1]?.seconds ?? definition.before.seconds) + extendedSeconds;
  const stageTitle = (key: string) => definition.stages.find((one) => one.key === key)?.title ?? key;
  return [
    { label: 'Environment', value: ENVIRONMENTS[environment] },
    ...definition.parameters.map((one) => ({
      ...{
        label: one.stage ? `${stageTitle(one.stage)}: ${one.label}` : one.label,
        value: parameterText(one),
      },
    })),
    ...(next > 0 ? [{ label: 'Duration', value: minutes(next) }] : []),
    ...(seconds > 0 ? [{ label: 'Time before this gate', value: minutes(seconds) }] : []),
  ];
}

/** What the gate leads from and to, in words. */
export function gateEnds({ definition, stage }: Pick<CanaryRun, 'definition' | 'stage'>): {
  from: string | null;
  to: string;
} {
  const title = (number: number) => {
    const one = definition.stages[number - 1];
    return one && `Stage ${number}, ${one.title}`;
  };
  return { from: title(stage) ?? null, to: title(stage + 1) ?? 'The end of the programme' };
}

/** Everything about a gate that its form rests on, read at one moment. */
export interface GateFacts {
  run: CanaryRun;
  facts: CriterionFacts & { guard(key: string): Sample | undefined };
  matrix: Matrix;
  epoch: number;
  build: readonly BuildVersion[];
  environment: Environment;
}

/** What the next stage would change now; nothing at the last gate. */
function changesOf({ run, matrix }: GateFacts): SignedChange[] {
  const wanted = (nextStageOf(run)?.settings ?? []).map((one) => ({
    ...{ switch: one.switch as SwitchName, symbol: one.symbol ?? null },
    value: 'inherit' in one ? ('inherit' as const) : one.value,
  }));
  return changesFor(matrix, wanted).map((change) => ({
    ...{ switch: change.switch, symbol: change.symbol, from: change.oldValue, to: change.newValue },
    // Whoever signs reads which way the value goes; that halving is the manual's own rollback says nothing here.
    direction:
      moveOf(definitionOf(change.switch), change.oldValue, change.newValue) === 'raising'
        ? 'raising'
        : 'reducing',
  }));
}

/** Guards that are armed by the run's state, and see nothing. */
function blindGuards({ run, facts }: GateFacts, now: Date): LiveFacts['blind'] {
  if (!isActive(run)) return [];
  return run.definition.guards.flatMap((guard) => {
    const latest = facts.guard(guard.key);
    if (guardState(guard, latest, now) !== 'blind') return [];
    return [{ title: `The guard "${guard.title}"`, why: latest?.problem ?? 'It has no fresh value.' }];
  });
}

/** What a frozen form is held against, as it is now. */
export function liveFactsOf(gate: GateFacts, now: Date): LiveFacts {
  const { run, facts, build, epoch } = gate;
  return {
    configuration: configurationOf(run, gate.environment),
    criteria: criteriaOf(judgeGroups(run, facts, now)),
    ...{ build, epoch, changes: changesOf(gate), blind: blindGuards(gate, now) },
  };
}

/** Figures of the snapshot: what a criterion has measured, and what was asked for by the key of its row. */
export function metricsOf(
  form: Pick<SignoffFormDefinition, 'metrics'>,
  criteria: readonly CriterionResult[],
  asked: ReadonlyMap<string, number | null>,
): MetricResult[] {
  return form.metrics.flatMap((metric) => {
    if ('query' in metric) return [askedMetric(metric, asked.get(metric.key) ?? null)];
    return measuredMetric(metric, criteria) ?? [];
  });
}

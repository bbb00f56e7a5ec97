// What the decision assistant shows of a tree: steps with answers and suggestions, those to come, and the words of its end. Pure.

import { type ChangePlan, planChange } from '#components/changes/change-plan.ts';
import { diffRows, losingOf, wayOfAll } from '#components/changes/change-set-words.ts';
import type { DiffRow } from '#components/changes/diff-preview.tsx';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import {
  assessmentName,
  type DecisionTree,
  type End,
  type Question,
  type Symptom,
} from '#lib/catalog/decision-types.ts';
import { someone } from '#lib/catalog/roles.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { AnswerView, AssessmentView } from '#lib/contract/assessment.ts';
import type { LevelView } from '#lib/contract/levels.ts';
import type { Matrix } from '#lib/rules/changes/matrix.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { answersOf } from '#lib/rules/runs/assessment.ts';
import { valuesOf, walk, wantedBy } from '#lib/rules/runs/decision-tree.ts';

export interface AssistantStep {
  question: Question;
  /** The answer that stands; null for the open question and those that may follow. */
  answer: AnswerView | null;
  /** Answers to it that were taken back, oldest first. */
  before: readonly AnswerView[];
  state: 'answered' | 'open' | 'to come';
  /** Option that the symptom suggests; never taken for an answer. */
  suggested: string | null;
}

/** Steps in their order: answered, the open one, and those that follow if the suggestions hold. */
export function stepsOf(
  tree: DecisionTree,
  assessment: AssessmentView,
  symptom: Symptom | undefined,
): AssistantStep[] {
  const standing = assessment.answers.filter((answer) => answer.takenBack === null);
  const answers = answersOf(standing);
  const { next } = walk(tree, answers);
  const suggests = assessment.closed ? {} : (symptom?.suggests ?? {});
  return walk(tree, { ...suggests, ...answers }).path.map(({ question }) => {
    const answer = standing.find((one) => one.question === question.key) ?? null;
    // After an answer was taken back, later ones wait: they stand, but the way does not come to them yet.
    const reached = walk(tree, answers).path.some((step) => step.question === question);
    return {
      question,
      answer: reached ? answer : null,
      before: assessment.answers.filter((one) => one.question === question.key && one.takenBack !== null),
      state: question === next ? 'open' : reached ? 'answered' : 'to come',
      suggested: suggests[question.key] ?? null,
    };
  });
}

/** `At once`, `Within 5 min`; null when no answer wants it by a time. */
export function withinWords(seconds: number | null): string | null {
  if (seconds === null) return null;
  return seconds === 0 ? 'At once' : `Within ${seconds / 60} min`;
}

/** The reason that is offered for the change at the end. */
export function offeredReason(number: number, symptom: string, title: string): string {
  return `${assessmentName(number)}, ${symptom}: ${title}`;
}

/** What a rollback of the manual no longer protects, of the changes that loosen something. */
export function losses(changes: readonly DiffRow[]): string[] {
  return changes.flatMap((change) => {
    const losing = losingOf(change);
    return losing === null ? [] : [losing];
  });
}

/**
 * Whether the press at an end raises exposure or loosens a control: the reason has the focus then, and Enter does nothing.
 * A level is a step toward safety as a whole, also where it loosens one control: its own preview is pressed with Enter too.
 */
export function endRaises(kind: End['action']['kind'], { way }: Pick<ChangePlan, 'way'>): boolean {
  return kind !== 'press-level' && (way === 'raising' || way === 'rollback');
}

/** Why this person cannot change these switches; null when they may. The server decides again. */
export function notAllowed(changes: readonly { switch: string }[], roles: readonly string[]): string | null {
  const shut = changes.find(
    (change) => !definitionOf(change.switch as SwitchName).changedBy.some((role) => roles.includes(role)),
  );
  if (!shut) return null;
  const who = someone(definitionOf(shut.switch as SwitchName).changedBy);
  return `You may not change ${shut.switch}: it takes ${who}. ${ASK_THEM}`;
}

const ASK_THEM = 'Ask one of them to press this: they see the same page.';

/** The values that an end is about: `hedge_enabled off`. */
export function holdsWords(end: End, matrix: Matrix): string[] {
  return valuesOf(end, matrix).map(
    ({ switch: name, symbol, value }) => `${placeName(name, symbol)} ${formatSwitchValue(name, value)}`,
  );
}

export interface EndPlan {
  /** What is shown: of a procedure, what its steps will set. */
  plan: ChangePlan;
  /** What the press itself changes. */
  changes: readonly DiffRow[];
  heldBy: string | null;
}

/** What the press at the end would do now, and why this person cannot: each end has the rights of what it does. */
export function endPlan(
  end: End,
  matrix: Matrix,
  levels: readonly LevelView[],
  roles: readonly string[],
): EndPlan {
  const { action } = end;
  if (action.kind === 'press-level') {
    const level = levels.find((one) => one.level === action.level);
    const changes = diffRows(level?.changes ?? []);
    const plan = {
      ...{ changes, way: wayOfAll(level?.changes ?? []) },
      ...{ warnings: [], blocks: [], waits: false },
    };
    return { plan, changes, heldBy: changes.length > 0 ? (level?.heldBy ?? null) : null };
  }
  const plan = planChange(matrix, wantedBy(end, matrix));
  const { changes } = plan;
  if (action.kind === 'procedure') return { plan, changes: [], heldBy: null };
  if (action.kind !== 'first-step') return { plan, changes, heldBy: notAllowed(changes, roles) };
  const held = notAllowedTo('apply-step', roles);
  const raised = changes.filter(({ way }) => way !== 'reducing');
  return { plan, changes, heldBy: held === null ? notAllowed(raised, roles) : `${held} ${ASK_THEM}` };
}

// Walks a decision tree: from the answers so far to the next question or the end, and what the end's action would change now.
import type { DecisionTree, End, Question, TreeOption } from '#lib/catalog/decision-types.ts';
import { levelOfNumber } from '#lib/catalog/levels.ts';
import type { Step } from '#lib/catalog/procedure-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { asWanted, type Matrix, valueIn, type Wanted } from '#lib/rules/changes/matrix.ts';
import { offeredRollback } from '#lib/rules/changes/rollback-action.ts';
import type { ChosenSetting } from './procedure-run.ts';
import { takesSettings } from './run-start.ts';

/** The option chosen for each question; answers to questions that the way does not reach are left out of account. */
export type Answers = Readonly<Record<string, string>>;

export interface Walk {
  /** Questions on the way in their order, each with its answer; the last may be open. */
  path: readonly { question: Question; option: TreeOption | null }[];
  next: Question | null;
  end: End | null;
  /** The shortest time within which an answer on the way wants the rollback; null when none says. */
  withinSeconds: number | null;
}

function follow(
  tree: DecisionTree,
  option: TreeOption,
  answers: Answers,
): { question: Question } | { end: End } {
  const way = option.ways.find(
    ({ when }) => when === undefined || when.is.includes(answers[when.question] ?? ''),
  );
  const question = way && 'question' in way.to ? tree.questions[way.to.question] : undefined;
  if (question) return { question };
  const end = way && 'end' in way.to ? tree.ends[way.to.end] : undefined;
  if (end) return { end };
  throw new Error(`the option ${option.key} of the tree ${tree.key} leads nowhere`);
}

/** Where these answers lead. */
export function walk(tree: DecisionTree, answers: Answers): Walk {
  const path: { question: Question; option: TreeOption | null }[] = [];
  const reached: Record<string, string> = {};
  let withinSeconds: number | null = null;
  let question = tree.questions[tree.first];
  while (question) {
    const asked: Question = question;
    const chosen = Object.hasOwn(answers, asked.key) ? answers[asked.key] : undefined;
    const option = asked.options.find((one) => one.key === chosen) ?? null;
    path.push({ question: asked, option });
    if (!option) return { path, next: asked, end: null, withinSeconds };
    reached[asked.key] = option.key;
    if (option.withinSeconds !== undefined)
      withinSeconds = Math.min(option.withinSeconds, withinSeconds ?? Number.POSITIVE_INFINITY);
    const led = follow(tree, option, reached);
    if ('end' in led) return { path, next: null, end: led.end, withinSeconds };
    question = led.question;
  }
  throw new Error(`the tree ${tree.key} has no question ${tree.first}`);
}

/** Steps of a procedure that everybody who runs it comes to. */
function stepsOf(key: string | null): Step[] {
  const stages = (key && PROCEDURES[key]?.stages) || [];
  return stages
    .filter((stage) => stage.when === undefined)
    .flatMap((stage) => stage.steps)
    .filter((step) => step.when === undefined);
}

function setBy(step: Step | undefined): readonly SwitchSetting[] {
  return step?.kind === 'apply' && step.settings !== 'from the start' ? step.settings : [];
}

/** The step that a procedure begins with. */
export function firstStep(procedure: string | null): Step | undefined {
  return stepsOf(procedure)[0];
}

/** The values that an end sets, seen from the matrix as it is; a procedure sets its own one step at a time. */
export function wantedBy({ action, procedure }: End, matrix: Matrix): Wanted[] {
  switch (action.kind) {
    case 'rollback-switch':
      return offeredRollback(matrix, action.switch);
    case 'press-level':
      return (levelOfNumber(action.level)?.settings ?? []).map(asWanted);
    case 'first-step':
      return setBy(firstStep(procedure)).map(asWanted);
    case 'apply': {
      const wanted = action.settings.map(asWanted);
      if (!action.adding) return wanted;
      const { switch: name, symbol } = action.adding;
      const held = valueIn(matrix, name);
      const members = new Set([...(Array.isArray(held) ? held : []), symbol]);
      return [...wanted, { switch: name, symbol: null, value: [...members].sort() }];
    }
    case 'procedure':
      return stepsOf(procedure).flatMap(setBy).map(asWanted);
    case 'watch':
      return [];
  }
}

/** All that an end is to hold: what it sets, or the value as it is where the manual's rollback of it goes no further. */
export function valuesOf(end: End, matrix: Matrix): Wanted[] {
  const wanted = wantedBy(end, matrix);
  if (end.action.kind !== 'rollback-switch' || wanted.length > 0) return wanted;
  const { switch: name } = end.action;
  return [{ switch: name, symbol: null, value: valueIn(matrix, name) }];
}

/** What the run of an end is started with, where its procedure leaves that to the starter: values that hold already too. */
export function startSettings(end: End, matrix: Matrix): ChosenSetting[] {
  const procedure = end.procedure === null ? undefined : PROCEDURES[end.procedure];
  if (procedure === undefined || !takesSettings(procedure)) return [];
  return valuesOf(end, matrix).map(({ switch: name, symbol, value }) => ({
    switch: name,
    ...(symbol === null ? {} : { symbol }),
    value: value as WireValue,
  }));
}

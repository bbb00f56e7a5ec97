// What an assessment's stored rows mean: its tree, its standing answers, and which of them a new answer leaves without ground.
import { DECISION_TREES } from '#lib/catalog/decision-trees.ts';
import type { DecisionTree } from '#lib/catalog/decision-types.ts';
import { type Answers, walk } from './decision-tree.ts';

/** The tree of a stored assessment; undefined when the catalogue no longer has it. */
export function treeOf(key: string): DecisionTree | undefined {
  return Object.hasOwn(DECISION_TREES, key) ? DECISION_TREES[key] : undefined;
}

export function answersOf(answers: readonly { question: string; option: string }[]): Answers {
  return Object.fromEntries(answers.map(({ question, option }) => [question, option]));
}

/** Standing answers to questions that the way no longer comes to: they go with the answer that changed. */
export function withoutGround<A extends { question: string; option: string }>(
  tree: DecisionTree,
  standing: readonly A[],
): A[] {
  const reached = new Set(walk(tree, answersOf(standing)).path.map(({ question }) => question.key));
  return standing.filter(({ question }) => !reached.has(question));
}

// Steps of the assistant: what is answered, open, suggested, taken back; words of its end; who may carry it out.
import { describe, expect, it } from 'vitest';
import { DECISION_TREES, SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import type { DecisionTree } from '#lib/catalog/decision-types.ts';
import { LEVELS } from '#lib/catalog/levels.ts';
import type { AnswerView, AssessmentView } from '#lib/contract/assessment.ts';
import type { LevelView } from '#lib/contract/levels.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';
import {
  endPlan,
  endRaises,
  holdsWords,
  losses,
  notAllowed,
  offeredReason,
  stepsOf,
  withinWords,
} from './decision-words.ts';

const tree = DECISION_TREES.incident as DecisionTree;
const mismatch = SYMPTOMS.get('position-mismatch');

function answer(question: string, option: string, takenBack = false): AnswerView {
  const at = '2026-11-26T03:16:12.000Z';
  const gone = takenBack ? { by: 'J. Lindqvist', at } : null;
  return {
    id: `${question}-${option}`,
    question,
    option,
    by: 'M. Okafor',
    at,
    readings: [],
    takenBack: gone,
  };
}

function assessment(...answers: AnswerView[]): AssessmentView {
  return {
    ...{ id: 'a', number: 7, tree: 'incident', symptom: 'position-mismatch', startedBy: 'M. Okafor' },
    ...{ startedAt: '2026-11-26T03:16:00.000Z', closed: null, answers },
  };
}

const shape = (view: AssessmentView) =>
  stepsOf(tree, view, mismatch).map(({ question, state, answer: given, suggested }) => [
    question.key,
    state,
    given?.option ?? null,
    suggested,
  ]);

it('answers nothing by itself: the first question is open and the suggested way lies ahead', () => {
  expect(shape(assessment())).toEqual([
    ['severity', 'open', null, 'inconsistent'],
    ['data', 'to come', null, 'positions'],
    ['width', 'to come', null, 'modules'],
    ['reach', 'to come', null, 'hl-mode'],
  ]);
});

it('follows the answers that people give, not the suggestion', () => {
  expect(shape(assessment(answer('severity', 'minor')))).toEqual([
    ['severity', 'answered', 'minor', 'inconsistent'],
    ['minor', 'open', null, null],
  ]);
});

it('opens a question whose answer was taken back, keeps that answer in sight, and lets later ones wait', () => {
  const steps = stepsOf(
    tree,
    assessment(answer('severity', 'critical', true), answer('width', 'modules')),
    mismatch,
  );
  expect(steps[0]).toMatchObject({ state: 'open', answer: null, before: [{ option: 'critical' }] });
  expect(steps.slice(1).every((step) => step.state === 'to come' && step.answer === null)).toBe(true);
});

it('suggests nothing any more once it is closed', () => {
  const at = '2026-11-26T03:20:00.000Z';
  const none = { endedIn: null, changeSetId: null, requestId: null, runId: null };
  const closed = { by: 'M. Okafor', at, outcome: 'dropped', reason: 'False alarm', ...none } as const;
  const [first] = stepsOf(tree, { ...assessment(), closed }, mismatch);
  expect(first?.suggested).toBeNull();
});

it('says by when, why, and what is no longer protected', () => {
  expect([withinWords(null), withinWords(0), withinWords(300)]).toEqual([null, 'At once', 'Within 5 min']);
  expect(offeredReason(7, 'Position mismatch', 'HL_MODE')).toBe('AS-7, Position mismatch: HL_MODE');
  const hedge = { switch: 'hedge_enabled', symbol: null, from: true, to: false };
  expect(losses([{ ...hedge, way: 'rollback' }])).toEqual([expect.stringMatching(/^Nothing hedges/)]);
  expect(losses([{ ...hedge, switch: 'trading_enabled', way: 'reducing' }])).toEqual([]);
});

it('tells who may change what somebody may not', () => {
  const both = [{ switch: 'routing_mode' }, { switch: 'global_betting_enabled' }];
  expect(notAllowed(both, ['super_admin'])).toBeNull();
  expect(notAllowed(both, ['risk_manager'])).toMatch(
    /^You may not change global_betting_enabled: it takes a super admin\./,
  );
  expect(notAllowed(both, ['operations'])).toMatch(
    /^You may not change routing_mode: it takes a risk manager or super admin\./,
  );
  expect(notAllowed([], ['operations'])).toBeNull();
});

describe('the press at the end', () => {
  const running: Matrix = {
    ...defaultMatrix(),
    global_betting_enabled: { value: true },
    routing_mode: { value: 'BETTING_MODE' },
  };
  const levels: LevelView[] = LEVELS.map((level) => ({
    ...{ level: level.level, name: level.name, title: level.title, means: level.means, triggers: [] },
    ...{ losing: null, capabilities: {}, lost: [], lastEffect: null },
    heldBy: level.level === 3 ? 'Level 3 is pressed by a super admin.' : null,
    changes: level.settings.map(({ switch: name, value }) => ({
      ...{ switch: name, symbol: null, oldValue: true, newValue: value as WireValue },
      ...{ direction: 'rollback' as const, oldInherited: false, newInherited: false },
    })),
  }));
  const planned = (key: string, roles: readonly string[], matrix = running) => {
    const end = tree.ends[key];
    if (!end) throw new Error(key);
    return endPlan(end, matrix, levels, roles);
  };

  it('has the rights of the level where it presses one: a risk manager, though switches of the super admin are in it', () => {
    const { changes, heldBy, plan } = planned('level-2', ['risk_manager']);
    expect(changes.map((change) => change.switch)).toContain('global_betting_enabled');
    expect([heldBy, plan.blocks, plan.waits]).toEqual([null, [], false]);
    expect(planned('level-3', ['risk_manager']).heldBy).toBe('Level 3 is pressed by a super admin.');
  });

  it('has the rights of a step where it takes the first step of its procedure', () => {
    const { changes, heldBy } = planned('hl-mode', ['risk_manager']);
    expect(changes.map((change) => change.switch)).toEqual(['global_betting_enabled', 'routing_mode']);
    expect(heldBy).toBeNull();
    expect(planned('hl-mode', ['operations']).heldBy).toMatch(
      /^You may not apply a step: it takes a risk manager/,
    );
  });

  it('has the rights of the switches where it sets values, and changes nothing by itself where a procedure runs', () => {
    expect(planned('internalisation', ['risk_manager']).heldBy).toMatch(/it takes a super admin\./);
    expect(planned('internalisation', ['super_admin']).heldBy).toBeNull();
    expect(planned('canary-rollback', ['operations'])).toMatchObject({ changes: [], heldBy: null });
  });

  it('raises where it loosens a control by itself, so that Enter does nothing; a level never does', () => {
    const raises = (key: string) => {
      const end = tree.ends[key];
      if (!end) throw new Error(key);
      return endRaises(end.action.kind, planned(key, ['super_admin']).plan);
    };
    expect(['hedge', 'liquidation'].map(raises)).toEqual([true, true]);
    expect(['routing', 'withdrawals', 'hl-mode', 'level-1', 'level-3'].map(raises)).toEqual(
      Array(5).fill(false),
    );
    expect(planned('level-1', ['super_admin']).plan.way).not.toBe('reducing');
  });

  it('names the values that hold already, also where the rollback goes no further', () => {
    const { routing, 'hl-mode': toHl } = tree.ends;
    if (!routing || !toHl) throw new Error('no such end');
    expect(holdsWords(routing, defaultMatrix())).toEqual(['routing_mode HL_MODE']);
    expect(holdsWords(toHl, running)).toEqual(['global_betting_enabled false', 'routing_mode HL_MODE']);
  });
});

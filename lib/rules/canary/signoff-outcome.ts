// What a form says will follow its decision, on the terms of its run: what rolls it back, what success is, and how it is carried out.
import type { SignoffFormDefinition } from '#lib/catalog/signoff-types.ts';
import type { FormSnapshot } from '#lib/contract/signoff.ts';
import { planOf } from './canary-plan.ts';
import { type CanaryRun, nextStageOf } from './canary-run.ts';
import type { FrozenCriterion } from './programme.ts';
import { figureText } from './signoff-figures.ts';

const WORDS = { '<': 'below ', '<=': 'at most ', '>': 'above ', '>=': 'at least ', '=': '' } as const;

/** `Acceptance rate: above 85%`; what somebody looks at by its title. */
function wanted(criterion: FrozenCriterion): string {
  if (criterion.kind !== 'metric') return criterion.title;
  const limit = `${WORDS[criterion.is]}${figureText(Number(criterion.target), criterion.unit)}`;
  return `${criterion.title}: ${limit}`;
}

type Outcome = Pick<
  FormSnapshot,
  | 'triggers'
  | 'mustHave'
  | 'shouldHave'
  | 'shouldHaveAtLeast'
  | 'afterSuccess'
  | 'afterFailure'
  | 'rollback'
  | 'plan'
>;

/** Success is that of the stage which the gate opens; the last gate opens none. */
export function outcomeOf(
  run: Pick<CanaryRun, 'definition' | 'stage'>,
  form: Pick<SignoffFormDefinition, 'afterRollback' | 'afterSuccess' | 'afterFailure' | 'plan'>,
): Outcome {
  const { definition } = run;
  const next = nextStageOf(run);
  const guards = next ? definition.guards : [];
  const labels = [...new Set(guards.map(({ rollback }) => rollback.label))];
  return {
    triggers: guards.map(({ title }) => title),
    rollback: next ? [...labels, ...form.afterRollback] : [],
    mustHave: (next?.acceptance ?? []).map(wanted),
    shouldHave: (next?.targets?.criteria ?? []).map(wanted),
    shouldHaveAtLeast: next?.targets?.least ?? 0,
    ...{ afterSuccess: form.afterSuccess, afterFailure: form.afterFailure },
    ...(form.plan === null
      ? {}
      : {
          plan: planOf(definition).stages.map(({ title, steps }) => ({
            title,
            steps: steps.map(({ title: what, detail }) =>
              detail ? `${what}${/[.?]$/.test(what) ? '' : '.'} ${detail}` : what,
            ),
          })),
        }),
  };
}

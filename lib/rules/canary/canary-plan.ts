// The execution plan of a canary on its own terms: started from a form that is open for signature or signed GO, never from a draft whose terms may still change.
import { CANARY_SWITCHES } from '#lib/catalog/canary-switches.ts';
import type { Procedure } from '#lib/catalog/procedure-types.ts';
import { canaryExecution } from '#lib/catalog/procedures/canary-execution.ts';
import { formAt } from '#lib/catalog/signoff.ts';
import { formName } from '#lib/catalog/signoff-types.ts';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { FrozenProgramme } from './programme.ts';

/** The plan with the terms that the run was frozen with. */
export function planOf({ parameters, stages }: Pick<FrozenProgramme, 'parameters' | 'stages'>): Procedure {
  const settings = (stages[0]?.settings ?? []).filter(
    (one) => 'value' in one && Object.hasOwn(CANARY_SWITCHES, one.switch),
  );
  return canaryExecution({ parameters, settings: settings as readonly SwitchSetting[] });
}

/** A canary with the state of its form at the gate before it; null where nobody has done anything with the form. */
export interface CarriedOut {
  number: number;
  definition: FrozenProgramme;
  ended: boolean;
  form: string | null;
}

export function planFor(canary: CarriedOut): Result<Procedure> {
  const { number, definition, ended, form } = canary;
  const name = formName(number, 0);
  if (formAt(definition.key, 0).plan === null)
    return fail('conflict', `${definition.title} is carried out by its gates: it has no execution plan.`);
  if (ended) return fail('conflict', `${name}: this canary is over. Plan a new one.`);
  if (form !== 'open' && form !== 'approved')
    return fail(
      'conflict',
      `${name} is not open for signature yet: open it first, so that the plan carries out the terms that are signed.`,
    );
  return ok(planOf(definition));
}

// A procedure in one line a step, for tables that hold it against the manuals.
import type { Check, Condition, Procedure, Step } from '#lib/catalog/procedure-types.ts';
import type { SwitchSetting } from '#lib/catalog/switches.ts';

const values = (settings: readonly SwitchSetting[]) =>
  settings
    .map(({ switch: name, value }) => `${name}=${JSON.stringify(value).replaceAll('"', '')}`)
    .join(', ');

function checkOutline(check: Check): string {
  switch (check.kind) {
    case 'switches':
      return values(check.settings);
    case 'figure':
      return `${check.name} ${check.compare} ${check.bound} ${check.unit}`;
    case 'positions':
      return `positions at most ${check.atMost}`;
    case 'backup':
      return `backup within ${check.withinHours} h`;
    default:
      return check.kind;
  }
}

function kindOutline(step: Step): string {
  switch (step.kind) {
    case 'tick':
      return step.evidence === 'required' ? 'tick with evidence' : 'tick';
    case 'apply':
      return `apply ${step.settings === 'from the start' ? 'what was chosen' : values(step.settings)}`;
    case 'command':
      return `command ${step.command}`;
    case 'observe':
      return `observe ${step.seconds} s: ${step.watch.map(checkOutline).join(', ')}`;
    case 'verify':
      return `verify ${checkOutline(step.check)}`;
    case 'choose':
      return `choose ${step.options.map(({ key }) => key).join(', ')}`;
    case 'record':
      return `record ${step.fields.map(({ key, atLeast }) => (atLeast === undefined ? key : `${key} at least ${atLeast}`)).join(', ')}`;
    case 'sign':
      return `sign ${step.people}${step.notStarter ? ' but the starter' : ''}`;
  }
}

const onlyIf = (when: Condition | undefined) => (when ? ` if ${when.step}=${when.is.join('|')}` : '');

/** `tick with evidence by super_admin if database=damaged, optional`. */
export function stepOutline(step: Step): string {
  const roles = step.roles ? ` by ${step.roles.join('|')}` : '';
  return `${kindOutline(step)}${roles}${onlyIf(step.when)}${step.optional ? ', optional' : ''}`;
}

/** Stage by stage, `key 300 s if choice=option:` with its steps in their order, `*` where any order will do. */
export function outline(procedure: Procedure): [key: string, what: string][] {
  return procedure.stages.flatMap(({ key, goalSeconds, anyOrder, when, steps }) => [
    [
      `# ${key}`,
      `${anyOrder ? 'any order' : 'in order'}${goalSeconds ? ` within ${goalSeconds} s` : ''}${onlyIf(when)}`,
    ],
    ...steps.map((step): [string, string] => [step.key, stepOutline(step)]),
  ]);
}

// Who may start a procedure, and the values that its starter chooses.
import type { Procedure } from '#lib/catalog/procedure-types.ts';
import { someone } from '#lib/catalog/roles.ts';
import { findSwitch, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { parseValue } from '#lib/rules/changes/parse-value.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { ChosenSetting } from './procedure-run.ts';

type Startable = Pick<Procedure, 'title' | 'startedBy'>;

/** Why somebody with these roles may not start it, and who may; null when they may. */
export function notStartedBy({ title, startedBy }: Startable, roles: readonly string[]): string | null {
  const held = notAllowedTo('start-run', roles);
  if (held !== null || startedBy.some((role) => roles.includes(role))) return held;
  return `"${title}" takes ${someone(startedBy)}.`;
}

export function mayStart(actor: Actor, procedure: Startable): Result<true> {
  const held = notStartedBy(procedure, actor.kind === 'person' ? actor.roles : []);
  return held === null ? ok(true) : fail('forbidden', held, { startedBy: procedure.startedBy });
}

/** Its starter names what it sets. */
export function takesSettings(procedure: Procedure): boolean {
  return procedure.stages.some(({ steps }) =>
    steps.some((step) => step.kind === 'apply' && step.settings === 'from the start'),
  );
}

/** The chosen values, each one that its switch can hold. Whether they may be set is decided when the step sets them. */
export function chosenSettings(
  procedure: Procedure,
  sent: readonly { switch: string; symbol?: string | undefined; value: unknown }[],
): Result<ChosenSetting[]> {
  if (sent.length === 0 && takesSettings(procedure)) {
    return fail(
      'invalid_input',
      `settings: name the switch that "${procedure.title}" is to set back, and its value.`,
    );
  }
  const chosen: ChosenSetting[] = [];
  for (const { switch: name, symbol, value } of sent) {
    const definition = findSwitch(name);
    if (!definition) return fail('not_found', `There is no switch "${name.slice(0, 60)}".`);
    if (symbol !== undefined && !isPerSymbol(name as SwitchName)) {
      return fail('invalid_value', `${name} has one value for the whole venue: leave the symbol out.`);
    }
    if (chosen.some((other) => other.switch === name && other.symbol === symbol)) {
      return fail('invalid_input', `settings: ${name} is there twice. Send each switch and symbol once.`);
    }
    const parsed = parseValue(name as SwitchName, definition, value);
    if (!parsed.ok) return parsed;
    chosen.push({ switch: name, ...(symbol === undefined ? {} : { symbol }), value: parsed.value });
  }
  return ok(chosen);
}

// A programme with the chosen parameters put in: what a run is frozen to, so that a catalogue that changes later changes no run.
import { Decimal } from 'decimal.js';
import { LEVELS } from '#lib/catalog/levels.ts';
import { parameterText, withParameters } from '#lib/catalog/parameter-text.ts';
import type {
  Criterion,
  Guard,
  Parameter,
  ParameterUnit,
  ParameterValue,
  Programme,
  ProgrammeRollback,
  StageSetting,
  Target,
} from '#lib/catalog/programme-types.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** A switch as the stage sets it; `inherit` removes the override of the symbol. */
export type FrozenSetting =
  | { switch: string; symbol?: string; value: WireValue }
  | { switch: string; symbol: string; inherit: true };

export type FrozenCriterion = Criterion & { target?: number };
export interface FrozenGuard extends Omit<Guard, 'threshold' | 'rollback'> {
  threshold: number;
  rollback: { label: string; settings: readonly { switch: string; value: WireValue }[] };
}

export interface FrozenStage {
  key: string;
  title: string;
  when: string;
  seconds: number;
  objective: string;
  settings: readonly FrozenSetting[];
  notes: readonly string[];
  acceptance: readonly FrozenCriterion[];
  targets?: { least: number; criteria: readonly FrozenCriterion[] };
}

export interface FrozenProgramme {
  key: string;
  title: string;
  short: string;
  purpose: string;
  source: string;
  parameters: readonly { key: string; label: string; stage?: string; value: ParameterValue; unit?: string }[];
  before: { title: string; seconds: number; acceptance: readonly FrozenCriterion[] };
  checks: readonly FrozenCriterion[];
  stages: readonly FrozenStage[];
  passCriteria: readonly FrozenCriterion[];
  guards: readonly FrozenGuard[];
  abort: FrozenGuard['rollback'];
}

type Chosen = Readonly<Record<string, ParameterValue>>;

const PHASE_1 = {
  label: 'Back to Phase 1: everything to HL',
  settings: [
    { switch: 'routing_mode', value: 'HL_MODE' },
    { switch: 'global_betting_enabled', value: false },
  ],
} as const;

export function rollbackOf(rollback: ProgrammeRollback): FrozenGuard['rollback'] {
  switch (rollback.kind) {
    case 'phase-1':
      return PHASE_1;
    case 'level':
      return {
        label: `Level ${rollback.level}`,
        settings: LEVELS.find(({ level }) => level === rollback.level)?.settings ?? [],
      };
    case 'switches':
      return { label: rollback.label, settings: rollback.settings };
  }
}

const MONEY = /^(0|[1-9]\d{0,14})(\.\d{1,2})?$/;

function unitWord(unit: ParameterUnit): string {
  return typeof unit === 'string' ? ` ${unit}` : '';
}

/** The value of one parameter, or the sentence that says what it may be. */
function checked(parameter: Parameter, value: unknown): Result<ParameterValue> {
  const wrong = (rule: string) =>
    fail('invalid_value', `${parameter.label} (${parameter.key}): ${rule}`, { parameter: parameter.key });
  switch (parameter.type) {
    case 'money': {
      const { min, max } = parameter.bounds;
      const rule = `send US dollars as text, from ${min} to ${max}.`;
      if (typeof value !== 'string' || !MONEY.test(value)) return wrong(rule);
      const amount = new Decimal(value);
      return amount.lt(min) || amount.gt(max) ? wrong(rule) : ok(amount.toFixed());
    }
    case 'number': {
      const { min, max } = parameter.bounds;
      const fits =
        typeof value === 'number' &&
        value >= min &&
        value <= max &&
        new Decimal(value).decimalPlaces() <= parameter.decimals;
      return fits ? ok(value) : wrong(`send a number from ${min} to ${max}${unitWord(parameter.unit)}.`);
    }
    case 'symbols': {
      const { members, one } = parameter;
      const rule = `send ${one ? 'one' : 'at least one'} of ${members.join(', ')}, as a list.`;
      if (!Array.isArray(value) || value.length === 0 || (one && value.length > 1)) return wrong(rule);
      const known = value.every((symbol) => members.some((member) => member === symbol));
      return known && new Set(value).size === value.length ? ok([...value].sort()) : wrong(rule);
    }
    case 'choice':
      return typeof value === 'string' && parameter.values.includes(value)
        ? ok(value)
        : wrong(`send ${parameter.values.join(' or ')}.`);
  }
}

/** Every parameter of the programme: as sent, or its default. Refuses what is outside its bounds and what is none. */
export function chooseParameters(
  programme: Programme,
  sent: Readonly<Record<string, unknown>>,
): Result<Chosen> {
  const unknown = Object.keys(sent).find((key) => !programme.parameters.some((one) => one.key === key));
  if (unknown !== undefined) {
    const known = programme.parameters.map(({ key }) => key).join(', ');
    return fail(
      'invalid_value',
      `${programme.title} has no parameter "${unknown.slice(0, 60)}": ${known ? `it has ${known}.` : 'it has none.'}`,
    );
  }
  const chosen: Record<string, ParameterValue> = {};
  for (const parameter of programme.parameters) {
    const value = Object.hasOwn(sent, parameter.key) ? sent[parameter.key] : parameter.default;
    const result = checked(parameter, value);
    if (!result.ok) return result;
    chosen[parameter.key] = result.value;
  }
  return ok(chosen);
}

function taken(chosen: Chosen, key: string): ParameterValue {
  const value = chosen[key];
  if (value === undefined) throw new Error(`the programme refers to a parameter it does not have: ${key}`);
  return value;
}

function amount(chosen: Chosen, target: Target): number {
  return typeof target === 'number' ? target : Number(taken(chosen, target.parameter));
}

function settingOf(setting: StageSetting, chosen: Chosen): FrozenSetting {
  const place = { switch: setting.switch, ...('symbol' in setting ? { symbol: setting.symbol } : {}) };
  if ('inherit' in setting) return { switch: setting.switch, symbol: setting.symbol, inherit: true };
  if ('value' in setting) return { ...place, value: setting.value };
  if (typeof setting.from === 'string') {
    const value = taken(chosen, setting.from);
    if (!setting.as) return { ...place, value };
    const translated = setting.as[String(value)];
    if (translated === undefined)
      throw new Error(`${setting.switch} has no value for ${String(value)} of ${setting.from}`);
    return { ...place, value: translated };
  }
  const amounts = setting.from.map((key) => new Decimal(String(taken(chosen, key))));
  return { ...place, value: Decimal.max(...amounts).toFixed() };
}

type Say = (sentence: string) => string;

function criterionOf(criterion: Criterion, chosen: Chosen, say: Say): FrozenCriterion {
  const title = say(criterion.title);
  if (criterion.kind === 'metric') return { ...criterion, title, target: amount(chosen, criterion.target) };
  return criterion.kind === 'manual'
    ? { ...criterion, title, ask: say(criterion.ask) }
    : { ...criterion, title };
}

function unitOf(parameter: Parameter, chosen: Chosen): string | undefined {
  if (parameter.type === 'money') return 'USD';
  if (parameter.type !== 'number') return undefined;
  const { unit } = parameter;
  return typeof unit === 'string' ? unit : parameterText({ value: taken(chosen, unit.of) });
}

function parametersOf(programme: Programme, chosen: Chosen): FrozenProgramme['parameters'] {
  return programme.parameters.map((one) => {
    const unit = unitOf(one, chosen);
    return {
      ...{ key: one.key, label: one.label, value: taken(chosen, one.key) },
      ...(one.stage ? { stage: one.stage } : {}),
      ...(unit === undefined ? {} : { unit }),
    };
  });
}

export function freeze(programme: Programme, chosen: Chosen): FrozenProgramme {
  const parameters = parametersOf(programme, chosen);
  const say: Say = (sentence) => withParameters(sentence, parameters);
  const frozen = (criteria: readonly Criterion[]) => criteria.map((one) => criterionOf(one, chosen, say));
  const { key, title, short, purpose, source, before, checks, stages, passCriteria, guards, abort } =
    programme;
  return {
    ...{ key, title, short, purpose, source, parameters },
    before: { ...before, acceptance: frozen(before.acceptance) },
    checks: frozen(checks),
    stages: stages.map(({ settings, acceptance, targets, notes, objective, ...stage }) => ({
      ...stage,
      ...{ objective: say(objective), notes: notes.map(say) },
      settings: settings.map((one) => settingOf(one, chosen)),
      acceptance: frozen(acceptance),
      ...(targets ? { targets: { least: targets.least, criteria: frozen(targets.criteria) } } : {}),
    })),
    passCriteria: frozen(passCriteria),
    guards: guards.map((guard) => ({
      ...guard,
      title: say(guard.title),
      threshold: amount(chosen, guard.threshold),
      rollback: rollbackOf(guard.rollback),
    })),
    abort: rollbackOf(abort),
  };
}

/** As the manual has it: every parameter at its default. */
export function frozenByDefault(programme: Programme): FrozenProgramme {
  const chosen = chooseParameters(programme, {});
  if (!chosen.ok) throw new Error(`${programme.key}: ${chosen.error.message}`);
  return freeze(programme, chosen.value);
}

/** The query with the window put in, in whole seconds; at least a minute, or rates find nothing. Its half is its later one. */
export function queryFor(query: string, seconds: number): string {
  const window = Math.max(60, Math.ceil(seconds));
  return query
    .replaceAll('$window', `${window}s`)
    .replaceAll('$half', `${Math.ceil(window / 2)}s`)
    .replaceAll('$seconds', String(window));
}

/** Every query of a programme once, with the title of what asks it first. */
export function queriesOf(programme: FrozenProgramme): { title: string; query: string }[] {
  const criteria = [
    ...programme.before.acceptance,
    ...programme.checks,
    ...programme.passCriteria,
    ...programme.stages.flatMap(({ acceptance, targets }) => [...acceptance, ...(targets?.criteria ?? [])]),
  ];
  const titles = new Map<string, string>();
  const add = (query: string, title: string) => titles.set(query, titles.get(query) ?? title);
  for (const { title, ...one } of criteria) {
    if (one.kind !== 'metric') continue;
    add(one.query, title);
    add(one.samples.query, title);
    if (!one.baseline) continue;
    for (const query of [one.baseline.query, one.baseline.samples, one.baseline.ageGapSeconds])
      add(query, title);
  }
  for (const { query, title } of programme.guards) add(query, title);
  return [...titles].map(([query, title]) => ({ query, title }));
}

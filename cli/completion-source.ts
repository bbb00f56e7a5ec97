// What can stand for an argument or an option's value: said beside its definition, asked for when Tab is pressed.
import type { Argument, Option } from 'commander';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { findSwitch, isPerSymbol, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';

export interface Choice {
  value: string;
  /** Shown beside it by shells that can. */
  about?: string;
}

/** `typed`: the beginning of the word. `operands`: the arguments that stand already. */
export type Source = 'files' | ((typed: string, operands: readonly string[]) => readonly Choice[]);

const SOURCES = new WeakMap<Argument | Option, Source>();

export function completing<Part extends Argument | Option>(part: Part, source: Source): Part {
  SOURCES.set(part, source);
  return part;
}

export function sourceOf(part: Argument | Option): Source | undefined {
  const { argChoices } = part;
  return SOURCES.get(part) ?? (argChoices ? () => argChoices.map((value) => ({ value })) : undefined);
}

export function switchNames(): Choice[] {
  return SWITCH_NAMES.map((value) => ({ value, about: findSwitch(value)?.label ?? '' }));
}

/** Symbols that the switch of the first argument may have a value for. */
export function symbolsOfSwitch(_typed: string, [name = '']: readonly string[]): Choice[] {
  return findSwitch(name) && isPerSymbol(name as SwitchName) ? SYMBOLS.map((value) => ({ value })) : [];
}

/** Values of the switch of the first argument. */
export function valuesOfSwitch(typed: string, [name = '']: readonly string[]): Choice[] {
  const definition = findSwitch(name);
  return definition ? valuesOf(definition, typed).map((value) => ({ value })) : [];
}

function valuesOf(definition: SwitchDefinition, typed: string): readonly string[] {
  switch (definition.type) {
    case 'bool':
      return ['true', 'false'];
    case 'enum':
      return definition.values;
    case 'symbols': {
      const before = typed.slice(0, typed.lastIndexOf(',') + 1);
      const taken = before.split(',');
      const more = definition.members.filter((one) => !taken.includes(one)).map((one) => before + one);
      return before ? more : ['none', ...more];
    }
    case 'money':
      return definition.mayBeOff ? [definition.default, 'off'] : [definition.default];
    case 'decimal':
    case 'int':
      return [String(definition.default)];
  }
}

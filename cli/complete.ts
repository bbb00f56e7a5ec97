// What may stand at the cursor of a command line: commands, options, and what is said of each argument and option value.
import type { Command, Option } from 'commander';
import { type Choice, type Source, sourceOf } from './completion-source.ts';

interface Place {
  command: Command;
  /** Arguments of the command that stand already. */
  operands: string[];
  /** The option whose value comes next. */
  awaiting: Option | undefined;
  /** After `--` everything is an argument. */
  onlyOperands: boolean;
}

function optionsOf(command: Command): Option[] {
  const own = [...command.options];
  return command.parent ? [...own, ...optionsOf(command.parent)] : own;
}

function findOption(command: Command, word: string): Option | undefined {
  return optionsOf(command).find((option) => option.long === word || option.short === word);
}

function takesValue(option: Option | undefined): boolean {
  return option !== undefined && (option.required || option.optional);
}

function walk(program: Command, words: readonly string[]): Place {
  const place: Place = { command: program, operands: [], awaiting: undefined, onlyOperands: false };
  for (const word of words) {
    if (place.awaiting) place.awaiting = undefined;
    else if (place.onlyOperands) place.operands.push(word);
    else if (word === '--') place.onlyOperands = true;
    else if (word.startsWith('-')) {
      const option = findOption(place.command, word);
      if (takesValue(option)) place.awaiting = option;
    } else {
      const next = place.command.commands.find((one) => one.name() === word);
      if (next) place.command = next;
      else place.operands.push(word);
    }
  }
  return place;
}

function from(
  source: Source | undefined,
  typed: string,
  operands: readonly string[],
): readonly Choice[] | 'files' {
  if (source === 'files') return 'files';
  return (source?.(typed, operands) ?? []).filter(({ value }) => value.startsWith(typed));
}

/** Options that are not there yet, own ones first. */
function optionChoices(place: Place, typed: string, words: readonly string[]): Choice[] {
  return [...optionsOf(place.command), ...place.command.createHelp().visibleOptions(place.command)]
    .filter((option, i, all) => all.findIndex((one) => one.long === option.long) === i)
    .flatMap(({ long, hidden, description }) =>
      long && !hidden && long.startsWith(typed) && !words.includes(long)
        ? [{ value: long, about: description }]
        : [],
    );
}

/** `words`: everything after the program's name up to the cursor; the last one is being typed. */
export function completionsOf(program: Command, words: readonly string[]): readonly Choice[] | 'files' {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const place = walk(program, before);
  if (place.awaiting) return from(sourceOf(place.awaiting), typed, place.operands);
  const [, name = '', value = ''] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  const joined = place.onlyOperands ? undefined : findOption(place.command, name);
  if (joined) {
    const found = from(sourceOf(joined), value, place.operands);
    return found === 'files'
      ? found
      : found.map((choice) => ({ ...choice, value: `${name}=${choice.value}` }));
  }
  if (typed.startsWith('-') && !place.onlyOperands) return optionChoices(place, typed, before);
  // A command comes first or not at all.
  const below = place.operands.length > 0 ? [] : place.command.createHelp().visibleCommands(place.command);
  const commands = below
    .filter((command) => command.name().startsWith(typed))
    .map((command) => ({ value: command.name(), about: command.description() }));
  if (commands.length > 0) return commands;
  const argument = place.command.registeredArguments[place.operands.length];
  return argument ? from(sourceOf(argument), typed, place.operands) : [];
}

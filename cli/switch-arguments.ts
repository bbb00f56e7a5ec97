// Arguments and options that several commands about switches take.
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { Role } from '#lib/catalog/roles.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import { completing, switchNames, symbolsOfSwitch } from './completion-source.ts';
import { momentArgument } from './times.ts';

/** What somebody saw: the revision of the last change, and the epoch if they say it. */
export interface Expected {
  expectedEpoch?: number;
  expectedRevision: number;
}

export interface WriteOptions extends TermOptions {
  symbol?: string;
  reason?: string;
  expectedRevision?: Expected;
  /** Position of the matrix, `1.42`. */
  expected?: string;
  idempotencyKey?: string;
  yes?: boolean;
}

export function nameArgument(): Argument {
  return completing(new Argument('<name>', 'the switch, such as routing_mode'), switchNames);
}

export function symbolOption(words = 'only for this symbol, such as BTC'): Option {
  return completing(new Option('--symbol <symbol>', words), symbolsOfSwitch);
}

export function switchOption(): Option {
  return completing(new Option('--switch <name>', 'only of this switch'), switchNames);
}

export function reasonOption(): Option {
  return new Option('--reason <text>', 'why, for the audit log');
}

export function keyOption(): Option {
  return new Option(
    '--idempotency-key <key>',
    'the same key and input is done once; to ask again after no answer',
  );
}

export function expectedRevisionOption(): Option {
  return new Option(
    '--expected-revision <revision>',
    'refuse when the switch has changed since this revision, or with its epoch (1.42) when the database was restored since',
  ).argParser(expectedOf);
}

/** `42`, or `1.42` with the epoch. */
function expectedOf(text: string): Expected {
  const [, epoch, revision = ''] = /^(?:(\d{1,9})\.)?(\d{1,15})$/.exec(text) ?? [];
  if (revision === '') throw new InvalidArgumentError('It is a revision such as 42, or 1.42 with its epoch.');
  return {
    ...(epoch === undefined ? {} : { expectedEpoch: Number(epoch) }),
    expectedRevision: Number(revision),
  };
}

export function expectedOption(words = 'refuse when the matrix is not there any more, such as 1.42'): Option {
  return new Option('--expected <position>', words);
}

/** What a change may say besides its value and its reason. */
export interface TermOptions {
  until?: string;
  incident?: string;
  breakGlass?: string;
}

export function untilOption(): Option {
  return new Option(
    '--until <time>',
    'the value is temporary: then you are told to set it back (2026-03-19T18:00:00Z)',
  ).argParser(momentArgument);
}

export function incidentOption(): Option {
  return new Option('--incident <name>', 'the incident this belongs to, such as INC-42');
}

export function breakGlassOption(): Option {
  return new Option(
    '--break-glass <incident>',
    'without a second person: everybody is told, and somebody else has to review it',
  );
}

export function withTerms(command: Command): Command {
  return command.addOption(untilOption()).addOption(incidentOption()).addOption(breakGlassOption());
}

/** The options as the command takes them. */
export function termsOf({ until, incident, breakGlass }: TermOptions) {
  return {
    ...(until === undefined ? {} : { until }),
    ...(incident === undefined ? {} : { incident }),
    ...(breakGlass === undefined ? {} : { breakGlass: { incident: breakGlass } }),
  };
}

export function yesOption(): Option {
  return new Option('--yes', 'do it without asking');
}

/** Who in a demo changes switches, whichever they are. */
export const CHANGERS: readonly Role[] = ['risk_manager', 'super_admin'];

/** Who in a demo may change all of these switches, those with the fewest rights first. */
export function rolesFor(names: readonly string[]): readonly Role[] {
  if (names.length === 0) return CHANGERS;
  const lists = names.map((name): readonly Role[] => findSwitch(name)?.changedBy ?? []);
  const [first = []] = lists;
  return first.filter((role) => lists.every((list) => list.includes(role)));
}

/** Who in a demo reads: every role may, this one changes nothing. */
export const READERS: readonly Role[] = ['auditor'];

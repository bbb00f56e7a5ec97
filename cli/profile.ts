// `bulkhead profile`: the consoles that are stored, and which of them is used when nothing else is said.
import { Argument, type Command } from 'commander';
import { completing } from './completion-source.ts';
import type { DoorOptions } from './door.ts';
import { printError, printJson, printLine } from './output.ts';
import { findProfile, readProfiles, writeProfiles } from './profiles.ts';
import { printTable } from './table.ts';

export function asProfileList(command: Command): Command {
  return command
    .description('List the stored consoles.')
    .action((_options, own: Command) => profileList(own.optsWithGlobals()));
}

export function asProfileUse(command: Command): Command {
  return command
    .description('Make a stored console the current one.')
    .addArgument(completing(new Argument('<name>', 'the profile'), profileNames))
    .action((name: string, _options, own: Command) => profileUse(name, own.optsWithGlobals()));
}

export function profileNames() {
  return readProfiles().profiles.map(({ name, url }) => ({ value: name, about: url }));
}

function profileList(options: DoorOptions): void {
  const { current, profiles } = readProfiles();
  // Never the token.
  const items = profiles.map(({ name, url }) => ({ name, url, current: name === current }));
  if (options.json) printJson({ items });
  else if (items.length === 0) printError('No console is stored: sign in with bulkhead login.');
  else {
    printTable(
      [{ title: 'PROFILE' }, { title: 'CONSOLE', gives: 1 }, { title: 'CURRENT' }],
      items.map((one) => [one.name, one.url, one.current ? 'yes' : '']),
    );
  }
}

function profileUse(name: string, options: DoorOptions): void {
  const stored = readProfiles();
  const { url } = findProfile(stored, name);
  writeProfiles({ ...stored, current: name });
  if (options.json) printJson({ profile: name, url });
  else printLine(`${name} is current: ${url}.`);
}

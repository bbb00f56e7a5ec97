// `bulkhead logout`: forgets the token of a console.
import type { Command } from 'commander';
import type { DoorOptions } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { findProfile, readProfiles, writeProfiles } from './profiles.ts';

export function asLogout(command: Command): Command {
  return command
    .description('Forget the token of the current console, or of --profile.')
    .action((_options, own: Command) => logout(own.optsWithGlobals()));
}

function logout(options: DoorOptions): void {
  const stored = readProfiles();
  const name = options.profile ?? stored.current;
  if (name === null) throw new CliFailure('unauthenticated', 'Nobody is signed in.');
  const gone = findProfile(stored, name);
  writeProfiles({
    current: stored.current === name ? null : stored.current,
    profiles: stored.profiles.filter((one) => one.name !== name),
  });
  if (options.json) {
    printJson({ profile: name, url: gone.url });
    return;
  }
  printLine(`The token for ${gone.url} is forgotten here (profile ${name}).`);
  printError('It works until it is revoked: do that in the console, under your own profile.');
}

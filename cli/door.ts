// Which console to ask, and as whom: options, environment, a stored profile, or the demo that runs from this folder.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Role } from '#lib/catalog/roles.ts';
import { CliFailure } from './failure.ts';
import { running } from './installation.ts';
import { findProfile, type Profile, readProfiles } from './profiles.ts';

export interface Door {
  url: string;
  token: string;
  /** Six-digit code of the authenticator app, given up front. */
  totp?: string;
  /** The profile it comes from; undefined when everything was named another way. */
  profile?: string;
}

/** Options that every command takes. */
export interface DoorOptions {
  url?: string;
  token?: string;
  profile?: string;
  totp?: string;
  json?: boolean;
}

export const DEFAULT_URL = 'http://localhost:3000';

const DOOR_HELP = `
The console comes from --url, --profile, BULKHEAD_URL or the profile of bulkhead login; the token from --token,
BULKHEAD_TOKEN, BULKHEAD_TOKEN_FILE or that profile. A stored token is only ever sent to its own address. Without
any of them a demo that runs from this folder is used, as the demo account that may.`;

/** Gives a command line the options that say where to ask and as whom. */
export function withDoor(command: Command): Command {
  return command
    .option('--url <url>', 'address of the console')
    .option('--profile <name>', 'a console stored by bulkhead login')
    .option('--token <token>', 'personal token (better: BULKHEAD_TOKEN, which other users cannot see)')
    .option('--totp <code>', 'six-digit code of your authenticator app, for commands that ask for it')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', DOOR_HELP);
}

/** The address without a slash at its end. Throws CliFailure when it is none. */
export function consoleAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) {
    throw new CliFailure('invalid_input', 'The address of the console begins with http:// or https://.');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new CliFailure('invalid_input', 'The address of the console has no user, no ? and no #.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Where to send it and as whom. `roles`: whoever may do it, those with the fewest rights first, for a demo. */
export function doorOf(options: DoorOptions, roles: readonly Role[]): Door {
  const named = process.env.BULKHEAD_URL || undefined;
  const stored = readProfiles();
  const chosen = options.profile === undefined ? undefined : findProfile(stored, options.profile);
  if (chosen && options.url !== undefined && consoleAddress(options.url) !== chosen.url) {
    throw new CliFailure(
      'invalid_input',
      `--url and --profile name two consoles: ${chosen.name} is ${chosen.url}.`,
    );
  }
  const current = stored.profiles.find((one) => one.name === stored.current);
  const { consoleUrl, accounts } = running();
  const url = consoleAddress(
    chosen?.url ?? options.url ?? named ?? current?.url ?? consoleUrl ?? DEFAULT_URL,
  );
  const profile = chosen ?? profileAt(url, current, stored.profiles);
  const demo = url === consoleUrl ? accounts : undefined;
  // The account with the fewest rights that suffice.
  const account = roles
    .map((role) => demo?.find((one) => one.roles.includes(role)))
    .find((found) => found !== undefined);
  const given = options.token ?? (chosen ? undefined : tokenFromEnvironment());
  const token = given ?? profile?.token ?? account?.token;
  if (token === undefined) {
    throw new CliFailure(
      'unauthenticated',
      `Nobody is signed in at ${url}: run bulkhead login, or set BULKHEAD_TOKEN to a personal token.`,
    );
  }
  return {
    url,
    token,
    ...(options.totp === undefined ? {} : { totp: options.totp }),
    ...(given === undefined && profile ? { profile: profile.name } : {}),
  };
}

function profileAt(
  url: string,
  current: Profile | undefined,
  profiles: readonly Profile[],
): Profile | undefined {
  return current?.url === url ? current : profiles.find((one) => one.url === url);
}

function tokenFromEnvironment(): string | undefined {
  const file = process.env.BULKHEAD_TOKEN_FILE;
  if (process.env.BULKHEAD_TOKEN || !file) return process.env.BULKHEAD_TOKEN || undefined;
  return tokenFromFile(file, 'BULKHEAD_TOKEN_FILE');
}

/** The token in a file. `named` is what names the file. */
export function tokenFromFile(file: string, named: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliFailure('unauthenticated', `${named} names ${file}, which cannot be read (${code}).`);
  }
}

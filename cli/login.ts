// `bulkhead login`: asks for an address and a personal token, tries them, and keeps them for the commands that follow.
import { type Command, Option } from 'commander';
import type { MeBody } from '#lib/contract/console.ts';
import { askRead } from './api.ts';
import { completing } from './completion-source.ts';
import { consoleAddress, DEFAULT_URL, type DoorOptions, tokenFromFile } from './door.ts';
import { CliFailure } from './failure.ts';
import { printError, printJson, printLine } from './output.ts';
import { checkProfileName, type Profiles, profileNameOf, readProfiles, writeProfiles } from './profiles.ts';
import { askHidden, askLine, canAsk, readStandardInput } from './terminal.ts';

interface Options extends DoorOptions {
  tokenFile?: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const HELP = `
The token is made in the console, under your own profile. It is asked for and not shown, or read from --token-file or
standard input. Several consoles are kept side by side as profiles; the newest one is current (bulkhead profile use).`;

export function asLogin(command: Command): Command {
  return command
    .description('Sign in to a console with a personal token, and remember it.')
    .addOption(
      completing(
        new Option('--token-file <file>', 'read the token from this file (-: standard input)'),
        'files',
      ),
    )
    .addHelpText('after', HELP)
    .action((_options, own: Command) => login(own.optsWithGlobals()));
}

async function addressOf(options: Options, stored: Profiles): Promise<string> {
  const known = stored.profiles.find((one) => one.name === options.profile)?.url;
  const named = options.url ?? known ?? (process.env.BULKHEAD_URL || undefined);
  if (named !== undefined) return consoleAddress(named);
  if (!canAsk()) throw new CliFailure('invalid_input', 'Name the console with --url.');
  const usual = stored.profiles.find((one) => one.name === stored.current)?.url ?? DEFAULT_URL;
  return consoleAddress((await askLine(`Address of the console [${usual}]: `)) || usual);
}

async function tokenOf(options: Options): Promise<string> {
  if (options.token !== undefined) return options.token;
  if (options.tokenFile !== undefined && options.tokenFile !== '-') {
    return tokenFromFile(options.tokenFile, '--token-file');
  }
  if (options.tokenFile === undefined && canAsk()) return askHidden('Personal token (not shown): ');
  if (process.stdin.isTTY) {
    throw new CliFailure('invalid_input', 'Give the token with --token-file, or on standard input.');
  }
  return readStandardInput();
}

async function login(options: Options): Promise<void> {
  const stored = readProfiles();
  const url = await addressOf(options, stored);
  const name = checkProfileName(
    options.profile ?? stored.profiles.find((one) => one.url === url)?.name ?? profileNameOf(url),
  );
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !LOOPBACK.test(hostname)) {
    printError(`Note: what is sent to ${url} is not encrypted; whoever can listen can read the token.`);
  }
  const token = await tokenOf(options);
  if (token === '') throw new CliFailure('invalid_input', 'There is no token to sign in with.');
  // Nothing is kept that the console does not take.
  const me = await askRead<MeBody>({ url, token }, 'me');
  const others = stored.profiles.filter((one) => one.name !== name);
  writeProfiles({ current: name, profiles: [...others, { name, url, token }] });
  if (options.json) printJson({ profile: name, url, me });
  else
    printLine(
      `Signed in to ${url} (${me.environment}) as ${me.name}, ${me.roles.join(', ') || 'without a role'}; profile ${name}.`,
    );
}

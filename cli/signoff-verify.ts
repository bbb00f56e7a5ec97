// `bulkhead signoff verify`: checks the bundle of a signed form on any machine, without Bulkhead and without its database.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Argument, type Command, Option } from 'commander';
import type { SignoffVerdict } from '#lib/audit/verify-signoff.ts';
import { ERRORS } from '#lib/catalog/errors.ts';
import { completing } from './completion-source.ts';
import { CliFailure } from './failure.ts';
import { count, printError, printJson, printLine } from './output.ts';

interface Options {
  publicKey?: string;
  json?: boolean;
}

const HELP = `
FILE is the bundle of a form, as its screen or "bulkhead signoff export" gives it. Checked are the hash of the text, the
four people and their order, every passkey, the seal, and the pieces of the audit log up to signed checkpoints.
With --public-key it must be sealed with that key; else its key is taken at its word, and its id is printed.
Exit codes: 0 sound, 7 broken, 2 wrong arguments or a file that cannot be read.`;

export function asSignoffVerify(command: Command): Command {
  return command
    .description('Verify the bundle of a signed form, offline.')
    .addArgument(completing(new Argument('<file>', 'the bundle'), 'files'))
    .addOption(completing(new Option('--public-key <file>', 'key that it must be sealed with'), 'files'))
    .addHelpText('after', HELP)
    .action((file: string, _options, own: Command) => verify(file, own.optsWithGlobals()));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliFailure(
      'invalid_input',
      code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
    );
  }
}

function trustedKey(path: string | undefined): KeyObject | undefined {
  if (path === undefined) return undefined;
  const pem = read(path);
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // The sentence below is what helps.
  }
  throw new CliFailure('invalid_input', `${path} is not an Ed25519 public key in PEM form.`);
}

async function verify(file: string, { publicKey, json }: Options): Promise<void> {
  const trusted = trustedKey(publicKey);
  // Loaded here, for no other command needs it.
  const { verifySignoff } = await import('#lib/audit/verify-signoff.ts');
  const verdict = await verifySignoff(read(file), trusted);
  if (json) printJson(asJson(verdict, trusted !== undefined));
  else say(verdict, trusted !== undefined);
  if (verdict.broken) process.exitCode = ERRORS.integrity_broken.exit;
}

function asJson(
  { broken, sealed, keyId, passkeys, entries, checkpoints }: SignoffVerdict,
  keyTrusted: boolean,
) {
  return {
    sound: broken === null,
    broken,
    form: sealed?.form ?? null,
    decision: sealed?.decision ?? null,
    decidedAt: sealed?.decidedAt ?? null,
    hash: sealed?.hash ?? null,
    signedBy: sealed?.signatures.map(({ line, person, at, proof }) => ({
      ...{ line, name: person.name, at, provenBy: proof.kind },
    })),
    ...{ passkeys, keyId, keyTrusted, entries, checkpoints },
  };
}

const DECISIONS: Readonly<Record<string, string>> = { go: 'GO', 'no-go': 'NO-GO' };

function say(verdict: SignoffVerdict, keyTrusted: boolean): void {
  const { broken, sealed, keyId, passkeys, entries, checkpoints } = verdict;
  if (broken) {
    printLine('This bundle is BROKEN.');
    printLine(`  ${broken}`);
    return;
  }
  if (!sealed) return;
  printLine(
    `${sealed.form}: ${DECISIONS[sealed.decision] ?? sealed.decision}, ${sealed.decidedAt}. The bundle is sound.`,
  );
  for (const { line, person, at, proof } of sealed.signatures) {
    printLine(
      `  ${line.padEnd(14)} ${person.name}, ${at}, by ${proof.kind === 'passkey' ? 'passkey' : 'one-time code'}`,
    );
  }
  if (sealed.declined)
    printLine(`  ${'declined'.padEnd(14)} ${sealed.declined.by.name}: ${sealed.declined.reason}`);
  printLine(`  ${'text, SHA-256'.padEnd(14)} ${sealed.hash}`);
  printLine(`  ${'sealed by'.padEnd(14)} key ${keyId}`);
  printLine(
    `  ${'audit log'.padEnd(14)} ${count(entries)} entries, ${count(checkpoints)} signed checkpoints`,
  );
  const codes = sealed.signatures.length - passkeys;
  if (codes > 0) {
    printError(
      `${codes} of the signatures ${codes === 1 ? 'was' : 'were'} proven with a one-time code, which leaves nothing to check again: for ${codes === 1 ? 'it' : 'them'} the seal and the log vouch.`,
    );
  }
  if (!keyTrusted)
    printError(
      `Compare the key with one you trust: --public-key. Whoever has another key can seal anything.`,
    );
}

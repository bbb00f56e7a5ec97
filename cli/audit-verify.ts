// `bulkhead audit verify`: recomputes the whole audit chain and compares it with the checkpoints kept outside.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import { type LineFile, lookAtLines, readLines } from '#lib/audit/line-file.ts';
import { plannedRestore, restoreLines } from '#lib/audit/restore-file.ts';
import type { OutsideCheckpoints, Verdict } from '#lib/audit/verify-chain.ts';
import { ERRORS } from '#lib/catalog/errors.ts';
import { parseCheckpointLine } from '#lib/contract/audit-export.ts';
import { entriesInName } from '#lib/contract/export.ts';
import { completing } from './completion-source.ts';
import { CliFailure } from './failure.ts';
import { dataFile, running } from './installation.ts';
import { wholeNumber } from './numbers.ts';
import { count, printError, printJson, printLine } from './output.ts';

interface Options {
  databaseUrl?: string;
  /** False with --no-checkpoints. */
  checkpoints?: string | boolean;
  publicKey?: string;
  entries?: number;
  json?: boolean;
}

const HELP = `
Without FILE the database is checked: --database-url, DATABASE_URL, or what runs from this folder.
FILE is an export (NDJSON, oldest entry first); it is compared with checkpoints only when --checkpoints names them.
It may begin in the middle of the log: then what lies before it is not checked. A file cut at a signed entry is in
itself a sound export of fewer entries: so the number of entries in its name is compared, or the one of --entries
(the log and the header Bulkhead-Export-Entries have it too).
Exit codes: 0 sound, 7 broken, 2 wrong arguments or a file that cannot be read, 9 the database does not answer.`;

/** Gives a command the arguments, options and action of verifying. */
export function asAuditVerify(command: Command): Command {
  return command
    .description('Verify the audit log against its hashes and the checkpoints kept outside the database.')
    .addArgument(completing(new Argument('[file]', 'an exported log instead of the database'), 'files'))
    .option('--database-url <url>', 'the database (better: DATABASE_URL, which other users cannot see)')
    .addOption(
      completing(new Option('--checkpoints <file>', 'checkpoints kept outside the database'), 'files'),
    )
    .option('--no-checkpoints', 'check the chain alone: a full rewrite or a cut tail would not be found')
    .addOption(completing(new Option('--public-key <file>', 'public key of the checkpoints'), 'files'))
    .option(
      '--entries <number>',
      'how many entries FILE must hold, when its name does not say',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .addHelpText('after', HELP)
    .action((file: string | undefined, _options, own: Command) => verify(file, own.optsWithGlobals()));
}

/** A sound file that holds another number of entries than it was handed out with has lost an end. */
function withAllEntries(verdict: Verdict, file: string, stated: number | undefined): Verdict {
  const inName = entriesInName(basename(file));
  const expected = stated ?? inName;
  if (verdict.broken || expected === undefined || expected === verdict.entries) return verdict;
  const who = stated === undefined ? 'its name says' : 'there should be';
  const why = `The file holds ${count(verdict.entries)} entries although ${who} ${count(expected)}: one of its ends is missing.`;
  return { ...verdict, broken: { seq: verdict.head.seq + 1, why } };
}

async function verify(file: string | undefined, options: Options): Promise<void> {
  const begun = performance.now();
  const outside = await outsideOf(options, file === undefined);
  const verdict =
    file === undefined
      ? await verifyServer(options, outside)
      : withAllEntries(await verifyFile(file, outside), file, options.entries);
  const durationMs = performance.now() - begun;
  if (options.json) printJson(asJson(verdict, outside, durationMs));
  else say(verdict, outside, durationMs, file !== undefined);
  if (verdict.broken) process.exitCode = ERRORS.integrity_broken.exit;
}

/** The checkpoints to compare with, looked at before anything else is read. */
async function outsideOf(options: Options, wanted: boolean): Promise<OutsideCheckpoints | undefined> {
  if (options.checkpoints === false) return undefined;
  const named = typeof options.checkpoints === 'string' ? options.checkpoints : undefined;
  if (named === undefined && !wanted) return undefined;
  const path = named ?? (process.env.BULKHEAD_CHECKPOINT_FILE || dataFile('checkpoints', 'audit.ndjson'));
  const file = await existing(path, 'checkpoints');
  const keyPath = options.publicKey ?? dataFile('audit-key.pub.pem');
  return {
    file,
    publicKey: readPublicKey(keyPath),
    restores: await restoreLines(path),
    planned: await plannedRestore(path),
  };
}

async function existing(path: string, what: string): Promise<LineFile> {
  let file: LineFile | undefined;
  try {
    file = await lookAtLines(path);
  } catch (error) {
    throw new CliFailure(
      'invalid_input',
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
  if (file) return file;
  const way =
    what === 'checkpoints'
      ? ' Name the file with --checkpoints, or say --no-checkpoints to check the chain alone.'
      : '';
  throw new CliFailure('invalid_input', `There is no file ${path}.${way}`);
}

function readPublicKey(path: string): KeyObject {
  try {
    const key = createPublicKey(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new CliFailure('invalid_input', `There is no file ${path}. Name the key with --public-key.`);
    }
  }
  throw new CliFailure('invalid_input', `${path} is not an Ed25519 public key in PEM form.`);
}

async function verifyServer(options: Options, outside: OutsideCheckpoints | undefined): Promise<Verdict> {
  const url = options.databaseUrl ?? (process.env.DATABASE_URL || running().databaseUrl);
  if (url === undefined || !URL.canParse(url)) {
    throw new CliFailure(
      'invalid_input',
      url === undefined
        ? 'Name the database with --database-url or DATABASE_URL: nothing runs from this folder.'
        : 'The database is named by an address such as postgresql://user:password@host:5432/database.',
    );
  }
  // Loaded here, for no other command needs them.
  const [{ Client }, { verifyDatabase }] = await Promise.all([
    import('pg'),
    import('#lib/audit/verify-chain.ts'),
  ]);
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'bulkhead audit verify',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    // The limits of the application role are made for requests.
    await client.query("SET statement_timeout = '60s'; SET transaction_timeout = 0");
    return await verifyDatabase(client, outside, { onProgress: progress() });
  } catch (error) {
    throw explained(error, url);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Never quotes the address: it holds a password. */
function explained(error: unknown, url: string): Error {
  const { code, message } = error as { code?: string; message?: string };
  const { host } = new URL(url);
  switch (code) {
    case '42501':
      return new CliFailure('forbidden', `The user of this address may not read the log: ${message}.`);
    case '42P01':
    case '42703':
      return new CliFailure('not_found', `The database at ${host} holds no audit log of Bulkhead.`);
    case '28P01':
      return new CliFailure('unauthenticated', `The database at ${host} refuses this user and password.`);
    case 'ECONNREFUSED':
      return new CliFailure('unavailable', `Nothing listens at ${host}.`);
    default:
      return new CliFailure('unavailable', `The log at ${host} cannot be read: ${message}.`);
  }
}

async function verifyFile(path: string, outside: OutsideCheckpoints | undefined): Promise<Verdict> {
  const file = await existing(path, 'export');
  const { verifyExport } = await import('#lib/audit/verify-chain.ts');
  if (!outside) return verifyExport(file, undefined, { onProgress: progress() });
  // An export does not say whose it is; its checkpoints do, and they are signed.
  const first = await readLines(outside.file).next();
  const installationId = parseCheckpointLine(String(first.value ?? ''))?.installationId ?? '';
  return verifyExport(file, { ...outside, installationId }, { onProgress: progress() });
}

/** A counter for a person who watches; nothing in a pipe. */
function progress(): ((entries: number, of: number | undefined) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (entries, of) => {
    process.stderr.write(`\r${count(entries)}${of === undefined ? '' : ` of ${count(of)}`} entries\u001b[K`);
    if (entries === of) process.stderr.write('\r\u001b[K');
  };
}

function asJson(verdict: Verdict, outside: OutsideCheckpoints | undefined, durationMs: number) {
  const { broken, entries, start, head, checkpoints, signedSeq, explained } = verdict;
  return {
    sound: broken === null,
    entries,
    start,
    head,
    signedSeq,
    checkpoints: outside ? { file: outside.file.path, compared: checkpoints } : null,
    explained,
    broken,
    durationMs: Math.round(durationMs),
  };
}

function say(
  verdict: Verdict,
  outside: OutsideCheckpoints | undefined,
  durationMs: number,
  exported: boolean,
): void {
  const { broken, entries, start, head, checkpoints, signedSeq } = verdict;
  printLine(broken ? `The audit log is BROKEN at entry ${count(broken.seq)}.` : 'The audit log is sound.');
  if (broken) printLine(`  ${broken.why}`);
  printLine(`  ${broken ? 'entries before ' : 'entries        '}${count(entries)}`);
  if (start.seq > 0) printLine(`  from, to       ${count(start.seq + 1)} to ${count(head.seq)}`);
  printLine(`  ${broken ? 'last sound hash' : 'head hash      '}${head.hash}`);
  printLine(
    `  checkpoints    ${outside ? `${count(checkpoints)} agree, from ${outside.file.path}` : 'not compared'}`,
  );
  printLine(`  time taken     ${(durationMs / 1_000).toFixed(1)} s`);
  for (const gap of verdict.explained) {
    printLine(
      `  restored       ${gap.restoredAt}, epoch ${gap.epoch}: entries ${count(gap.afterSeq + 1)} to ${count(gap.toSeq)} of before are gone, as the signed record says`,
    );
  }
  if (!outside && !broken) {
    printError(
      'Without checkpoints kept outside, a log that was cut or rewritten as a whole looks sound too.',
    );
  }
  if (start.seq > 0 && !broken) {
    printError(`The file begins with entry ${count(start.seq + 1)}: what came before it was not checked.`);
  }
  if (exported && checkpoints > 0 && signedSeq < head.seq && !broken) {
    printError(
      `Entries after ${count(signedSeq)} are chained, but these checkpoints do not reach that far: fetch newer ones.`,
    );
  }
  if (outside && checkpoints === 0 && !broken) {
    printError(
      'There was no checkpoint to compare with: the worker writes one within ten seconds of an entry.',
    );
  }
}

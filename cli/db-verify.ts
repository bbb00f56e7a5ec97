// `bulkhead db verify`: a backup file without a database, or the database at work.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Argument, type Command } from 'commander';
import { lookAtLines } from '#lib/audit/line-file.ts';
import { plannedRestore, restoreLines } from '#lib/audit/restore-file.ts';
import type { OutsideCheckpoints } from '#lib/audit/verify-chain.ts';
import { ERRORS } from '#lib/catalog/errors.ts';
import { completing } from './completion-source.ts';
import {
  checkpointFile,
  PLACE_HELP,
  type PlaceOptions,
  plainly,
  withDatabase,
  withPlace,
} from './db-place.ts';
import { CliFailure } from './failure.ts';
import { dataFile } from './installation.ts';
import { count, printError, printJson, printLine } from './output.ts';
import { printTable } from './table.ts';

const HELP = `
With FILE, a backup is checked: every table against its hash, the audit log inside it, the version it needs.
Without, the database at work is checked; it goes on working meanwhile.
Exit codes: 0 sound, 7 something is wrong, 2 wrong arguments, 9 the database does not answer.${PLACE_HELP}`;

export function asDbVerify(command: Command): Command {
  return withPlace(command)
    .description('Check a backup, or the database at work.')
    .addArgument(completing(new Argument('[file]', 'a backup instead of the database'), 'files'))
    .addHelpText('after', HELP)
    .action((file: string | undefined, _options, own: Command) =>
      plainly(() =>
        file === undefined ? verifyDatabase(own.optsWithGlobals()) : verifyFile(file, own.optsWithGlobals()),
      ),
    );
}

async function verifyFile(file: string, { json }: PlaceOptions): Promise<void> {
  const begun = performance.now();
  const [{ verifyArchive, foreignMigrations }, { rowsOf }, { readMigrations }] = await Promise.all([
    import('#lib/backup/verify-archive.ts'),
    import('#lib/backup/manifest.ts'),
    import('#scripts/database/migrate.ts'),
  ]);
  const { manifest, bytes, sha256 } = await verifyArchive(file);
  const foreign = foreignMigrations(manifest, await readMigrations());
  if (foreign.length > 0) {
    throw new CliFailure(
      'integrity_broken',
      `The backup is whole, but this version of Bulkhead cannot restore it: it does not know its migration ${foreign.join(', ')}.`,
    );
  }
  const durationMs = Math.round(performance.now() - begun);
  const { installationId, environment, madeAt, epoch, revision, audit, emergency, tables } = manifest;
  if (json) {
    const facts = { installationId, environment, madeAt, epoch, revision, audit, emergency };
    printJson({ sound: true, file, bytes, sha256, rows: rowsOf(manifest), ...facts, durationMs });
    return;
  }
  printLine(`The backup is whole: ${file}`);
  printLine(`  made          ${madeAt}${emergency ? ', in an emergency' : ''}`);
  printLine(`  installation  ${installationId} (${environment})`);
  printLine(`  revision      ${epoch}.${revision}`);
  printLine(`  tables, rows  ${tables.length}, ${count(rowsOf(manifest))}`);
  printLine(`  audit log     sound up to entry ${count(audit.seq)}`);
  printLine(`  sha256        ${sha256}`);
  printLine(`  time taken    ${(durationMs / 1_000).toFixed(1)} s`);
}

async function verifyDatabase(options: PlaceOptions): Promise<void> {
  const [{ connectOwner }, { verifyLive }, { readMigrations }] = await Promise.all([
    import('#lib/backup/connection.ts'),
    import('#lib/backup/verify-live.ts'),
    import('#scripts/database/migrate.ts'),
  ]);
  const outside = await outsideCheckpoints();
  const checks = await withDatabase(options, async (address) => {
    const client = await connectOwner(address, 'bulkhead db verify');
    try {
      return await verifyLive(client, { outside, migrations: await readMigrations() });
    } finally {
      await client.end().catch(() => {});
    }
  });
  const sound = checks.every(({ ok }) => ok);
  if (options.json) printJson({ sound, checks });
  else {
    printTable(
      [{ title: 'CHECK' }, { title: 'RESULT' }, { title: 'TIME' }, { title: 'WHAT', gives: 1 }],
      checks.map(({ name, ok, words, durationMs }) => [
        name,
        ok ? { text: 'sound', tone: 'good' } : { text: 'WRONG', tone: 'bad' },
        `${(durationMs / 1_000).toFixed(2)} s`,
        words,
      ]),
    );
    if (!outside)
      printError('There is no checkpoint file: a log that was cut or rewritten as a whole looks sound too.');
  }
  if (!sound) process.exitCode = ERRORS.integrity_broken.exit;
}

/** Looked at before the database; undefined where there is none, or no key to believe it by. */
async function outsideCheckpoints(): Promise<OutsideCheckpoints | undefined> {
  const path = checkpointFile();
  const file = await lookAtLines(path);
  if (!file) return undefined;
  try {
    const publicKey = createPublicKey(readFileSync(dataFile('audit-key.pub.pem'), 'utf8'));
    return { file, publicKey, restores: await restoreLines(path), planned: await plannedRestore(path) };
  } catch {
    throw new CliFailure(
      'invalid_input',
      `There are checkpoints in ${path}, but ${dataFile('audit-key.pub.pem')} is no public key to check them with.`,
    );
  }
}

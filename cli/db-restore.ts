// `bulkhead db restore`: a backup in the place of what the database holds, after a typed confirmation.
import { basename, resolve } from 'node:path';
import { Argument, type Command, Option } from 'commander';
import type pg from 'pg';
import type { Address } from '#lib/backup/connection.ts';
import type { Manifest } from '#lib/backup/manifest.ts';
import { completing } from './completion-source.ts';
import {
  checkpointFile,
  edgeFile,
  PLACE_HELP,
  type PlaceOptions,
  plainly,
  signingKeyFile,
  withDatabase,
  withPlace,
} from './db-place.ts';
import { CliFailure } from './failure.ts';
import { dataFile } from './installation.ts';
import { count, printError, printJson, printLine } from './output.ts';
import { askLine, canAsk } from './terminal.ts';

interface Options extends PlaceOptions {
  confirm?: string;
  force?: boolean;
  despiteStop?: boolean;
  /** False with --no-backup-first. */
  backupFirst?: boolean;
  reason: string;
}

const HELP = `
Everything the database holds is replaced, in one transaction: a restore that is cut short changes nothing. What is
there is backed up first. A new epoch begins, so that edges and instances follow to the restored values; a signed record
beside the checkpoints says which entries of the audit log are gone. All sessions end. Roles, keys and passwords are
again those of the backup: look at who has access afterwards.
While consoles and workers are connected it is refused, unless --force: they then go on with the restored values.${PLACE_HELP}`;

export function asDbRestore(command: Command): Command {
  return withPlace(command)
    .description('Put a backup in the place of what the database holds.')
    .addArgument(completing(new Argument('<file>', 'the backup'), 'files'))
    .requiredOption('--reason <text>', 'why, for the audit log')
    .addOption(
      new Option('--confirm <installation>', 'id of the installation whose data is replaced, typed out'),
    )
    .option('--force', 'also while consoles and workers are connected')
    .option('--despite-stop', 'also while an emergency stop is in force: the values of the backup end it')
    .option('--no-backup-first', 'do not back up what is there: for a database that cannot be read any more')
    .addHelpText('after', HELP)
    .action((file: string, _options, own: Command) =>
      plainly(() => restoreFile(resolve(file), own.optsWithGlobals())),
    );
}

async function restoreFile(file: string, options: Options): Promise<void> {
  const begun = performance.now();
  const [{ verifyArchive }, { connectOwner }, target] = await Promise.all([
    import('#lib/backup/verify-archive.ts'),
    import('#lib/backup/connection.ts'),
    import('#lib/backup/target.ts'),
  ]);
  const reason = reasonOf(options.reason);
  const { manifest } = await verifyArchive(file);
  await withDatabase(options, async (address) => {
    const client = await connectOwner(address, 'bulkhead db restore');
    try {
      const state = await target.targetState(client);
      await confirmed(manifest, state.installationId, options);
      if (state.stopped && !options.despiteStop) throw inForce();
      refuseConnected(state.connected, options);
      const first =
        state.installationId === null || options.backupFirst === false ? undefined : await backUp(client);
      const restored = await carryOut(client, address, file, reason, state.epoch);
      const durationMs = Math.round(performance.now() - begun);
      const { record, epoch, revision, rows } = restored;
      if (options.json) {
        printJson({ restored: file, backupFirst: first ?? null, epoch, revision, rows, record, durationMs });
        return;
      }
      printLine(
        `Restored the backup of ${manifest.madeAt}: epoch ${epoch}, revision ${revision}, ${count(rows)} rows.`,
      );
      const lost = record.previousSeq - record.seq;
      printLine(
        lost > 0
          ? `  Audit entries ${count(record.seq + 1)} to ${count(record.previousSeq)} of before are gone; the signed record says so.`
          : '  No audit entry that was signed outside is gone.',
      );
      if (first) printLine(`  What was there before: ${first}`);
      printLine(`  time taken  ${(durationMs / 1_000).toFixed(1)} s`);
    } finally {
      await client.end().catch(() => {});
    }
  });
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason.length >= 3 && reason.length <= 500) return reason;
  throw new CliFailure('invalid_reason', 'Say why in 3 to 500 characters, for the audit log.');
}

/** What is replaced is named by whoever replaces it; an empty database is named by what comes. */
async function confirmed(manifest: Manifest, present: string | null, options: Options): Promise<void> {
  const expected = present ?? manifest.installationId;
  const what = present === null ? 'The database is empty' : `The database holds installation ${present}`;
  const other =
    present !== null && present !== manifest.installationId
      ? ` It becomes installation ${manifest.installationId}, which the backup is of.`
      : '';
  printError(
    `${what}.${other} The backup is of ${manifest.madeAt}, revision ${manifest.epoch}.${manifest.revision}, ${manifest.environment}.`,
  );
  if (options.confirm === undefined && !canAsk()) {
    throw new CliFailure(
      'invalid_input',
      `Nobody confirmed. Say --confirm ${expected} to do it. Nothing was changed.`,
    );
  }
  const typed = options.confirm ?? (await askLine(`Type ${expected} to replace everything: `));
  if (typed.trim().toLowerCase() === expected) return;
  throw new CliFailure('invalid_input', `That is not ${expected}. Nothing was changed.`);
}

function inForce(): CliFailure {
  return new CliFailure(
    'conflict',
    'An emergency stop is in force, and the values of the backup would end it without a second person. Finish its recovery first, or say --despite-stop. Nothing was changed.',
  );
}

function refuseConnected(connected: readonly string[], options: Options): void {
  if (connected.length === 0) return;
  const who = connected.join(', ');
  if (options.force) {
    printError(`Connected meanwhile: ${who}.`);
    return;
  }
  throw new CliFailure(
    'conflict',
    `Still connected: ${who}. Stop them, or say --force: they then go on with the restored values. Edges may stay. Nothing was changed.`,
  );
}

async function backUp(client: pg.Client): Promise<string> {
  const { backupName, makeBackup } = await import('#lib/backup/make.ts');
  const file = dataFile('backups', backupName(new Date(), true));
  try {
    await makeBackup(client, file, true);
  } catch (error) {
    const { message } = error as Error;
    throw new CliFailure(
      'unavailable',
      `What is there could not be backed up: ${message} Nothing was changed. If it cannot be read any more, say --no-backup-first.`,
    );
  }
  printError(`Backed up what was there: ${basename(file)}`);
  return file;
}

async function carryOut(client: pg.Client, address: Address, file: string, reason: string, epoch: number) {
  const [{ restore }, { addressAs }, migrate, { readSigningKey }, { epochOfEdge }] = await Promise.all([
    import('#lib/backup/restore.ts'),
    import('#lib/backup/connection.ts'),
    import('#scripts/database/migrate.ts'),
    import('#lib/audit/signing-key.ts'),
    import('#lib/backup/target.ts'),
  ]);
  // Before the transaction: it makes the tables of background work by itself, where they are missing.
  await migrate.migrateJobs({ connectionString: await addressAs(client, address) });
  return restore(client, {
    file,
    reason,
    checkpoints: checkpointFile(),
    signer: readSigningKey(signingKeyFile()),
    migrations: await migrate.readMigrations(),
    createLedger: migrate.createLedger,
    runMigration: migrate.runMigration,
    epochs: [epoch, epochOfEdge(edgeFile(), printError)],
    onStep: (words) => process.stderr.isTTY && printError(words),
  });
}

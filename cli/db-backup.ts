// `bulkhead db backup`: Bulkhead's own database as one file, made while everything goes on working.
import { basename, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { completing } from './completion-source.ts';
import { PLACE_HELP, type PlaceOptions, plainly, withDatabase, withPlace } from './db-place.ts';
import { CliFailure } from './failure.ts';
import { dataFile } from './installation.ts';
import { count, printError, printJson, printLine } from './output.ts';

interface Options extends PlaceOptions {
  to?: string;
  emergency?: boolean;
}

const HELP = `
The file appears under its name when it is whole and was read back; it is readable by you alone. It holds what the
database holds, hashes of passwords and sealed secrets among it: keep it as you keep the database.${PLACE_HELP}`;

export function asDbBackup(command: Command): Command {
  return withPlace(command)
    .description('Back up the database of Bulkhead.')
    .addOption(
      completing(new Option('--to <file>', 'write it to this file instead of the data folder'), 'files'),
    )
    .option('--emergency', 'mark it as made in an emergency')
    .addHelpText('after', HELP)
    .action((_options, own: Command) => plainly(() => backup(own.optsWithGlobals())));
}

async function backup(options: Options): Promise<void> {
  const [{ backupName, makeBackup }, { connectOwner, ownAddress }, { recordIn }, { rowsOf }] =
    await Promise.all([
      import('#lib/backup/make.ts'),
      import('#lib/backup/connection.ts'),
      import('#lib/backup/record.ts'),
      import('#lib/backup/manifest.ts'),
    ]);
  const emergency = options.emergency === true;
  const file = resolve(options.to ?? dataFile('backups', backupName(new Date(), emergency)));
  await refuseExisting(file);
  await withDatabase(options, async (address) => {
    const client = await connectOwner(address, 'bulkhead db backup');
    let made: Awaited<ReturnType<typeof makeBackup>>;
    try {
      made = await makeBackup(client, file, emergency);
    } finally {
      await client.end().catch(() => {});
    }
    const { manifest } = made;
    const unrecorded = await recordIn(ownAddress(address), {
      madeAt: manifest.madeAt,
      fileName: basename(file),
      sizeBytes: made.bytes,
      rows: rowsOf(manifest),
      sha256: made.sha256,
      auditSeq: manifest.audit.seq,
      emergency,
      durationMs: made.durationMs,
    });
    if (options.json) {
      const { installationId, madeAt, epoch, revision, audit } = manifest;
      const { bytes, sha256, durationMs } = made;
      const facts = { installationId, madeAt, epoch, revision, audit, rows: rowsOf(manifest) };
      printJson({ file, bytes, sha256, durationMs, emergency, recorded: unrecorded === undefined, ...facts });
    } else say(made, rowsOf(manifest));
    if (unrecorded !== undefined) printError(`The backup is whole, but it is not on record: ${unrecorded}`);
  });
}

async function refuseExisting(file: string): Promise<void> {
  const { existsSync } = await import('node:fs');
  if (existsSync(file)) {
    throw new CliFailure(
      'conflict',
      `${file} is there already: a backup replaces no file. Name another one.`,
    );
  }
}

function say(
  made: {
    file: string;
    bytes: number;
    sha256: string;
    durationMs: number;
    manifest: { madeAt: string; epoch: number; revision: number; audit: { seq: number } };
  },
  rows: number,
): void {
  const { manifest } = made;
  printLine(`Backup of ${manifest.madeAt}, read back and whole: ${made.file}`);
  printLine(`  size        ${count(made.bytes)} bytes`);
  printLine(`  rows        ${count(rows)}`);
  printLine(`  revision    ${manifest.epoch}.${manifest.revision}`);
  printLine(`  audit log   up to entry ${count(manifest.audit.seq)}`);
  printLine(`  sha256      ${made.sha256}`);
  printLine(`  time taken  ${(made.durationMs / 1_000).toFixed(1)} s`);
}

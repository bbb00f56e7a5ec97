// Where the database of an offline command is, as whom to enter it, and what lies beside it in the data folder.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Address } from '#lib/backup/connection.ts';
import { CliFailure } from './failure.ts';
import { dataFile, running } from './installation.ts';

export interface PlaceOptions {
  databaseUrl?: string;
  json?: boolean;
}

export const PLACE_HELP = `
The database is --database-url, DATABASE_URL, or the one of this data folder (BULKHEAD_DATA_DIR, else .data), which is
started for the time being when Bulkhead does not run. It is entered as the owner of its tables.`;

export function withPlace(command: Command): Command {
  return command.option(
    '--database-url <url>',
    'the database (better: DATABASE_URL, which other users cannot see)',
  );
}

/** Turns whatever an offline command throws into a failure with its code. */
export async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { BackupProblem } = await import('#lib/backup/problem.ts');
    const { PlainError } = await import('#scripts/plain-error.ts');
    if (error instanceof BackupProblem) throw new CliFailure(error.code, error.message);
    if (error instanceof PlainError) throw new CliFailure('unavailable', error.message);
    throw error;
  }
}

/** Does `work` on the database; one that is started for it is stopped again. */
export async function withDatabase<T>(
  options: PlaceOptions,
  work: (address: Address) => Promise<T>,
): Promise<T> {
  const url = options.databaseUrl ?? (process.env.DATABASE_URL || running().databaseUrl);
  if (url === undefined) return withOwnServer(work);
  if (!URL.canParse(url)) {
    throw new CliFailure(
      'invalid_input',
      'The database is named by an address such as postgresql://user:password@host:5432/database.',
    );
  }
  return work({ url, ownerUrl: await ownerAddress(url) });
}

/** The password of the owner stands in this data folder, if the installation is ours. */
async function ownerAddress(url: string): Promise<string | undefined> {
  let secrets: { roles?: { owner?: string } };
  try {
    secrets = JSON.parse(readFileSync(dataFile('secrets.json'), 'utf8'));
  } catch {
    // Not our installation: the address has to be the owner's itself.
    return undefined;
  }
  const password = secrets.roles?.owner;
  if (password === undefined) return undefined;
  const [{ urlFor }, { roleName }] = await Promise.all([
    import('#scripts/database/connection.ts'),
    import('#scripts/database/roles.ts'),
  ]);
  return urlFor(url, roleName('owner'), password);
}

async function withOwnServer<T>(work: (address: Address) => Promise<T>): Promise<T> {
  const [{ readSettings }, { openDataFolder }, { embeddedServer }] = await Promise.all([
    import('#scripts/launch/settings.ts'),
    import('#scripts/launch/data-folder.ts'),
    import('#scripts/launch/database.ts'),
  ]);
  // It takes the folder for itself: nobody can start Bulkhead in the middle of this.
  const data = openDataFolder(readSettings([]));
  try {
    const server = await embeddedServer(data, () => {});
    try {
      return await work({ url: server.urls.owner });
    } finally {
      await server.stop();
    }
  } finally {
    data.release();
  }
}

/** The checkpoint file outside the database. */
export function checkpointFile(): string {
  return process.env.BULKHEAD_CHECKPOINT_FILE || dataFile('checkpoints', 'audit.ndjson');
}

/** What an edge of this machine served last. */
export function edgeFile(): string {
  return process.env.BULKHEAD_EDGE_FILE || dataFile('edge', 'last-known-good.json');
}

export function signingKeyFile(): string {
  return process.env.BULKHEAD_AUDIT_KEY_FILE || dataFile('audit-key.pem');
}

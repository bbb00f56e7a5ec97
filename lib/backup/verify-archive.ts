// Checks a backup without a database: every file against its hash, the audit chain inside it up to the stated head.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { walkChain } from '#lib/rules/audit/chain.ts';
import { readArchive } from './archive.ts';
import { linkReader } from './copy-text.ts';
import { type Manifest, partsOf } from './manifest.ts';
import { BackupProblem } from './problem.ts';
import { measure } from './read-database.ts';

export interface ArchiveFacts {
  manifest: Manifest;
  /** Of the file on disk. */
  bytes: number;
  sha256: string;
}

/** Reads all of it. Throws BackupProblem with the first thing that is wrong. */
export async function verifyArchive(file: string): Promise<ArchiveFacts> {
  let chain: { seq: number; hash: string } | undefined;
  const manifest = await readArchive(file, {
    async onPart(name, content, stated) {
      const measured = measure();
      const walked = name === 'audit_log' ? walkRows(measured.stream, stated) : drain(measured.stream);
      const [, end] = await Promise.all([pipeline(content, measured.stream), walked]);
      chain ??= end ?? undefined;
      comparePart(name, measured.result(), stated);
    },
  });
  const { seq, hash } = manifest.audit;
  if (chain?.seq !== seq || chain.hash !== hash) {
    throw new BackupProblem(
      'integrity_broken',
      `The audit log in the backup ends at entry ${chain?.seq ?? 0}, not at entry ${seq} as its manifest says.`,
    );
  }
  return { manifest, bytes: (await stat(file)).size, sha256: await sha256Of(file) };
}

/** Compares what was read of a part with what the manifest says of it. */
export function comparePart(
  name: string,
  read: { rows: number; bytes: number; sha256: string },
  manifest: Manifest,
): void {
  const stated = partsOf(manifest).find((part) => part.name === name);
  if (stated?.sha256 === read.sha256 && stated.rows === read.rows && stated.bytes === read.bytes) return;
  throw new BackupProblem(
    'integrity_broken',
    `The table ${name} in the backup is not as it was written: it was edited or damaged.`,
  );
}

async function drain(stream: Readable): Promise<null> {
  stream.resume();
  return null;
}

async function walkRows(stream: Readable, manifest: Manifest): Promise<{ seq: number; hash: string }> {
  const columns = manifest.tables.find(({ name }) => name === 'audit_log')?.columns ?? [];
  const read = linkReader(columns);
  const walk = walkChain();
  let rows = 0;
  for await (const line of linesOf(stream)) {
    rows += 1;
    const link = read(line);
    const broken = link ? walk.add(link) : { why: `Row ${rows} of the audit log in the backup is damaged.` };
    if (broken) throw new BackupProblem('integrity_broken', `The audit log in the backup: ${broken.why}`);
  }
  return walk.head();
}

/** Only a line feed ends a row: readline would also split at other separators, which texts may hold. */
async function* linesOf(stream: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The migrations of a backup that this version does not have as they were: it was made by another version. */
export function foreignMigrations(
  manifest: Manifest,
  known: readonly { name: string; checksum: string }[],
): string[] {
  const checksums = new Map(known.map(({ name, checksum }) => [name, checksum]));
  return manifest.migrations
    .filter(({ name, checksum }) => checksums.get(name) !== checksum)
    .map(({ name }) => name);
}

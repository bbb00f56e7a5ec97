// What a backup says of itself: manifest.json, the first file of the archive.
import { z } from 'zod';

export const FORMAT = 1;
export const MANIFEST = 'manifest.json';
/** Work that was enqueued when the backup was made; not a table of ours. */
export const JOBS = 'jobs';

const HASH = z.string().regex(/^[0-9a-f]{64}$/);
const COUNT = z.int().min(0);
/** What may be named in SQL that is made from a manifest: our own identifiers need no quotes. */
const NAME = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const part = z.strictObject({
  name: NAME,
  columns: z.array(NAME).min(1),
  rows: COUNT,
  /** Of the uncompressed file. */
  bytes: COUNT,
  sha256: HASH,
});

export const manifestForm = z.strictObject({
  format: z.literal(FORMAT),
  installationId: z.uuid(),
  environment: z.enum(['production', 'staging', 'demo']),
  epoch: COUNT,
  revision: COUNT,
  audit: z.strictObject({ seq: COUNT, hash: HASH }),
  /** In the order in which they were applied. */
  migrations: z.array(z.strictObject({ name: z.string().regex(/^\w{1,200}$/), checksum: HASH })).min(1),
  serverVersion: z.string(),
  /** Database time of the picture, ISO 8601. */
  madeAt: z.string(),
  /** Time it took to read the database, ms. */
  durationMs: COUNT,
  emergency: z.boolean(),
  tables: z.array(part),
  jobs: part,
  sequences: z.array(
    z.strictObject({ name: NAME, lastValue: z.string().regex(/^-?\d{1,19}$/), isCalled: z.boolean() }),
  ),
});

export type Manifest = z.output<typeof manifestForm>;
export type Part = Manifest['jobs'];

/** Every COPY file of the archive. */
export function partsOf(manifest: Manifest): Part[] {
  return [...manifest.tables, manifest.jobs];
}

/** The path of a part inside the archive. */
export function pathOf(name: string): string {
  return `tables/${name}.copy`;
}

export function rowsOf(manifest: Manifest): number {
  return manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
}

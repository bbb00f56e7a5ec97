// The archive of a backup: a gzipped tar that appears under its name when it is whole, for our eyes only.
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { create, Parser, type ReadEntry } from 'tar';
import { MANIFEST, type Manifest, manifestForm, partsOf, pathOf } from './manifest.ts';
import { BackupProblem } from './problem.ts';

/** The archive at `file` from the files in `folder`. Answers its size in bytes. Throws what the disk throws. */
export async function writeArchive(file: string, folder: string, manifest: Manifest): Promise<number> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2), { mode: 0o600 });
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, '', { mode: 0o600 });
    const names = [MANIFEST, ...partsOf(manifest).map(({ name }) => pathOf(name))];
    await create({ file: unfinished, cwd: folder, gzip: true, portable: true }, names);
    await sync(unfinished);
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  await sync(dirname(file));
  return (await stat(file)).size;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Larger than any list of our tables. */
const LARGEST_MANIFEST = 4_194_304;

export interface ArchiveReader {
  /** Called once, before any part. */
  onManifest?(manifest: Manifest): Promise<void> | void;
  /** Has to read `content` to its end. */
  onPart(name: string, content: Readable, manifest: Manifest): Promise<void>;
}

/** Reads an archive from its beginning to its end, one part at a time. Throws BackupProblem when it is none. */
export async function readArchive(file: string, reader: ArchiveReader): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const seen = new Set<string>();
  await eachEntry(file, async (path, content, size) => {
    if (!manifest) {
      if (path !== MANIFEST || size > LARGEST_MANIFEST) throw notOurs(file);
      manifest = await readManifest(file, content);
      await reader.onManifest?.(manifest);
      return;
    }
    const part = partsOf(manifest).find(({ name }) => pathOf(name) === path);
    if (!part || seen.has(path)) {
      throw new BackupProblem(
        'integrity_broken',
        `${file} holds ${path.slice(0, 100)}, which its manifest does not list.`,
      );
    }
    seen.add(path);
    await reader.onPart(part.name, content, manifest);
  });
  if (!manifest) throw notOurs(file);
  const lost = partsOf(manifest).find(({ name }) => !seen.has(pathOf(name)));
  if (lost) {
    throw new BackupProblem('integrity_broken', `${file} ends early: the table ${lost.name} is not in it.`);
  }
  return manifest;
}

function notOurs(file: string): BackupProblem {
  return new BackupProblem('invalid_input', `${file} is not a backup of Bulkhead.`);
}

async function readManifest(file: string, content: Readable): Promise<Manifest> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw notOurs(file);
  }
  const read = manifestForm.safeParse(value);
  if (read.success) return read.data;
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > 1) {
    throw new BackupProblem(
      'invalid_input',
      `${file} was made by a newer version of Bulkhead (format ${format}).`,
    );
  }
  const [issue] = read.error.issues;
  throw new BackupProblem(
    'integrity_broken',
    `The manifest of ${file} was damaged: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/** Lets `take` have each entry in turn; the parser waits while an entry is being read. */
async function eachEntry(
  file: string,
  take: (path: string, content: Readable, size: number) => Promise<void>,
): Promise<void> {
  let work = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const source = createReadStream(file);
    const give = (error: unknown) => {
      source.destroy();
      reject(explainedRead(error, file));
    };
    const parser = new Parser({
      strict: true,
      onReadEntry(entry: ReadEntry) {
        work = work.then(() => take(entry.path, Readable.from(entry), entry.size));
        work.catch(give);
      },
    });
    parser.on('end', () => work.then(resolve, give));
    parser.on('error', give);
    source.on('error', give);
    source.pipe(
      new Writable({
        write(chunk: Buffer, _encoding, next) {
          if (parser.write(chunk)) next();
          else parser.once('drain', () => next());
        },
        final(next) {
          parser.end();
          next();
        },
      }),
    );
  });
}

function explainedRead(error: unknown, file: string): unknown {
  const { code } = error as { code?: string };
  if (error instanceof BackupProblem) return error;
  if (code === 'ENOENT') return new BackupProblem('invalid_input', `There is no file ${file}.`);
  if (code === 'EACCES' || code === 'EISDIR') {
    return new BackupProblem('invalid_input', `${file} cannot be read (${code}).`);
  }
  if (code?.startsWith('TAR_') || code?.startsWith('Z_')) {
    return new BackupProblem('integrity_broken', `${file} is damaged or is no archive (${code}).`);
  }
  return error;
}

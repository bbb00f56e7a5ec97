// Reads files of one JSON object a line (checkpoints, exports) in bounded memory, up to where they end now.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** Longer than any line we write; a file without line breaks must not fill the memory. */
const MAX_LINE = 1_048_576;

export interface LineFile {
  path: string;
  /** Bytes it had when it was looked at: lines added later are not read. */
  size: number;
}

/** Looks at the file, or answers undefined when there is none. Throws what the file system throws. */
export async function lookAtLines(path: string): Promise<LineFile | undefined> {
  try {
    return { path, size: (await stat(path)).size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Its lines in order. An unfinished last line (a writer was interrupted) is not one. */
export async function* readLines({ path, size }: LineFile): AsyncGenerator<string> {
  if (size === 0) return;
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', end: size - 1 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new Error(`${path} has a line of more than ${MAX_LINE} characters`);
    yield* lines;
  }
}

export interface Tail {
  /** The last finished lines, oldest first. */
  lines: string[];
  /** Bytes after the last line break: what an interrupted writer left. */
  unfinished: number;
}

const TAIL_BYTES = 65_536;

/** The last lines of the file, at most 64 KB of them; none when there is no file. */
export async function readTail(file: LineFile | undefined): Promise<Tail> {
  if (!file || file.size === 0) return { lines: [], unfinished: 0 };
  const start = Math.max(0, file.size - TAIL_BYTES);
  const bytes = Buffer.alloc(file.size - start);
  const handle = await open(file.path, 'r');
  try {
    await handle.read(bytes, 0, bytes.length, start);
  } finally {
    await handle.close();
  }
  const end = bytes.lastIndexOf('\n');
  const lines = bytes.subarray(0, Math.max(0, end)).toString('utf8').split('\n');
  // Cut somewhere within its first line, unless the whole file was read.
  if (start > 0) lines.shift();
  return { lines: end < 0 ? [] : lines, unfinished: bytes.length - end - 1 };
}

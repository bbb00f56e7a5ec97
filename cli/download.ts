// Brings a file from the console: to a terminal, a pipe, or a file that appears only when it is whole.
import { randomUUID } from 'node:crypto';
import { createWriteStream, lstatSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { openBody } from './api.ts';
import type { Door } from './door.ts';
import { CliFailure } from './failure.ts';
import { printable } from './output.ts';

export interface Wanted {
  path: string;
  query?: Readonly<Record<string, string | undefined>>;
  /** Where to; standard output without it. */
  out?: string;
  /** Says what is wrong with a body that came as a whole; nothing when it is as promised. */
  verify?: (body: Body) => string | undefined;
}

export interface Body {
  headers: Headers;
  bytes: number;
  /** Line feeds in it. */
  lines: number;
  endsWithLine: boolean;
}

/** Without a byte for this long the connection counts as lost. */
const SILENCE_MS = 60_000;
const LINE_FEED = 10;

/** Throws CliFailure; then no file of that name was made or changed. */
export async function download(door: Door, wanted: Wanted): Promise<Body> {
  const target = wanted.out === undefined ? undefined : targetOf(wanted.out);
  const lost = new AbortController();
  const watch = setTimeout(() => lost.abort(new Error('nothing came any more')), SILENCE_MS);
  try {
    const response = await openBody(door, wanted.path, wanted.query ?? {}, lost.signal);
    const body: Body = { headers: response.headers, bytes: 0, lines: 0, endsWithLine: true };
    const whole = () => {
      const wrong = wanted.verify?.(body);
      if (wrong) throw new CliFailure('unavailable', `The download is not whole: ${wrong}`);
    };
    const source = response.body ?? new ReadableStream();
    const seen = counting(body, () => watch.refresh());
    if (target === undefined) await toStandardOutput(source, seen, lost.signal, whole);
    else await toFile(source, seen, lost.signal, whole, target);
    return body;
  } finally {
    clearTimeout(watch);
  }
}

function counting(body: Body, onBytes: () => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes();
      body.bytes += chunk.length;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) body.lines += 1;
      if (chunk.length > 0) body.endsWithLine = chunk.at(-1) === LINE_FEED;
      done(null, chunk);
    },
  });
}

/** Byte for byte into a pipe; for a terminal, without what it would act on. */
async function toStandardOutput(
  source: ReadableStream,
  seen: Transform,
  signal: AbortSignal,
  whole: () => void,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  const write = (data: string | Buffer, done: (error?: Error | null) => void) =>
    process.stdout.write(data, (error) => done(error));
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!process.stdout.isTTY) return write(chunk, done);
      write(decoder.write(chunk).split('\n').map(printable).join('\n'), done);
    },
  });
  try {
    await pipeline(source, seen, output, { signal });
  } catch (error) {
    throw brokenOff(error, 'what was printed is not the whole');
  }
  whole();
}

async function toFile(
  source: ReadableStream,
  seen: Transform,
  signal: AbortSignal,
  whole: () => void,
  target: string,
): Promise<void> {
  const part = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
  const abandon = () => rmSync(part, { force: true });
  const stop = (name: NodeJS.Signals) => {
    abandon();
    // Ends as if nobody had listened.
    process.removeListener(name, stop);
    process.kill(process.pid, name);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  try {
    await pipeline(source, seen, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }), {
      signal,
    });
    whole();
    renameSync(part, target);
  } catch (error) {
    abandon();
    throw brokenOff(error, `${target} was not written`);
  } finally {
    for (const name of signals) process.removeListener(name, stop);
  }
}

/** The file itself behind links. Throws CliFailure when the name is taken by something that is no file. */
function targetOf(out: string): string {
  const path = resolve(out);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) {
    if (lstatSync(dirname(path), { throwIfNoEntry: false })) return path;
    throw new CliFailure('invalid_input', `There is no folder ${dirname(path)}.`);
  }
  const target = there.isSymbolicLink() ? realpathSync(path) : path;
  if (lstatSync(target).isFile()) return target;
  throw new CliFailure('invalid_input', `${out} is not a file: name one, or leave out --out to print.`);
}

function brokenOff(error: unknown, result: string): unknown {
  if (error instanceof CliFailure) return error;
  const { code, message, name } = error as NodeJS.ErrnoException;
  // Whoever reads our output has seen enough.
  if (code === 'EPIPE') return error;
  if (code && /^E[A-Z]+$/.test(code) && 'syscall' in (error as object) && !/^ECONN|^EPROTO/.test(code)) {
    return new CliFailure('invalid_input', `It cannot be written (${code}): ${result}.`);
  }
  const why = name === 'AbortError' ? 'nothing came any more' : message;
  return new CliFailure('unavailable', `The download broke off (${why}): ${result}.`);
}

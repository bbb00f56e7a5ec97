// What the launcher says to the person at the terminal: short lines, and warnings of the processes it runs.
import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';

const WARNINGS = new Set(['warn', 'error', 'fatal']);
/** The same warning of the same process is not said again for this long. */
const REPEAT_MS = 30_000;
const MAX_LOG_BYTES = 20_000_000;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * Writes a process's output to its log file and its warnings to the terminal. Resolves when the streams have ended and
 * the file holds all of it.
 */
export function followOutput(name: string, logFile: string, streams: readonly Readable[]): Promise<void> {
  if (existsSync(logFile) && statSync(logFile).size > MAX_LOG_BYTES) renameSync(logFile, `${logFile}.old`);
  const file = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  // A full disk must not end the launcher; the processes themselves say what they cannot do.
  file.on('error', () => {});
  const warn = warner(name);
  let open = streams.length;
  for (const stream of streams) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      file.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-100_000);
      for (const line of lines) warn(line);
    });
    stream.on('close', () => {
      open -= 1;
      if (open === 0) file.end();
    });
  }
  return new Promise((resolve) => file.once('close', resolve));
}

/** Says a log line on the terminal if it is a warning or worse; lines that are no JSON stay in the file. */
function warner(name: string): (line: string) => void {
  const said = new Map<string, number>();
  return (line) => {
    const entry = parse(line);
    if (!entry || !WARNINGS.has(String(entry.level))) return;
    const message = String(entry.message ?? entry.msg ?? '');
    const now = Date.now();
    if (now - (said.get(message) ?? 0) < REPEAT_MS) return;
    if (said.size > 200) said.clear();
    said.set(message, now);
    const cause = (entry.err as { message?: string } | undefined)?.message;
    say(`${name}: ${message}${cause ? ` (${cause})` : ''}`);
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

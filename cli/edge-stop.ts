// The emergency stop through the edges: all of them are asked at once, and each is said to have taken it or not.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import { noAnswer } from './api.ts';
import { consoleAddress } from './door.ts';
import { CliFailure } from './failure.ts';
import { running } from './installation.ts';
import { printError, printJson, printLine } from './output.ts';

export interface EdgeOptions {
  reason: string;
  json?: boolean;
  key?: string;
  keyFile?: string;
}

/** Edges with the key that stops them. */
export interface Edges {
  urls: readonly string[];
  key: string;
}

type AtEdge =
  | { edge: string; ok: true; body: EdgeStopBody }
  | { edge: string; ok: false; code: ErrorCode; why: string };

/** Time an edge has to answer, ms: a dead one keeps nobody waiting, they are asked at once. */
const EDGE_MS = 3_000;
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
/** What a header carries. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/** Throws CliFailure when one of them is no address, or without a key: then nobody is asked. */
export function edgesOf(texts: readonly string[], options: EdgeOptions): Edges {
  const urls = [...new Set(texts.map(edgeAddress))];
  const key = keyOf(options, urls);
  if (!KEY.test(key)) {
    throw new CliFailure('unauthenticated', 'A key is printable ASCII without spaces. Nothing was stopped.');
  }
  return { urls, key };
}

function edgeAddress(text: string): string {
  try {
    return consoleAddress(text);
  } catch {
    throw new CliFailure(
      'invalid_input',
      `--edge ${text}: write the address as http://edge-1:3001. Nothing was stopped.`,
    );
  }
}

function keyOf(options: EdgeOptions, urls: readonly string[]): string {
  if (options.keyFile !== undefined) {
    try {
      return readFileSync(options.keyFile, 'utf8').trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new CliFailure(
        'unauthenticated',
        `--key-file names a file that cannot be read (${code}). Nothing was stopped.`,
      );
    }
  }
  const key = options.key ?? (process.env.BULKHEAD_STOP_KEY || undefined) ?? demoKey(urls);
  if (key !== undefined) return key;
  throw new CliFailure(
    'unauthenticated',
    'An edge asks for a key of scope emergency:stop: give --key-file, or set BULKHEAD_STOP_KEY. Nothing was stopped.',
  );
}

/** The key of a demo that runs from this folder; it leaves this machine for no edge. */
function demoKey(urls: readonly string[]): string | undefined {
  return urls.every((url) => LOOPBACK.includes(new URL(url).hostname))
    ? running().apiKeys?.['emergency:stop']
    : undefined;
}

async function atEdge(edge: string, key: string, stop: { id: string; reason: string }): Promise<AtEdge> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${edge}/emergency-stop`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(stop),
      signal: AbortSignal.timeout(EDGE_MS),
      // A key follows no redirect.
      redirect: 'manual',
    });
    text = await response.text();
  } catch (error) {
    const { why, sent } = noAnswer(error);
    return sent
      ? {
          edge,
          ok: false,
          code: 'outcome_unknown',
          why: `no answer came (${why}): it may or may not be stopped`,
        }
      : { edge, ok: false, code: 'unavailable', why: `NOT stopped, it does not answer (${why})` };
  }
  const body = bodyOf(text);
  if (response.ok && isStop(body)) return { edge, ok: true, body };
  const { error } = (body ?? {}) as Partial<ErrorBody>;
  if (error && Object.hasOwn(ERRORS, error.code)) {
    return { edge, ok: false, code: error.code as ErrorCode, why: `NOT stopped, ${error.message}` };
  }
  const why = `NOT stopped, what answers there (${response.status}) is not an edge`;
  return { edge, ok: false, code: 'unavailable', why };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStop(body: unknown): body is EdgeStopBody {
  const { latch, instances } = (body ?? {}) as Partial<EdgeStopBody>;
  return typeof latch === 'object' && latch !== null && Array.isArray(instances);
}

function said(answer: AtEdge): string {
  if (!answer.ok) return `${answer.edge}: ${answer.why}`;
  const { latch, changed, instances } = answer.body;
  const report = instances.length === 1 ? '1 instance reports' : `${instances.length} instances report`;
  return `${answer.edge}: ${changed ? 'stopped' : 'was stopped already'}, stop ${latch?.id}, ${report} there.`;
}

/** Asks every edge, says what each has made of it, and throws CliFailure unless all have taken the stop. */
export async function stopAtEdges({ urls, key }: Edges, options: EdgeOptions): Promise<void> {
  const stop = { id: randomUUID(), reason: options.reason };
  const answers = await Promise.all(urls.map((edge) => atEdge(edge, key, stop)));
  if (options.json) printJson(answers);
  for (const answer of answers) {
    if (!answer.ok) printError(said(answer));
    else if (!options.json) printLine(said(answer));
  }
  const failed = answers.filter((answer) => !answer.ok);
  if (failed.length === 0) return;
  const [code = 'unavailable', ...others] = new Set(failed.map((one) => one.code));
  throw new CliFailure(
    others.length === 0 ? code : 'unavailable',
    failed.length === answers.length
      ? 'No edge has said that it took the stop.'
      : 'Not every edge has said that it took the stop: instances of the others may trade on. Ask those again.',
  );
}

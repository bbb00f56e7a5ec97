// One event stream from whichever edge answers: connects, hands over events, moves to the next edge on failure.
import { setTimeout as wait } from 'node:timers/promises';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Dispatcher, request } from 'undici';
import { backoffMs } from './backoff.ts';
import { CONTACT_LOST_MS } from './state.ts';

const ANSWER_WITHIN_MS = 3_000;
/** A connection that lived this long was a good one: the next failure starts the back-off anew. */
const GOOD_AFTER_MS = 10_000;
const MAX_EVENT_CHARACTERS = 4_000_000;

export interface StreamOptions {
  edges: readonly URL[];
  /** Path of the stream below the edge's address. */
  path: string;
  headers: Readonly<Record<string, string>>;
  dispatcher: Dispatcher;
  /** Where to go on from, asked at each connection; undefined asks for a full snapshot. */
  resumeFrom(): string | undefined;
  onConnected(resumed: boolean): void;
  onEvent(event: EventSourceMessage): void;
  onTrouble(error: Error): void;
}

export interface Stream {
  /** The edge in use, or being tried. */
  edge(): URL;
  connected(): boolean;
  /** Drops the connection and asks the same edge for a full snapshot. */
  restart(reason: string): void;
  close(): Promise<void>;
}

export function openStream(options: StreamOptions): Stream {
  const { edges } = options;
  const closing = new AbortController();
  let index = 0;
  let failures = 0;
  let connected = false;
  let connection: AbortController | undefined;
  let fresh = false;

  const edge = (): URL => edges[index % edges.length] as URL;

  async function listen(): Promise<void> {
    connection = new AbortController();
    const { signal } = connection;
    const resume = fresh ? undefined : options.resumeFrom();
    fresh = false;
    const { statusCode, headers, body } = await request(new URL(options.path, edge()), {
      dispatcher: options.dispatcher,
      signal,
      headersTimeout: ANSWER_WITHIN_MS,
      // Three heartbeats without a byte: the connection is dead, whatever TCP still believes.
      bodyTimeout: CONTACT_LOST_MS,
      headers: {
        ...options.headers,
        accept: 'text/event-stream',
        ...(resume === undefined ? {} : { 'last-event-id': resume }),
      },
    });
    const type = String(headers['content-type'] ?? '');
    if (statusCode !== 200 || !type.startsWith('text/event-stream')) {
      // Aborting (below) ends the body; without a listener its error would end the process.
      body.on('error', () => {});
      connection.abort();
      throw new Error(`answered ${statusCode} instead of an event stream`);
    }
    connected = true;
    options.onConnected(resume !== undefined);
    const parser = createParser({
      maxBufferSize: MAX_EVENT_CHARACTERS,
      onEvent: (event) => {
        // Nothing is taken in from a connection that was given up: its events may lack what came before.
        if (!signal.aborted) options.onEvent(event);
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') connection?.abort(new Restart(error.message));
      },
    });
    body.setEncoding('utf8');
    await new Promise<void>((resolve, reject) => {
      body.on('data', (text: string) => {
        if (!signal.aborted) parser.feed(text);
      });
      body.on('end', resolve);
      body.on('error', reject);
    });
    throw new Error('ended the stream');
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const since = performance.now();
      try {
        await listen();
      } catch (error) {
        connection?.abort();
        if (closing.signal.aborted) return;
        const reason = connection?.signal.reason;
        options.onTrouble(
          new Error(
            `The edge ${edge().origin}: ${reason instanceof Restart ? reason.message : String((error as Error).message)}`,
          ),
        );
      } finally {
        connected = false;
      }
      if (performance.now() - since >= GOOD_AFTER_MS) failures = 0;
      failures += 1;
      if (!fresh) index = (index + 1) % edges.length;
      const pause = backoffMs(failures, edges.length, Math.random());
      await wait(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    edge,
    connected: () => connected,
    restart(reason) {
      fresh = true;
      connection?.abort(new Restart(reason));
    },
    async close() {
      closing.abort();
      connection?.abort();
      await running;
    },
  };
}

/** Why a connection was given up although the edge kept it open. */
class Restart extends Error {}

// Carries commands out one after another, each begun and ended within its time, and writes down how far each one is.
import type { CommandEvent } from '#lib/contract/executors.ts';
import type { CommandLog } from './command-log.ts';

/**
 * Carries one command out. Says how far it is through `progress`; done when it resolves, failed when it throws, with the
 * message of what it threw. `signal` is aborted when nobody waits for it any more: its time is over, or the executor stops.
 */
export type CarryOut = (
  command: CommandEvent,
  progress: (done: number, total: number, note?: string) => void,
  signal: AbortSignal,
) => Promise<void>;

export interface CommandQueueOptions {
  log: CommandLog;
  carryOut: CarryOut;
  /** A command that neither ends nor says progress for this long has failed, ms. */
  withinMs: number;
  /** Something stands in the log that people wait for. */
  onStep(): void;
  now?: () => number;
}

export interface CommandQueue {
  /** Positions are closed after orders are cancelled, and before the connection is. What is known already is passed over. */
  take(command: CommandEvent): void;
  /** Breaks off the command under way, whose last word is not said, and begins no other. */
  close(): void;
}

const MOST_NOTE = 500;

export function createCommandQueue(options: CommandQueueOptions): CommandQueue {
  const { log, withinMs, onStep, now = Date.now } = options;
  let queue: Promise<void> = Promise.resolve();
  let underWay: AbortController | undefined;
  let closed = false;

  async function carryOut(command: CommandEvent): Promise<void> {
    if (closed) return;
    const { id } = command;
    let [done, total, note] = [0, 0, undefined as string | undefined];
    const say = (state: 'running' | 'done' | 'failed') => {
      log.note({ id, state, done, total, ...(note === undefined ? {} : { note: note.slice(0, MOST_NOTE) }) });
      onStep();
    };
    // It may have come in time and waited behind others: closing positions an hour late may be the wrong thing to do.
    if (now() > Date.parse(command.expiresAt)) {
      note = 'Its time was over before it could begin.';
      return say('failed');
    }
    const ending = new AbortController();
    underWay = ending;
    const givenUp = new Promise<never>((_resolve, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason));
    });
    let silence: NodeJS.Timeout | undefined;
    const watch = () => {
      clearTimeout(silence);
      silence = setTimeout(
        () => ending.abort(new Error(`It said nothing for ${withinMs / 1_000} s and was given up.`)),
        withinMs,
      );
    };
    let over = false;
    try {
      say('running');
      watch();
      const carried = options.carryOut(
        command,
        (nowDone, nowTotal, nowNote) => {
          if (over || ending.signal.aborted) return;
          [done, total, note] = [nowDone, nowTotal, nowNote];
          watch();
          say('running');
        },
        ending.signal,
      );
      await Promise.race([carried, givenUp]);
      if (!closed) say('done');
    } catch (error) {
      note = error instanceof Error ? error.message : String(error);
      if (!closed) say('failed');
    } finally {
      over = true;
      underWay = undefined;
      clearTimeout(silence);
    }
  }

  return {
    take(command) {
      if (!log.begin(command)) return;
      onStep();
      queue = queue.then(() => carryOut(command));
    },
    close() {
      closed = true;
      underWay?.abort(new Error('The executor stops.'));
    },
  };
}

// The end of a process: on SIGTERM or SIGINT its parts stop in order, within a bound, exactly once.
import type { Log } from './log.ts';

export interface Lifecycle {
  /** Adds a part to stop. Parts stop one after the other, the last added first. */
  onStop(name: string, stop: () => Promise<unknown> | unknown): void;
  /** Stops all parts and exits. A second call waits for the first. */
  stop(reason: string, exitCode?: number): Promise<void>;
  /** Aborted as soon as stopping begins. */
  readonly signal: AbortSignal;
}

export interface LifecycleOptions {
  /** All parts together get this long; then the process exits 1 with what is left undone. */
  timeoutMs?: number;
  /** Where signals come from and exits go to; the real process unless a test says otherwise. */
  host?: Pick<NodeJS.Process, 'on' | 'exit'>;
}

/** Exit code after an error nobody caught (EX_SOFTWARE of sysexits.h). */
export const EXIT_BUG = 70;

/** Takes charge of the signals, and of errors nobody caught: those are logged and end the process at once. */
export function createLifecycle(log: Log, options: LifecycleOptions = {}): Lifecycle {
  const host = options.host ?? process;
  const timeoutMs = options.timeoutMs ?? 8_000;
  const parts: { name: string; stop: () => Promise<unknown> | unknown }[] = [];
  const controller = new AbortController();
  let stopping: Promise<void> | undefined;

  async function stopParts(): Promise<boolean> {
    let clean = true;
    for (const part of parts.toReversed()) {
      try {
        await part.stop();
      } catch (err) {
        clean = false;
        log.error('a part did not stop cleanly', { step: part.name, err });
      }
    }
    return clean;
  }

  function stop(reason: string, exitCode = 0): Promise<void> {
    stopping ??= (async () => {
      log.info('stopping', { event: reason });
      controller.abort();
      const bound = setTimeout(() => {
        log.error('stopping took too long', { durationMs: timeoutMs });
        host.exit(1);
      }, timeoutMs);
      const clean = await stopParts();
      clearTimeout(bound);
      log.info('stopped');
      host.exit(clean ? exitCode : exitCode || 1);
    })();
    return stopping;
  }

  // Signals may come twice: a terminal signals the whole group and npm passes on what it got.
  host.on('SIGTERM', () => void stop('SIGTERM'));
  host.on('SIGINT', () => void stop('SIGINT'));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    host.on(event, (err: unknown) => {
      log.fatal('an error nobody caught', { event, err });
      host.exit(EXIT_BUG);
    });
  }
  return { onStop: (name, part) => void parts.push({ name, stop: part }), stop, signal: controller.signal };
}

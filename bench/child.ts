// A process of the bench's own, so that what is measured and what measures it do not share an event loop.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process offers: each function becomes a call that can be awaited from here (see serve.ts). */
// biome-ignore lint/suspicious/noExplicitAny: existential over the argument and answer of each call
export type Calls = Record<string, (input: any) => unknown>;

export interface Child<C extends Calls> {
  /** Rejects with what the process threw, when it ended, or when it has not answered within `withinMs`. */
  call<N extends keyof C & string>(
    name: N,
    input: Parameters<C[N]>[0],
    withinMs?: number,
  ): Promise<Awaited<ReturnType<C[N]>>>;
  stop(): Promise<void>;
}

interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

const ANSWER_WITHIN_MS = 30_000;

/** `file` is relative to bench/. The process ends with `stop`, or by itself when this one is gone. */
export function startChild<C extends Calls>(file: string): Child<C> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let last = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) caller?.resolve(value as never);
    else caller?.reject(new Error(`${file}: ${error}`));
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with code ${code}.`));
    waiting.clear();
  });
  return {
    call(name, input, withinMs = ANSWER_WITHIN_MS) {
      last += 1;
      const id = last;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`${file}: ${name} was not done within ${withinMs} ms.`));
        }, withinMs);
        const settle =
          <T>(then: (what: T) => void) =>
          (what: T) => {
            clearTimeout(timer);
            then(what);
          };
        waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
        child.send({ id, name, input });
      });
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

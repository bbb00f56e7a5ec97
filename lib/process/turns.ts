// Turns in one process: ordinary work runs a few at a time, and none begins while something urgent is under way.

const KEY = Symbol.for('bulkhead.turns');

interface Turns {
  running: number;
  urgent: number;
  waiting: (() => void)[];
}

// On globalThis because Next loads modules once per bundle, and the event loop they share is one.
const shared = globalThis as { [KEY]?: Turns };
const turns = (): Turns => {
  shared[KEY] ??= { running: 0, urgent: 0, waiting: [] };
  return shared[KEY];
};

/**
 * Ordinary pieces of work at once. All share one event loop, so more of them are not done sooner: they only stand between
 * the steps of a press. With 16 readers and no turns a press took 573 ms (p50), alone 35.
 */
const MOST = 4;

function begin(): void {
  const state = turns();
  while (state.urgent === 0 && state.running < MOST && state.waiting.length > 0) {
    state.running += 1;
    state.waiting.shift()?.();
  }
}

/** Runs ordinary work when it is its turn, first come, first served. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const state = turns();
  await new Promise<void>((resolve) => {
    state.waiting.push(resolve);
    begin();
  });
  try {
    return await work();
  } finally {
    state.running -= 1;
    begin();
  }
}

/** Runs urgent work at once; ordinary work that has not begun waits until it is done. It must be bounded in time. */
export async function aheadOfTurns<T>(work: () => Promise<T>): Promise<T> {
  const state = turns();
  state.urgent += 1;
  try {
    return await work();
  } finally {
    state.urgent -= 1;
    begin();
  }
}

// Keeps one process running: starts it, starts it again with growing pauses when it dies, stops it in order.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { EXIT_CONFIG } from '#lib/process/env.ts';
import { PlainError } from '#scripts/plain-error.ts';
import { followOutput, say } from './terminal.ts';

export interface ProcessPlan {
  name: string;
  /** This Node.js, unless another program is named. */
  program?: string;
  /** Of node: its options, the file, the file's arguments. */
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Answers 200 when the process can do its work. */
  readyUrl: string;
}

export interface Supervised {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when the ready address answers 200; rejects with why it did not. */
  ready(timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A process that lived this long begins again with the shortest pause. */
const STEADY_MS = 30_000;
/** Before it was ever ready, this many deaths are enough to give up on a start. */
const MAX_EARLY_DEATHS = 3;
const STOP_LIMIT_MS = 10_000;
const LAST_WORDS_MS = 1_000;

/** Starts the process now. `onPid` hears each new process number. */
export function supervise(plan: ProcessPlan, onPid: (pid: number | undefined) => void): Supervised {
  let child: ChildProcess | undefined;
  let stopping = false;
  let everReady = false;
  let deaths = 0;
  let givenUp: string | undefined;
  let pause: NodeJS.Timeout | undefined;
  const logStart = existsSync(plan.logFile) ? statSync(plan.logFile).size : 0;

  function start(): void {
    const startedAt = Date.now();
    // A group of its own: Ctrl-C reaches the launcher only, which stops everything in order.
    const started = spawn(plan.program ?? process.execPath, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    onPid(started.pid);
    const heard =
      started.stdout && started.stderr
        ? followOutput(plan.name, plan.logFile, [started.stdout, started.stderr])
        : Promise.resolve();
    started.once('error', (error) => say(`${plan.name}: could not be started (${error.message})`));
    started.once('exit', (code, signal) => {
      child = undefined;
      onPid(undefined);
      if (!stopping) died(code, signal, Date.now() - startedAt, heard);
    });
  }

  function died(
    code: number | null,
    signal: NodeJS.Signals | null,
    livedMs: number,
    heard: Promise<void>,
  ): void {
    deaths = livedMs > STEADY_MS ? 1 : deaths + 1;
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    if (code === EXIT_CONFIG || (!everReady && deaths >= MAX_EARLY_DEATHS)) {
      void giveUp(how, heard);
      return;
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS);
    say(`${plan.name} ${how}; it is started again in ${pauseMs / 1000} s`);
    pause = setTimeout(start, pauseMs);
  }

  async function giveUp(how: string, heard: Promise<void>): Promise<void> {
    // The end of a process is known before its last words are; a child that it left behind may keep its output open.
    await Promise.race([heard, delay(LAST_WORDS_MS, undefined, { ref: false })]);
    givenUp = `${plan.name} ${how}.\n${lastWords(plan.logFile, logStart)}\nIts log: ${plan.logFile}`;
    if (everReady) say(`${givenUp}\nIt is not started again: mend this and start anew.`);
  }

  async function ready(timeoutMs: number): Promise<void> {
    let last = 'it did not answer';
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline && !stopping; ) {
      if (givenUp) throw new PlainError(givenUp, 1);
      const answer = await ask(plan.readyUrl);
      if (answer === undefined) {
        everReady = true;
        return;
      }
      last = answer;
      await delay(40);
    }
    throw new PlainError(
      `${plan.name} was not ready within ${timeoutMs / 1000} s: ${last}.\n${lastWords(plan.logFile, logStart)}\nIts log: ${plan.logFile}`,
      1,
    );
  }

  async function stop(): Promise<void> {
    stopping = true;
    clearTimeout(pause);
    const running = child;
    if (!running?.pid) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    signalGroup(running.pid, 'SIGTERM');
    // A process that somebody froze hears nothing until it is thawed.
    signalGroup(running.pid, 'SIGCONT');
    const hard = setTimeout(() => {
      say(`${plan.name} did not stop within ${STOP_LIMIT_MS / 1000} s and is killed`);
      signalGroup(running.pid, 'SIGKILL');
    }, STOP_LIMIT_MS);
    await ended;
    clearTimeout(hard);
  }

  start();
  return {
    name: plan.name,
    get pid() {
      return child?.pid;
    },
    ready,
    stop,
  };
}

/** The whole group, because a watcher (--dev) has children of its own. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Undefined when it answered 200, else what it answered instead. */
async function ask(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' });
    const body = await answer.text();
    return answer.status === 200 ? undefined : `${url} answered ${answer.status} ${body.slice(0, 300)}`;
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined;
    return `${url} did not answer (${cause?.code ?? (error as Error).message})`;
  }
}

/** The end of what a process wrote since this start. */
function lastWords(logFile: string, from: number): string {
  if (!existsSync(logFile)) return '';
  const size = statSync(logFile).size;
  const start = Math.max(size >= from ? from : 0, size - 3_000);
  const bytes = Buffer.alloc(size - start);
  const fd = openSync(logFile, 'r');
  readSync(fd, bytes, 0, bytes.length, start);
  closeSync(fd);
  return bytes.toString('utf8').trim().split('\n').slice(-20).join('\n');
}

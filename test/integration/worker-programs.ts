// Worker processes for tests: started with what a worker needs, watched through what they log and serve, ended with the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { bareEnvironment } from '#test/bare-environment.ts';
import type { TestDatabase } from '#test/database.ts';
import type { Workshop } from './audit-workshop.ts';

const MAIN = join(import.meta.dirname, '../../worker/main.ts');
/** A busy machine starts a process slowly. */
export const PATIENCE = { timeout: 40_000, interval: 100 };

export interface RunningWorker {
  child: ChildProcess;
  log(): string;
  /** Status and body of a path; undefined while nothing answers. */
  get(path: string): Promise<{ status: number; body: string } | undefined>;
  ready(): Promise<void>;
  exited: Promise<number | NodeJS.Signals | null>;
}

const started: RunningWorker[] = [];

export function startWorker(env: Record<string, string>): RunningWorker {
  const child = spawn(process.execPath, [MAIN], {
    env: bareEnvironment({ BULKHEAD_ENV: 'production', BULKHEAD_WORKER_PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const exited = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  const get: RunningWorker['get'] = async (path) => {
    const port = /"port":(\d+)/.exec(said)?.[1];
    if (!port) return undefined;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    return answer && { status: answer.status, body: await answer.text() };
  };
  const running: RunningWorker = {
    child,
    log: () => said,
    get,
    ready: () =>
      vi.waitFor(async () => expect(await get('/readyz'), said).toMatchObject({ status: 200 }), PATIENCE),
    exited,
  };
  started.push(running);
  return running;
}

/** Ends those that a test has not ended itself. */
export async function endWorkers(): Promise<void> {
  for (const { child, exited } of started.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
}

export function workerEnvironment(
  urls: TestDatabase | Workshop['database'],
  files: Workshop['files'],
): Record<string, string> {
  return {
    DATABASE_URL: urls.app,
    BULKHEAD_WORKER_DATABASE_URL: urls.owner,
    BULKHEAD_AUDIT_KEY_FILE: files.privateKey,
    BULKHEAD_CHECKPOINT_FILE: files.checkpoints,
    NEXTAUTH_SECRET: 'a secret of this test run, long enough to be one',
  };
}

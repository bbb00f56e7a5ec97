// Stops a process and its children in their tracks: connections stay open and nothing answers.
import { execFileSync } from 'node:child_process';

/** The process and its children. */
export function familyOf(pid: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const children = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child ?? 0);
  return [pid, ...children];
}

/** Returns what wakes them again. */
export function freeze(pid: number): () => void {
  // The parent first, so that it starts nothing more while its children are found.
  signal([pid], 'SIGSTOP');
  const all = familyOf(pid);
  signal(all, 'SIGSTOP');
  return () => signal(all.toReversed(), 'SIGCONT');
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

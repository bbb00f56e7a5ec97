// What a process holds in memory, as Linux counts it; megabytes of 1,000,000 bytes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Elsewhere there is no /proc to read it from. */
export const CAN_TELL_MEMORY = existsSync('/proc/self/status');

function field(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  )?.[1];
  return (Number(kibibytes) * 1_024) / 1_000_000;
}

export const residentOf = (pid: number): number => field(pid, 'VmRSS');

/** The most it held since `step` began, and what it holds when that has ended. */
export async function peakDuring(
  pid: number,
  step: () => Promise<void>,
): Promise<{ before: number; peak: number; after: number }> {
  const before = residentOf(pid);
  // Linux forgets the peak of before (proc(5), clear_refs).
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  await step();
  return { before, peak: field(pid, 'VmHWM'), after: residentOf(pid) };
}

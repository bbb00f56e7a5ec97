// What a trial is given and gives back.
import type { RoleUrls } from '#scripts/database/roles.ts';
import type { Installation } from './installation.ts';
import type { Row } from './row.ts';

export interface Bench {
  /** Started on first use, and shared by the trials of a run. */
  installation(): Promise<Installation>;
  /** Puts a new one in its place, whose database is prepared before any process starts. */
  anotherInstallation(prepare: (urls: RoleUrls) => Promise<void>): Promise<Installation>;
  /** Aborted when the run is to end before its time. */
  readonly signal: AbortSignal;
  /** Says what is being done, on the terminal. */
  say(line: string): void;
}

export interface Trial {
  /** As --only takes it. */
  readonly name: string;
  run(bench: Bench): Promise<Row[]>;
}

/** The time of what did not happen: it keeps no budget. */
export const NEVER = Number.POSITIVE_INFINITY;

/** Does `step` often enough to warm everything up, then `count` times for the record. */
export async function repeat<T>(warmUp: number, count: number, step: () => Promise<T>): Promise<T[]> {
  for (let done = 0; done < warmUp; done++) await step();
  const results: T[] = [];
  for (let done = 0; done < count; done++) results.push(await step());
  return results;
}

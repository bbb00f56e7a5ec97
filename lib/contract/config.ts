// The configuration as a file: what applying one did, or would do.
import type { ChangeAnswer, ChangeView } from './console.ts';

export interface ConfigChange extends ChangeView {
  /** Waits for a second person, and the whole file with it. */
  needsSecond: boolean;
}

/** What applying a configuration file did; after a dry run, what it would do. */
export interface AppliedConfigAnswer extends ChangeAnswer {
  dryRun: boolean;
  /** Every difference between the file and the values that held, in the order of the file. */
  changes: readonly ConfigChange[];
}

// The configuration as a file: what applying one did, or would do.
import type { ChangeAnswer, ChangeView } from './console.ts';

/** Of a configuration file: many times what all switches with all symbols take. */
export const CONFIG_MAX_BYTES = 65_536;

export interface ConfigChange extends ChangeView {
  /** Waits for a second person, and the whole file with it. */
  needsSecond: boolean;
}

/** What applying a configuration file did; after a dry run, what it would do. */
export interface AppliedConfigAnswer extends ChangeAnswer {
  dryRun: boolean;
  /** Every difference between the file and the values that held, in the order of the file. */
  changes: readonly ConfigChange[];
  /** Of a dry run: why you could not apply it now, a sentence; null when you could. */
  heldBy: string | null;
}

// What the console calls a run of a procedure, and what a run may be about.

/** Its name wherever it is shown. */
export function runName(number: number): string {
  return `RUN-${number}`;
}

/** Kinds of subject: whose row the id of a run's subject names. */
export const RUN_SUBJECTS = ['level-press', 'emergency-stop', 'assessment', 'change-set', 'canary'] as const;
export type RunSubjectKind = (typeof RUN_SUBJECTS)[number];

/** How a request for a second person refers to the step that waits for it. */
export const STEP_SUBJECT = 'run-step';

/** Longest evidence, note and text field of a run, in characters. */
export const LONGEST_EVIDENCE = 500;
export const LONGEST_NOTE = 2_000;

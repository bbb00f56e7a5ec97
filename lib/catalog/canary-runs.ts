// What the console calls a run of a programme, its states, and the times of its evaluation.
import type { EscalationStep } from './alert-clocks.ts';

/** As it is shown and typed: CN-3. */
export function canaryName(number: number): string {
  return `CN-${number}`;
}

export const CANARY_STATES = {
  draft: 'Planned',
  running: 'Running',
  paused: 'Paused',
  passed: 'Passed',
  failed: 'Failed',
  'no-go': 'NO-GO',
  aborted: 'Aborted',
} as const satisfies Record<string, string>;
export type CanaryState = keyof typeof CANARY_STATES;

/** The four lines of a gate, in the order of manual 5. */
export const GATE_LINES = ['engineer', 'risk_manager', 'product_owner', 'executive'] as const;

/** Who is told that a guard rolled a canary back: whoever is on call, and everybody of these roles. */
export const ROLLBACK_TELLS = { onCall: true, roles: ['operations', 'risk_manager'] } as const satisfies Pick<
  EscalationStep,
  'onCall' | 'roles'
>;

/** A failed canary is tried again no sooner (manual 5). */
export const RETRY_HOURS = 48;

/** Criteria and guards are asked this often, seconds. */
export const ROUND_SECONDS = 15;
/** An answer older than this many rounds says nothing about now. */
export const FRESH_ROUNDS = 3;
/** Of the rounds of its window, so many must have brought a value. */
export const LEAST_COVERAGE = 0.95;

/** A baseline is of the same size within this share, and of the same age within these seconds. */
export const BASELINE = { sizeShare: 0.2, ageSeconds: 300 } as const;

/** Clocks further apart than this make windows wrong, ms. */
export const SKEW_MS = 2_000;

/** One extension, and all of a stage together. */
export const EXTENSION = { leastMinutes: 5, mostDays: 14 } as const;

export const EVIDENCE = { most: 500, link: 300, fileName: 120, fileBytes: 5 * 1_024 * 1_024 } as const;

/** What may be attached to evidence, by the ending of its name; none of it can act when somebody opens it. */
export const EVIDENCE_TYPES = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  json: 'application/json',
} as const satisfies Record<string, string>;
export type EvidenceType = (typeof EVIDENCE_TYPES)[keyof typeof EVIDENCE_TYPES];

// The shape of a sign-off form in the catalogue: what is checked, measured, confirmed and agreed before a stage is entered.
import type { Role } from './roles.ts';

/** The four lines, in the order in which they are signed (manual 5). */
export const SIGNOFF_LINES = ['engineer', 'risk_manager', 'product_owner', 'executive'] as const;
export type SignoffLine = (typeof SIGNOFF_LINES)[number];

/** Who signs each. A super admin may everything that a risk manager may (product.md section 1). */
export const LINE_ROLES: Readonly<Record<SignoffLine, readonly Role[]>> = {
  engineer: ['engineer'],
  risk_manager: ['risk_manager', 'super_admin'],
  product_owner: ['product_owner'],
  executive: ['executive'],
};

/** What the last line says. */
export const SIGNOFF_DECISIONS = { go: 'GO', 'no-go': 'NO-GO' } as const;
export type SignoffDecision = keyof typeof SIGNOFF_DECISIONS;

/** A sentence that somebody stands by; `key` is kept in what they sign. */
export interface Statement {
  key: string;
  text: string;
}

export interface SignatureLine {
  /** What the form calls the approval, such as "Technical approval". */
  title: string;
  statements: readonly Statement[];
}

/** A line of a checklist; the criterion of that key answers it, measured or by what somebody saw. */
export interface FormCheck {
  criterion: string;
  text: string;
}

export interface Checklist {
  key: string;
  title: string;
  checks: readonly FormCheck[];
}

/**
 * One row of the metrics snapshot: what a criterion of the gate measured, or the single value of a query that is asked
 * when the form is opened.
 */
export type FormMetric = { key: string; title: string } & (
  | { criterion: string }
  | { query: string; is: '<' | '>' | '>='; target: number; unit: '%' | 'ms' }
);

export interface SignoffFormDefinition {
  key: string;
  title: string;
  checklists: readonly Checklist[];
  metrics: readonly FormMetric[];
  /** What people do once a guard of the run has rolled it back. */
  afterRollback: readonly string[];
  afterSuccess: readonly string[];
  afterFailure: readonly string[];
  /** For how long after its opening a form can be signed. */
  windowHours: number;
  /** What stands at the foot of the manual's form: which form it is, and when it is looked at again. */
  document: { version: string; nextReview: string };
  /** The procedure that carries the decision out; null where entering the stage is all there is to do. */
  plan: string | null;
}

/** What is written on the form in words. */
export const FORM_NOTES = {
  observations: 'Observations before the canary',
  market: 'Market conditions',
  considerations: 'Special considerations',
} as const;
export type FormNote = keyof typeof FORM_NOTES;
export const FORM_NOTE_NAMES = Object.keys(FORM_NOTES) as readonly FormNote[];

/** Longest note, in characters. */
export const LONGEST_FORM_NOTE = 2_000;

/** For so long figures may be missing before what was frozen is void, seconds; nobody signs meanwhile. */
export const SIGNED_GRACE_SECONDS = 300;

/** A version of the venue that nobody has reported for so long runs nowhere, seconds. */
export const BUILD_SECONDS = 300;

/** How a form stands. `open` waits for signatures; `approved` is GO, and `executed` says that what it allowed is over. */
export const FORM_STATES = {
  draft: 'Draft',
  open: 'Open for signature',
  approved: 'Approved',
  executed: 'Executed',
  declined: 'NO-GO',
  closed: 'Closed',
} as const;
export type FormState = keyof typeof FORM_STATES;

/** As it is shown: gate 2 of CN-3 is CN-3-2. */
export function formName(runNumber: number, gate: number): string {
  return `CN-${runNumber}-${gate}`;
}

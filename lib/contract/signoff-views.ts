// What the console shows of sign-off forms, and what the commands about them answer.
import type { PersonRef } from './incidents.ts';
import type { FormDifference, FormSnapshot, MissingFigure } from './signoff.ts';

export interface OpenedForm {
  formId: string;
  /** CN-3-2. */
  form: string;
  hash: string;
  closesAt: string;
}

export interface ChangedForm {
  changed: boolean;
  form: string;
}

export interface SignedForm {
  form: string;
  hash: string;
  /** What the signature is called by. */
  signature: string;
  /** Lines that are not signed yet. */
  missing: readonly string[];
  /** It was the last: GO. */
  approved: boolean;
  /** What GO set; null before, and when every value held already. */
  changeSetId: string | null;
}

export interface DeclinedForm {
  form: string;
  hash: string;
}

export interface VoidedForm {
  changed: boolean;
  form: string;
  differences: readonly FormDifference[];
}

export interface SignatureView {
  person: PersonRef;
  at: string;
  /** Hash of everything it was given with. */
  signature: string;
  /** code, passkey. */
  provenBy: string;
  /** Of the audit log; null where it cannot be told. */
  seq: number | null;
}

export interface LineView {
  line: string;
  label: string;
  title: string;
  statements: readonly { key: string; text: string }[];
  signature: SignatureView | null;
  /** What stands before your signature on it; null when it is yours to sign, as soon as the form does not wait. */
  heldBy: string | null;
}

/** Figures that are missing hold an open form up: nobody can sign until they are back. */
export interface FormWait {
  missing: readonly MissingFigure[];
  /** Since when Bulkhead has seen it; null in the moment before it has. */
  since: string | null;
  /** When it becomes void unless they are back before. */
  until: string | null;
}

/** A value as GO set it, with how long it took. */
export interface SetChange {
  switch: string;
  symbol: string | null;
  effectMs: number | null;
}

/** GET /api/v1/signoff */
export interface SignoffBody {
  now: string;
  form: string;
  /** draft, open, approved, executed, declined, closed. */
  state: string;
  run: { id: string; number: number; title: string; state: string; stage: number };
  gate: number;
  /** As frozen; as it would be frozen now while it is a draft, figures that are asked at the opening left out. */
  snapshot: FormSnapshot;
  /** Null while nothing is frozen. */
  hash: string | null;
  notes: readonly { key: string; title: string; text: string }[];
  lines: readonly LineView[];
  /** What is not as it was frozen: signatures on it are about to be void. */
  differences: readonly FormDifference[];
  /** What holds it up; null when nothing does. */
  waits: FormWait | null;
  /** What stands in the way of opening it, a sentence each. */
  blocks: readonly string[];
  /** The last frozen text that became void. */
  lastVoid: {
    at: string;
    by: string;
    reason: string;
    differences: readonly FormDifference[];
    signedBy: readonly string[];
  } | null;
  decided: { decision: string; at: string; by: PersonRef; reason: string | null } | null;
  /** What GO set and how it went into effect; null before, and when nothing was to change. */
  changeSet: {
    id: string;
    revision: number;
    instances: number;
    applied: number;
    slowestMs: number | null;
  } | null;
  /** The worker has signed it: its bundle can be taken away. */
  sealed: boolean;
  /** Entry and hash of the audit log that the decision ends with, and whether the log was found whole up to it. */
  chain: { seq: number; hash: string; verified: boolean } | null;
  /** The run of the execution plan; null where the form has none or nobody started it. */
  plan: {
    procedure: string;
    number: number | null;
    completed: boolean;
    /** Why it was ended before its end; null when it was not. */
    ended: string | null;
  } | null;
}

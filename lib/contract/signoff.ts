// The sign-off form as the console says it: what is frozen and signed, how it stands, the signatures with their proofs, and the bundle.
import type { AuditExportEntry, CheckpointLine } from './audit-export.ts';
import type { PersonRef } from './incidents.ts';
import type { WireValue } from './values.ts';

/** A line of a checklist with what answers it. `verdict` is pass, fail or insufficient. */
export interface CheckAnswer {
  key: string;
  text: string;
  verdict: string;
  evidence: string;
}

export interface ChecklistAnswer {
  key: string;
  title: string;
  checks: readonly CheckAnswer[];
}

/** A criterion as it stood: `verdict` is pass, fail or insufficient; `narrow` says by how little it passed. */
export interface CriterionResult {
  key: string;
  title: string;
  /** Where it belongs, such as "Stage 2 acceptance". */
  group: string;
  /** So many of its group suffice; null: every one of them has to pass. */
  least: number | null;
  required: string;
  measured: string;
  evidence: string;
  verdict: string;
  narrow: string | null;
  /** What was attached as evidence: SHA-256 of what it holds, hexadecimal. */
  file?: { name: string; sha256: string };
}

/** A row of the metrics snapshot. `value` is null where nothing was measured. */
export interface MetricResult {
  key: string;
  title: string;
  value: string | null;
  target: string;
  verdict: string;
}

/** One value that GO sets. */
export interface SignedChange {
  switch: string;
  symbol: string | null;
  from: WireValue;
  to: WireValue;
  direction: string;
}

/** Versions that the venue's services run. */
export interface BuildVersion {
  service: string;
  version: string;
}

export interface FormContact {
  severity: string;
  name: string;
  phone: string | null;
  email: string | null;
}

/** Everything a signature binds to. Its canonical JSON is the text that is hashed; what is printed is read from it. */
export interface FormSnapshot {
  /** Of this shape. */
  version: 1;
  /** CN-3-2. */
  form: string;
  kind: string;
  title: string;
  run: { id: string; number: number; programme: string; title: string };
  gate: number;
  /** What it leads from and to, in words. */
  from: string | null;
  to: string;
  openedAt: string;
  openedBy: PersonRef;
  /** Signed up to this moment, or not at all. */
  closesAt: string;
  configuration: readonly { label: string; value: string }[];
  checklists: readonly ChecklistAnswer[];
  criteria: readonly CriterionResult[];
  metrics: readonly MetricResult[];
  build: readonly BuildVersion[];
  /** Of the matrix: epoch.revision. */
  position: string;
  changes: readonly SignedChange[];
  lines: readonly { line: string; title: string; statements: readonly { key: string; text: string }[] }[];
  /** How it is carried out, from five minutes before to its end, with its terms. */
  plan?: readonly { title: string; steps: readonly string[] }[];
  triggers: readonly string[];
  /** What a trigger does, and what people do after it. */
  rollback?: readonly string[];
  mustHave: readonly string[];
  shouldHave: readonly string[];
  shouldHaveAtLeast: number;
  afterSuccess: readonly string[];
  afterFailure: readonly string[];
  notes: readonly { key: string; title: string; text: string }[];
  /** Which form it is, and when it is looked at again. */
  document?: { version: string; nextReview: string };
  contacts: readonly FormContact[];
}

/** Something that is not as it was frozen. */
export interface FormDifference {
  /** configuration, criteria, verdict, build, switch, restore, signer, run. */
  part: string;
  what: string;
  was: string;
  is: string;
}

/** A figure that passed when the form was frozen and that nobody can tell now. */
export interface MissingFigure {
  what: string;
  was: string;
  /** Why there is none. */
  why: string;
}

/** How a signature was proven. A one-time code leaves nothing that could be checked later; a passkey does. */
export type SignatureProof =
  | { kind: 'code' }
  | {
      kind: 'passkey';
      credentialId: string;
      /** COSE key, base64url. */
      publicKey: string;
      nonce: string;
      origin: string;
      rpId: string;
      authenticatorData: string;
      clientDataJSON: string;
      signature: string;
    };

/** A signature with everything it was given with: what a bundle holds. */
export interface FormSignature {
  hash: string;
  line: string;
  person: PersonRef;
  /** As they typed it. */
  name: string;
  /** Keys of the statements they stand by, in their order. */
  statements: readonly string[];
  /** Keys of the narrow results they have read. */
  narrow: readonly string[];
  /** `go` on the last line, else null. */
  decision: string | null;
  at: string;
  proof: SignatureProof;
}

/** What Bulkhead's worker seals of a decided form. */
export interface SealedForm {
  bundle: 'bulkhead-signoff-v1';
  installationId: string;
  formId: string;
  /** CN-3-2. */
  form: string;
  /** go, no-go. */
  decision: string;
  decidedAt: string;
  /** Canonical JSON of the snapshot, word for word. */
  text: string;
  hash: string;
  signatures: readonly FormSignature[];
  /** NO-GO, when that is the decision. */
  declined: { by: PersonRef; reason: string } | null;
  /** The change set that GO made; null when every value held already, or nothing was to change. */
  changeSetId: string | null;
}

/** What the worker signed of it. `signature` is base64 (Ed25519). */
export interface SignoffSeal {
  /** sha256 of the canonical JSON of what is sealed. */
  digest: string;
  sealedAt: string;
  keyId: string;
  signature: string;
}

/** A piece of the audit log from an entry up to a checkpoint that the worker signed. */
export interface AuditPiece {
  entries: readonly AuditExportEntry[];
  checkpoint: CheckpointLine;
}

/** A bundle: all that is needed to check a form without Bulkhead. */
export interface SignoffBundle {
  sealed: SealedForm;
  seal: SignoffSeal;
  /** Every entry of the log about the form stands in one of them. */
  audit: readonly AuditPiece[];
  /** The key of seal and checkpoints (PEM, SPKI). Compare its id with one you trust. */
  publicKey: string;
}

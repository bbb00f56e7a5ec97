// Bodies of the reads for auditors: the access log and the review of duties.
import type { ActorView, Environment, NextBefore } from './console.ts';

/** One access: an entry of the chain (`seq`), or a fold of the access log over one minute (`count`). */
export interface AccessEntryView {
  /** Its place in the order: pass it as `before` for what came before it. */
  position: string;
  at: string;
  lastAt: string;
  kind: string;
  outcome: string | null;
  count: number;
  /** Who it was, as far as that is known: for a key its name. */
  actor: ActorView | null;
  credential: { kind: 'token' | 'key'; id: string; name: string; prefix: string } | null;
  address: string | null;
  /** The edge that saw it; null for the console. */
  edgeId: string | null;
  /** What was denied or exported, in words. */
  note: string | null;
  seq: number | null;
}

/** GET /api/v1/access-log?person=&kind=&address=&from=&to=&before=&limit=: newest first. */
export interface AccessLogBody {
  items: readonly AccessEntryView[];
  nextBefore: NextBefore;
}

export interface DutyFinding {
  /** Key of the combination in lib/catalog/duties.ts. */
  duty: string;
  /** The roles of this person that make it up. */
  roles: readonly string[];
}

export interface ReviewedPerson {
  id: string;
  name: string;
  email: string;
  /** Stored roles, and those that the environment adds. */
  roles: readonly string[];
  added: readonly string[];
}

export type CredentialFlaw = 'owner_disabled' | 'no_owner' | 'no_expiry' | 'unused';

export interface ReviewedCredential {
  kind: 'token' | 'key';
  id: string;
  name: string;
  prefix: string;
  owner: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  flaws: readonly CredentialFlaw[];
}

/** GET /api/v1/duty-review. */
export interface DutyReviewBody {
  at: string;
  environment: Environment;
  /** People who may sign in. */
  people: number;
  combinations: readonly (ReviewedPerson & { findings: readonly DutyFinding[] })[];
  superAdmins: readonly ReviewedPerson[];
  withoutSecondFactor: readonly ReviewedPerson[];
  credentials: readonly ReviewedCredential[];
  breakGlass: readonly {
    seq: number;
    at: string;
    actor: ActorView;
    kind: string;
    subject: string;
    reason: string | null;
  }[];
}

// What waits for a second person or for somebody to come back to it: change requests, break-glass, deadlines of values.
import type { ChangeView, Direction } from './console.ts';
import type { WireValue } from './values.ts';

export interface PersonName {
  id: string;
  name: string;
}

/** An open P0 of the venue: until it is over, raising takes a super admin's word. */
export interface OpenP0View {
  number: number;
  title: string;
}

export interface ChangeRequestView {
  id: string;
  /** Shown as CR-12. */
  number: number;
  state: 'open' | 'approved' | 'refused' | 'withdrawn' | 'void' | 'expired';
  /** The command that asked. */
  command: string;
  requestedBy: PersonName;
  requestedAt: string;
  expiresAt: string;
  reason: string;
  direction: Direction;
  changes: readonly ChangeView[];
  /** Send it with approve-change: you approve exactly this difference. */
  diffHash: string;
  /**
   * The difference as it would be now, where that is another one: values changed meanwhile. Null when it is the same,
   * or when the request was carried out.
   */
  changesNow: readonly ChangeView[] | null;
  incident: string | null;
  until: string | null;
  owner: PersonName | null;
  /** What it is part of, such as leaving a level. */
  subject: { kind: string; id: string } | null;
  decidedBy: PersonName | null;
  decidedAt: string | null;
  decisionReason: string | null;
  /** The change set that carried it out. */
  changeSetId: string | null;
  /** What made it void, whose it was and when: a change, or a press that set its values again (no change set). */
  voidedBy: { changeSetId: string | null; name: string; at: string } | null;
  /** Why you may not decide on it: a sentence; null when you may. */
  notYours: string | null;
  /** The open P0 for which only a super admin may approve it; null when others may too. */
  takesWord: OpenP0View | null;
}

export interface BreakGlassView {
  id: string;
  incident: string;
  usedBy: PersonName;
  at: string;
  changeSetId: string;
  reason: string;
  changes: readonly ChangeView[];
  reviewedBy: PersonName | null;
  reviewedAt: string | null;
  reviewNote: string | null;
  /** Why you may not review it: a sentence; null when you may. */
  notYours: string | null;
}

export interface ValueDeadlineView {
  id: string;
  switch: string;
  symbol: string | null;
  kind: 'temporary' | 'loosened';
  value: WireValue;
  /** Offered when the time has passed; never set by itself. */
  returnValue: WireValue;
  returnInherited: boolean;
  owner: PersonName;
  until: string;
  passed: boolean;
  setAt: string;
  changeSetId: string;
}

/** Somebody who may decide on changes and look after values, with the roles that count here. */
export interface DeciderView extends PersonName {
  roles: readonly string[];
}

/** GET /api/v1/approvals: everything that waits, and what was closed in the last day. Never more than one page. */
export interface ApprovalsBody {
  /** Database time when this was read: what clocks count from. */
  now: string;
  /** Of the matrix that the differences of now were worked out on: send it as expectedEpoch when you ask again. */
  epoch: number;
  /** Open ones first, by their end; then the closed ones of the last day, newest first, at most 50. */
  requests: readonly ChangeRequestView[];
  /** Uses of break-glass: unreviewed first, then those of the last 30 days, at most 50. */
  breakGlass: readonly BreakGlassView[];
  /** Values that somebody has to come back to, by their time. */
  deadlines: readonly ValueDeadlineView[];
  /** Everybody who may decide on some change, by name. */
  deciders: readonly DeciderView[];
  /** The newest of the open ones, for whoever is about to raise something; null when none is open. */
  openP0: OpenP0View | null;
}

/** The part of the live pulse that says what waits for whom. */
export interface AttentionView {
  /** Open change requests: who asked, and the switches that whoever decides has to be allowed. */
  requests: readonly {
    id: string;
    number: number;
    requestedBy: PersonName;
    switches: readonly string[];
    expiresAt: string;
  }[];
  /** Break-glass that nobody else has reviewed. */
  debts: readonly { id: string; incident: string; usedBy: PersonName; at: string }[];
  /** Values whose time has passed. */
  passed: readonly { id: string; switch: string; symbol: string | null; owner: PersonName; until: string }[];
  /** Sign-off forms that are open for signature, with the line that is next and who has signed. */
  forms: readonly {
    run: number;
    gate: number;
    title: string;
    line: string;
    signedBy: readonly string[];
    closesAt: string;
  }[];
  /** Releases that wait for somebody else to approve them: at most one. */
  releases: readonly {
    number: number;
    fromVersion: string;
    toVersion: string;
    startedBy: PersonName;
    startedAt: string;
  }[];
}

// Incidents as the console says them: lists, one incident with its timeline, its post-mortem, and what the commands answer.
import type { ClockView } from './alerts.ts';
import type { NextBefore } from './console.ts';

export interface PersonRef {
  id: string;
  name: string;
}

/** What an incident is about or was opened from; `label` names it as its own screen does, such as RUN-3. */
export interface IncidentLinkView {
  kind: string;
  id: string;
  label: string;
  title: string;
  /** When it began: fired, started, pressed, committed. */
  at: string;
  /** When it was over; null while it is not, or where it has no end. */
  endedAt: string | null;
  /** Number of the run or firing, for its address. */
  number: number | null;
}

export interface IncidentSummary {
  id: string;
  /** INC-1, INC-2, ... */
  number: number;
  title: string;
  severity: string;
  state: string;
  drill: boolean;
  source: string;
  beganAt: string;
  openedAt: string;
  openedBy: string;
  owner: PersonRef | null;
  /** Runs until somebody takes it. */
  respond: ClockView;
  mitigatedAt: string | null;
  resolvedAt: string | null;
  resolvedBy: string | null;
  /** US dollars as decimal text; null where nobody recorded it. */
  exposureUsd: string | null;
  pnlUsd: string | null;
  /** `none`, `draft`, `signed`. */
  postMortem: string;
}

/** GET /api/v1/incidents */
export interface IncidentsBody {
  now: string;
  items: readonly IncidentSummary[];
  /** Not resolved, over all pages. */
  open: number;
  nextBefore: NextBefore;
}

/** One line of the timeline, made from the log and the moments of what belongs to the incident. */
export interface TimelineEntry {
  at: string;
  /** alert, switch, level, stop, command, run, note, incident, instance, approval, release, audit. */
  kind: string;
  what: string;
  by: string | null;
  /** Why, in the words of whoever did it. */
  reason: string | null;
  /** The entry of the audit log it was made from; null where it is a moment of a firing. */
  seq: number | null;
}

export interface IncidentPositionView {
  symbol: string;
  size: string;
  valueUsd: string | null;
}

export interface PreventionView {
  id: string;
  kind: string;
  what: string;
  owner: PersonRef;
  /** Day, such as 2026-12-11. */
  dueOn: string;
  doneAt: string | null;
  doneBy: string | null;
}

/** What people write; while nothing is saved, the draft that the timeline gives. */
export interface PostMortemTextView {
  summary: string;
  cause: string;
  impact: string;
  actions: string;
}

export interface PostMortemSignatureView {
  role: string;
  person: PersonRef;
  at: string;
  hash: string;
  /** The text was changed after it: it does not count any more. */
  void: boolean;
}

export interface PostMortemView {
  /** 0: nothing saved yet, what stands here is the draft. */
  version: number;
  text: PostMortemTextView;
  prevention: readonly PreventionView[];
  editedAt: string | null;
  editedBy: string | null;
  /** sha256 of the text as it would be signed now, or as it was signed. */
  hash: string;
  signatures: readonly PostMortemSignatureView[];
  signedAt: string | null;
  /** Why it cannot be signed by anybody yet; null when it can. */
  signHeldBy: string | null;
}

/** GET /api/v1/incident?id= or ?number= */
export interface IncidentBody {
  now: string;
  incident: IncidentSummary;
  version: number;
  systems: string | null;
  positions: readonly IncidentPositionView[];
  links: readonly IncidentLinkView[];
  timeline: readonly TimelineEntry[];
  /** There is more in the log than the timeline shows. */
  timelineCut: boolean;
  postMortem: PostMortemView;
  /** Everybody who may own prevention. */
  people: readonly PersonRef[];
}

/** GET /api/v1/incident-source: what an incident would be opened from. */
export interface IncidentSourceBody {
  now: string;
  source: IncidentLinkView;
  /** Offered as its title and severity. */
  title: string;
  severity: string;
  drill: boolean;
  /** Incidents that it belongs to already. */
  incidents: readonly { number: number; title: string }[];
}

/** Text with what was searched for told apart. */
export interface FoundText {
  text: string;
  hit: boolean;
}

/** GET /api/v1/incident-search */
export interface IncidentSearchBody {
  found: readonly {
    number: number;
    title: string;
    state: string;
    severity: string;
    /** incident, post-mortem, prevention, note, alert note, run note. */
    where: string;
    at: string;
    by: string | null;
    excerpt: readonly FoundText[];
  }[];
  /** There is more than is shown: search for more words. */
  more: boolean;
}

/** GET /api/v1/rollback-history: one rollback a row, newest first (manual 4). */
export interface RollbackHistoryBody {
  now: string;
  items: readonly {
    kind: string;
    id: string;
    /** RUN-3, revision 1.42, Level 2, Emergency stop. */
    label: string;
    /** Number of a run, for its address. */
    number: number | null;
    at: string;
    trigger: string;
    by: string;
    endedAt: string | null;
    resolvedBy: string | null;
    /** Result in US dollars: of its incident, or as its run recorded it. */
    pnlUsd: string | null;
    incident: number | null;
  }[];
  nextBefore: NextBefore;
}

/** GET /api/v1/prevention: what post-mortems promised, by its day. */
export interface PreventionBody {
  now: string;
  items: readonly (PreventionView & { incident: number; title: string; overdue: boolean })[];
  nextBefore: null;
}

/** Answer of open-incident. */
export interface OpenedIncident {
  incidentId: string;
  number: number;
}

/** Answer of what moves an incident or writes about it. */
export interface IncidentAnswer {
  changed: boolean;
  incidentId: string;
  state: string;
}

/** Answer of save-post-mortem. */
export interface SavedPostMortem {
  version: number;
}

/** Answer of sign-post-mortem. */
export interface SignedPostMortem {
  hash: string;
  /** Roles whose signatures are still missing. */
  missing: readonly string[];
  signed: boolean;
}

// Incidents and post-mortems: severities with their response times (manual 4), what an incident may be about, and the form of manual 3.
import type { Role } from './roles.ts';

/** Its name wherever it is shown. */
export function incidentName(number: number): string {
  return `INC-${number}`;
}

/** Somebody takes the incident within this time of its opening; `next business day`: by the end of it, UTC. */
export const SEVERITIES = {
  critical: { label: 'Critical', respond: 900, within: '15 minutes', contact: 'On-call engineer' },
  high: { label: 'High', respond: 1_800, within: '30 minutes', contact: 'Senior operator' },
  medium: { label: 'Medium', respond: 7_200, within: '2 hours', contact: 'Reliability team' },
  low: {
    ...{ label: 'Low', respond: 'next business day', within: 'the next business day' },
    contact: 'Standard support',
  },
} as const satisfies Record<
  string,
  { label: string; respond: number | 'next business day'; within: string; contact: string }
>;
export type Severity = keyof typeof SEVERITIES;
export const SEVERITY_NAMES = Object.keys(SEVERITIES) as readonly Severity[];

/** An incident goes down this list and never back: what comes again is a new incident. */
export const INCIDENT_STATES = { open: 'Open', mitigated: 'Mitigated', resolved: 'Resolved' } as const;
export type IncidentState = keyof typeof INCIDENT_STATES;

/** Where it stands after each verb, by where it stands now; null: that verb is refused there. */
export const INCIDENT_MOVES = {
  open: { mitigate: 'mitigated', resolve: 'resolved' },
  mitigated: { mitigate: null, resolve: 'resolved' },
  resolved: { mitigate: null, resolve: null },
} as const satisfies Record<IncidentState, { mitigate: IncidentState | null; resolve: IncidentState | null }>;

/** What an incident can be opened from and linked to: whose row the id names. */
export const INCIDENT_SUBJECTS = {
  firing: 'Alert',
  run: 'Run of a procedure',
  'level-press': 'Level',
  'emergency-stop': 'Emergency stop',
  'change-set': 'Change of switches',
} as const;
export type IncidentSubjectKind = keyof typeof INCIDENT_SUBJECTS;
export const INCIDENT_SUBJECT_KINDS = Object.keys(INCIDENT_SUBJECTS) as readonly IncidentSubjectKind[];

/** The parts of a post-mortem that people write (manual 3). Impact also shows the recorded figures, and the timeline follows. */
export const POST_MORTEM_PARTS = {
  summary: { title: 'Summary', asks: 'What happened, in a few sentences.' },
  cause: { title: 'Root cause', asks: 'Why it happened, technically.' },
  impact: { title: 'Impact', asks: 'Who and what was affected, beside the figures.' },
  actions: { title: 'Actions taken', asks: 'What was done, in its order, one act a line.' },
} as const;
export type PostMortemPart = keyof typeof POST_MORTEM_PARTS;
export const POST_MORTEM_PART_NAMES = Object.keys(POST_MORTEM_PARTS) as readonly PostMortemPart[];

/** Manual 3's kinds of prevention. */
export const PREVENTION_KINDS = {
  code: 'Code fix',
  monitoring: 'Monitoring improvement',
  infrastructure: 'Infrastructure upgrade',
  documentation: 'Documentation update',
} as const;
export type PreventionKind = keyof typeof PREVENTION_KINDS;
export const PREVENTION_KIND_NAMES = Object.keys(PREVENTION_KINDS) as readonly PreventionKind[];

/** Who signs, each as a different person (manual 3: Dev, Ops, Trader). */
export const POST_MORTEM_SIGNERS = [
  'engineer',
  'operations',
  'risk_manager',
] as const satisfies readonly Role[];
export type PostMortemSigner = (typeof POST_MORTEM_SIGNERS)[number];

export const SIGNING_STATEMENT =
  'I have read this post-mortem. It tells what happened, and I stand by its causes and its prevention.';

/** Longest texts, in characters, and the most of what is listed. */
export const INCIDENT_LIMITS = {
  ...{ title: 200, note: 4_000, part: 20_000, systems: 500 },
  ...{ preventionItem: 500, preventionItems: 30, positions: 50, links: 200 },
} as const;

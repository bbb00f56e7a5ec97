// What an audit entry says on a screen: a title, the two sides of a change, the way it moved. Pure.
import { definitionOf, findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { AuditEntryView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { moveOf } from '#lib/rules/direction.ts';
import type { Way } from './direction-mark.tsx';
import { formatSwitchValue } from './format-value.ts';

const TITLES: Readonly<Record<string, string>> = {
  'switch.changed': 'Switch changed',
  'session.opened': 'Signed in',
  'session.closed': 'Signed out',
  'command.denied': 'Refused',
  'instance.isolated': 'Instance isolated',
  'instance.restored': 'Instance counted again',
  'executors.retired': 'Executor retired',
  'on_call.rota_set': 'On-call rota set',
  'on_call.override_set': 'Put on call for a time',
  'on_call.override_removed': 'Override taken back',
  'on_call.handed_over': 'On-call handed over',
  'contact.added': 'Contact added',
  'contact.changed': 'Contact changed',
  'contact.removed': 'Contact removed',
  'channel.added': 'Channel added',
  'channel.changed': 'Channel changed',
  'channel.removed': 'Channel removed',
  'notification.sent_again': 'Notification sent again',
  'test_page.sent': 'Test page sent',
  'test_page.answered': 'Test page answered',
  'assessment.started': 'Assessment begun',
  'assessment.answered': 'Question answered',
  'assessment.taken_back': 'Answer taken back',
  'assessment.closed': 'Assessment closed',
  'run.started': 'Procedure started',
  'run.step_started': 'Step started',
  'run.step_waits': 'Step waits',
  'run.step_done': 'Step done',
  'run.step_passed_over': 'Step passed over',
  'run.step_failed': 'Step failed',
  'run.observation_broken': 'Observation broken',
  'run.signed': 'Step signed',
  'run.noted': 'Note',
  'run.completed': 'Procedure complete',
  'run.ended': 'Procedure ended',
  'effect.missed': 'Time budget missed',
  'audit.broken': 'Audit chain broken',
  'audit.exported': 'Log exported',
  'audit.sound': 'Audit chain sound again',
  'person.created': 'Account created',
  'key.created': 'Key created',
  'key.rotated': 'Key rotated',
  'key.revoked': 'Key revoked',
  'token.created': 'Token created',
  'token.revoked': 'Token revoked',
  'change-request.opened': 'Approval asked for',
  'change-request.approved': 'Change approved',
  'change-request.refused': 'Change refused',
  'change-request.withdrawn': 'Request withdrawn',
  'change-request.voided': 'Request void',
  'change-request.expired': 'Request expired',
  'level.pressed': 'Level pressed',
  'level.confirmed': 'Level confirmed',
  'level.left': 'Level left',
  'emergency-stop.pressed': 'Emergency stop',
  'emergency-stop.joined': 'Emergency stop, again',
  'emergency-stop.ended': 'Emergency stop over',
  'executors.commanded': 'Executors ordered',
  'break-glass.used': 'Break-glass used',
  'break-glass.reviewed': 'Break-glass reviewed',
  'deadline.passed': 'Deadline passed',
  'deadline.moved': 'Deadline moved',
  'canary.planned': 'Canary planned',
  'canary.stage_entered': 'Canary stage entered',
  'canary.passed': 'Canary passed',
  'canary.no_go': 'NO-GO',
  'canary.failed': 'Canary rolled back',
  'canary.paused': 'Canary paused',
  'canary.resumed': 'Canary resumed',
  'canary.extended': 'Canary stage extended',
  'canary.aborted': 'Canary ended',
  'canary.evidence': 'Canary check made',
  'incident.opened': 'Incident opened',
  'incident.taken': 'Incident taken',
  'incident.severity_set': 'Severity changed',
  'incident.mitigated': 'Incident mitigated',
  'incident.resolved': 'Incident resolved',
  'incident.impact_recorded': 'Impact recorded',
  'incident.noted': 'Note',
  'incident.linked': 'Linked to incident',
  'incident.unlinked': 'Taken out of incident',
  'release.started': 'Release started',
  'release.approved': 'Release approved',
  'release.refused': 'Release refused',
  'release.withdrawn': 'Release withdrawn',
  'release.stepped': 'Share of a release',
  'release.paused': 'Release paused',
  'release.resumed': 'Release resumed',
  'release.rolled-back': 'Release rolled back',
  'release.effective': 'Rollback effective',
  'release.succeeded': 'Release successful',
  'post-mortem.saved': 'Post-mortem saved',
  'post-mortem.signed': 'Post-mortem signed',
  'form.noted': 'Note on a form',
  'form.opened': 'Form opened for signature',
  'form.signed': 'Form signed',
  'form.declined': 'NO-GO',
  'form.voided': 'Signatures void',
  'form.closed': 'Form closed',
  'prevention.done': 'Prevention done',
  'alert.fired': 'Alert fired',
  'alert.rejected': 'Delivery rejected in part',
  'alert.rejected_seen': 'Rejected parts seen',
  'alert.confirmed': 'Alert confirmed',
  'alert.taken_over': 'Alert taken over',
  'alert.acted': 'Alert acted on',
  'alert.effective': 'Action effective',
  'alert.escalated': 'Next ones told',
  'alert.noted': 'Note',
  'alert.resolved': 'Alert over',
  'alert.policy_set': 'Alert policy set',
};

/** Groups of the filter, each a prefix of kinds. */
export const KIND_GROUPS = [
  { value: 'switch', label: 'Switches' },
  { value: 'change-request', label: 'Approvals' },
  { value: 'level', label: 'Levels' },
  { value: 'emergency-stop', label: 'Emergency stops' },
  { value: 'executors', label: 'Executors' },
  { value: 'break-glass', label: 'Break-glass' },
  { value: 'deadline', label: 'Deadlines' },
  { value: 'session', label: 'Sign-ins' },
  { value: 'command', label: 'Refusals' },
  { value: 'instance', label: 'Instances' },
  { value: 'executors', label: 'Executors' },
  { value: 'effect', label: 'Missed budgets' },
  { value: 'key', label: 'Keys' },
  { value: 'token', label: 'Tokens' },
  { value: 'assessment', label: 'Assessments' },
  { value: 'run', label: 'Procedures' },
  { value: 'canary', label: 'Canaries' },
  { value: 'incident', label: 'Incidents' },
  { value: 'release', label: 'Releases' },
  { value: 'post-mortem', label: 'Post-mortems' },
  { value: 'form', label: 'Sign-off forms' },
  { value: 'audit', label: 'Chain and exports' },
] as const;

export function kindTitle(kind: string): string {
  return TITLES[kind] ?? kind;
}

function wireValue(json: string | null): WireValue | undefined {
  if (json === null) return undefined;
  try {
    return JSON.parse(json) as WireValue;
  } catch {
    return undefined;
  }
}

export interface Sides {
  from: string | null;
  to: string | null;
  way: Way;
}

/** Both sides in the switch's own format, with the way the change moved; plain words for other kinds. */
export function sidesOf(entry: AuditEntryView): Sides {
  const definition = entry.kind === 'switch.changed' ? findSwitch(entry.subject) : undefined;
  const from = wireValue(entry.oldValue);
  const to = wireValue(entry.newValue);
  if (!definition || from === undefined || to === undefined) {
    return { from: entry.oldValue, to: entry.newValue, way: 'none' };
  }
  const move = moveOf(definitionOf(entry.subject as SwitchName), from, to);
  const rollback = entry.details?.direction === 'rollback' && move === 'raising';
  return {
    from: formatSwitchValue(entry.subject, from),
    to: formatSwitchValue(entry.subject, to),
    way: rollback ? 'rollback' : move,
  };
}

/** `e90b…2d77`. */
export function shortHash(hash: string, each = 4): string {
  return `${hash.slice(0, each)}…${hash.slice(-each)}`;
}

/** `normal_threshold.BTC`, or the subject alone. */
export function subjectOf(entry: Pick<AuditEntryView, 'subject' | 'symbol'>): string {
  return entry.symbol ? `${entry.subject}.${entry.symbol}` : entry.subject;
}

// The doors of changes of the matrix, their second person, and levels.
import { randomUUID } from 'node:crypto';
import { DONE, type Door, NOBODY, PROOF, RISK, reason } from './door.ts';

export const CHANGES: Record<string, Door> = {
  'set-switch': { input: { switch: 'reduce_only', value: false, reason }, roles: RISK, outcome: DONE },
  'set-switches': {
    input: { changes: [{ switch: 'reduce_only', value: false }], reason },
    roles: RISK,
    outcome: DONE,
  },
  'rollback-switch': {
    input: { switch: 'reduce_only', at: new Date().toISOString(), reason },
    roles: RISK,
    outcome: DONE,
  },
  'reset-to-default': { input: { switch: 'reduce_only', reason }, roles: RISK, outcome: DONE },
  'undo-change-set': {
    input: { changeSetId: randomUUID(), reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'rollback-matrix': {
    input: { at: '2000-01-01T00:00:00Z', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'approve-change': {
    input: { requestId: randomUUID(), diffHash: '0'.repeat(64) },
    roles: RISK,
    outcome: PROOF,
  },
  'refuse-change': { input: { requestId: randomUUID(), reason }, roles: RISK, outcome: [404, 'not_found'] },
  'withdraw-change': { input: { requestId: randomUUID() }, roles: RISK, outcome: [404, 'not_found'] },
  'review-break-glass': { input: { breakGlassId: randomUUID(), note: reason }, roles: RISK, outcome: PROOF },
  'move-deadline': {
    input: { deadlineId: randomUUID(), until: '2099-01-01T00:00:00Z', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'press-level': { input: { level: 1, reason: 'x' }, roles: RISK, outcome: [422, 'invalid_reason'] },
  'leave-level': { input: { reason: 'x' }, roles: RISK, outcome: [422, 'invalid_reason'] },
  'confirm-level': { input: { pressId: randomUUID() }, roles: RISK, outcome: [404, 'not_found'] },
  'sync-catalogue': { input: {}, roles: NOBODY, outcome: DONE },
  'expire-request': { input: { requestId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'note-deadline': { input: { changeSetId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'record-missed-budget': { input: { changeSetId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'apply-config': { input: { yaml: '', reason }, roles: RISK, outcome: [400, 'invalid_input'] },
};

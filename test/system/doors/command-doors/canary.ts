// The doors of canary runs and the forms that are signed for them.
import { randomUUID } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import { DONE, type Door, NOBODY, PROOF, RESPONDERS, RISK, reason } from './door.ts';

const FORM_KEEPERS: readonly Role[] = ['engineer', 'risk_manager', 'super_admin', 'product_owner'];
const SIGNERS: readonly Role[] = [...FORM_KEEPERS, 'executive'];
const GATE = { runId: randomUUID(), gate: 0 };

export const CANARY: Record<string, Door> = {
  'plan-canary': {
    input: { programme: 'no-such', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'retry-canary': { input: { runId: randomUUID(), reason }, roles: RISK, outcome: [404, 'not_found'] },
  'pause-canary': { input: { runId: randomUUID(), reason }, roles: RISK, outcome: [404, 'not_found'] },
  'resume-canary': { input: { runId: randomUUID(), reason }, roles: RISK, outcome: [404, 'not_found'] },
  'abort-canary': { input: { runId: randomUUID(), reason }, roles: RISK, outcome: [404, 'not_found'] },
  'extend-canary': {
    input: { runId: randomUUID(), minutes: 60, reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'note-canary-evidence': {
    input: { runId: randomUUID(), check: 'kill-switch', holds: true, text: 'Seen' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'fail-canary': { input: { runId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'disarm-canary': { input: { runId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'note-form': {
    input: { runId: randomUUID(), gate: 0, note: 'market', text: 'Calm' },
    roles: SIGNERS,
    outcome: [404, 'not_found'],
  },
  'open-for-signature': { input: GATE, roles: FORM_KEEPERS, outcome: [404, 'not_found'] },
  'sign-form': {
    input: {
      ...{ ...GATE, line: 'engineer', hash: '0'.repeat(64) },
      ...{ name: 'Somebody', statements: [], narrow: [] },
    },
    roles: SIGNERS,
    outcome: PROOF,
  },
  'decline-form': { input: GATE, roles: ['executive'], outcome: [404, 'not_found'] },
  'void-form': { input: { ...GATE, reason }, roles: FORM_KEEPERS, outcome: [404, 'not_found'] },
};

// The doors of releases.
import { randomUUID } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import { DONE, type Door, NOBODY, PROOF, RESPONDERS, RISK, reason } from './door.ts';

const DEPLOYERS: readonly Role[] = ['engineer', 'super_admin'];
const RELEASE = { releaseId: randomUUID() };

export const RELEASES: Record<string, Door> = {
  // Not ready: nothing is started here.
  'start-release': {
    input: {
      ...{ to: 'v1.2.5', from: 'v1.2.4', strategy: 'canary', reason },
      ...{ checklist: {}, notes: { added: ['Scores'] } },
    },
    roles: DEPLOYERS,
    outcome: [422, 'rule_violated'],
  },
  'approve-release': { input: RELEASE, roles: RISK, outcome: PROOF },
  'refuse-release': { input: { ...RELEASE, reason }, roles: RISK, outcome: [404, 'not_found'] },
  'withdraw-release': { input: { ...RELEASE, reason }, roles: DEPLOYERS, outcome: [404, 'not_found'] },
  'step-release': { input: RELEASE, roles: DEPLOYERS, outcome: [404, 'not_found'] },
  'pause-release': { input: { ...RELEASE, reason }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'resume-release': { input: { ...RELEASE, reason }, roles: DEPLOYERS, outcome: [404, 'not_found'] },
  'roll-back-release': { input: { ...RELEASE, reason }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'mark-release-good': { input: RELEASE, roles: DEPLOYERS, outcome: [404, 'not_found'] },
  'roll-back-by-trigger': { input: RELEASE, roles: NOBODY, outcome: DONE },
  'note-release-effective': { input: RELEASE, roles: NOBODY, outcome: DONE },
};

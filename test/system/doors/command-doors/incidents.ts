// The doors of incidents and their post-mortems.
import { randomUUID } from 'node:crypto';
import { ALL, type Door, PROOF, RESPONDERS, reason } from './door.ts';

export const INCIDENTS: Record<string, Door> = {
  'open-incident': {
    input: { title: 'By hand', severity: 'low', from: { kind: 'run', id: randomUUID() } },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'take-incident': {
    input: { incidentId: randomUUID() },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'set-incident-severity': {
    input: { incidentId: randomUUID(), severity: 'low', reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'mitigate-incident': {
    input: { incidentId: randomUUID(), reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'resolve-incident': {
    input: { incidentId: randomUUID(), reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'record-impact': {
    input: { incidentId: randomUUID(), positions: [] },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'note-incident': {
    input: { incidentId: randomUUID(), text: 'Seen' },
    roles: ALL,
    outcome: [404, 'not_found'],
  },
  'link-incident': {
    input: { incidentId: randomUUID(), subject: { kind: 'run', id: randomUUID() } },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'unlink-incident': {
    input: { incidentId: randomUUID(), subject: { kind: 'run', id: randomUUID() } },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'save-post-mortem': {
    input: {
      ...{ incidentId: randomUUID(), version: 0, summary: '', cause: '', impact: '', actions: '' },
      prevention: [],
    },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'sign-post-mortem': {
    input: { incidentId: randomUUID(), as: 'engineer', hash: '0'.repeat(64) },
    roles: ['engineer', 'operations', 'risk_manager'],
    outcome: PROOF,
  },
  'finish-prevention': {
    input: { itemId: randomUUID() },
    roles: ALL,
    outcome: [404, 'not_found'],
  },
};

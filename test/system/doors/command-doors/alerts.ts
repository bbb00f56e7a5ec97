// The doors of alerts, on-call, channels and contacts.
import { randomUUID } from 'node:crypto';
import { ADMIN, ALL, DONE, type Door, NOBODY, PROOF, RESPONDERS, RISK, reason } from './door.ts';

export const ALERTS: Record<string, Door> = {
  'confirm-firing': { input: { firingId: randomUUID() }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'confirm-storm': {
    input: { firingId: randomUUID(), until: new Date().toISOString() },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'act-on-storm': {
    input: { firingId: randomUUID(), until: new Date().toISOString() },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'see-rejected': { input: { until: '2000-01-01T00:00:00Z' }, roles: RESPONDERS, outcome: DONE },
  'take-over-firing': { input: { firingId: randomUUID() }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'act-on-firing': { input: { firingId: randomUUID() }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'note-firing': {
    input: { firingId: randomUUID(), text: 'Seen' },
    roles: ALL,
    outcome: [404, 'not_found'],
  },
  'resolve-firing': {
    input: { firingId: randomUUID(), reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'raise-drill': {
    input: { alert: 'no-such-alert', reason },
    roles: ['operations', ...RISK],
    outcome: [404, 'not_found'],
  },
  'set-alert-policy': {
    input: { alert: 'no-such-alert', policy: 'off', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'take-deliveries': { input: {}, roles: NOBODY, outcome: DONE },
  'confirm-by-pagerduty': { input: { firingId: randomUUID(), agent: 'Ann' }, roles: NOBODY, outcome: DONE },
  'set-rota': {
    input: { timeZone: 'UTC', firstDay: '2026-01-05', shifts: [], reason },
    roles: RISK,
    outcome: [400, 'invalid_input'],
  },
  'set-override': {
    input: { person: randomUUID(), from: '2099-01-01T00:00:00Z', until: '2099-01-02T00:00:00Z', reason },
    roles: RESPONDERS,
    outcome: [400, 'invalid_input'],
  },
  'remove-override': { input: { overrideId: randomUUID() }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'hand-over': {
    input: { to: randomUUID(), note: 'All is quiet' },
    roles: RESPONDERS,
    outcome: [400, 'invalid_input'],
  },
  'set-contact': { input: {}, roles: RISK, outcome: [400, 'invalid_input'] },
  'remove-contact': { input: { id: randomUUID(), version: 1 }, roles: RISK, outcome: [404, 'not_found'] },
  'set-channel': {
    input: { name: 'x', fromStep: 0, settings: { kind: 'slack', url: 'https://hooks.slack.example/x' } },
    roles: ADMIN,
    outcome: PROOF,
  },
  'remove-channel': { input: { id: randomUUID(), version: 1 }, roles: ADMIN, outcome: [404, 'not_found'] },
  'send-again': { input: { notificationId: randomUUID() }, roles: RESPONDERS, outcome: [404, 'not_found'] },
  'send-test-page': { input: { reason: 'x' }, roles: RESPONDERS, outcome: [422, 'invalid_reason'] },
  'answer-test-page': {
    input: { link: `${randomUUID()}.${'x'.repeat(43)}` },
    roles: ALL,
    outcome: [404, 'not_found'],
    anybody: true,
  },
  'note-effective': { input: { firingId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'escalate-firing': { input: { firingId: randomUUID() }, roles: NOBODY, outcome: DONE },
};

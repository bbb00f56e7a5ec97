// The doors of runs of procedures and assessments.
import { randomUUID } from 'node:crypto';
import { DONE, type Door, NOBODY, PROOF, RESPONDERS, RISK, reason } from './door.ts';

export const RUNS: Record<string, Door> = {
  'start-assessment': {
    input: { symptom: 'no-such-symptom' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'answer-question': {
    input: { assessmentId: randomUUID(), question: 'severity', option: 'minor' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'take-back-answer': {
    input: { answerId: randomUUID() },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'close-assessment': {
    input: { assessmentId: randomUUID(), reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'start-run': {
    input: { procedure: 'no-such-procedure', reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'tick-step': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'apply-step': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'command-step': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: ['operations', ...RISK],
    outcome: [404, 'not_found'],
  },
  'start-observe': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'verify-step': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'choose-option': {
    input: { runId: randomUUID(), step: 'confirm', option: 'yes' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'record-fields': {
    input: { runId: randomUUID(), step: 'confirm', fields: {} },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'sign-step': {
    input: { runId: randomUUID(), step: 'confirm' },
    roles: RESPONDERS,
    outcome: PROOF,
  },
  'pass-over-step': {
    input: { runId: randomUUID(), step: 'confirm', reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'add-run-note': {
    input: { runId: randomUUID(), text: 'Seen' },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'end-run': {
    input: { runId: randomUUID(), reason },
    roles: RESPONDERS,
    outcome: [404, 'not_found'],
  },
  'advance-run': { input: { runId: randomUUID() }, roles: NOBODY, outcome: DONE },
};

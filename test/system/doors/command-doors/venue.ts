// The doors of executors, instances, and the emergency stop.
import { randomUUID } from 'node:crypto';
import { ADMIN, DONE, type Door, NOBODY, RISK, reason } from './door.ts';

export const VENUE: Record<string, Door> = {
  'emergency-stop': {
    input: { reason, confirm: 'stop' },
    roles: ['operations', ...RISK],
    outcome: [400, 'invalid_input'],
  },
  'restart-after-stop': { input: { reason }, roles: ADMIN, outcome: [409, 'conflict'] },
  'command-executors': {
    input: { command: 'close_position', argument: 'NONE', reason },
    roles: ['operations', ...RISK],
    outcome: [404, 'not_found'],
  },
  'retire-executor': {
    input: { executor: 'no-such-executor', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'isolate-instance': {
    input: { instance: 'no-such-instance', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'restore-instance': {
    input: { instance: 'no-such-instance', reason },
    roles: RISK,
    outcome: [404, 'not_found'],
  },
  'record-edge-stop': { input: { stopId: randomUUID() }, roles: NOBODY, outcome: DONE },
};

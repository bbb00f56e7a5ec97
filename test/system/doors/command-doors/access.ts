// The doors of people, their sign-in, and the keys and tokens of machines and people.
import { randomUUID } from 'node:crypto';
import { ADMIN, ALL, DONE, type Door, NOBODY, PROOF, reason } from './door.ts';

const NO_LINK = `bhl_${'0'.repeat(43)}`;

export const ACCESS: Record<string, Door> = {
  'sign-out': { input: {}, roles: ALL, outcome: [400, 'invalid_input'] },
  'create-key': { input: {}, roles: ADMIN, outcome: [400, 'invalid_input'] },
  'rotate-key': {
    input: { key: randomUUID() },
    roles: ADMIN,
    outcome: PROOF,
  },
  'revoke-key': {
    input: { key: randomUUID(), reason },
    roles: ADMIN,
    outcome: [404, 'not_found'],
  },
  'create-token': { input: { name: 'From a door' }, roles: ALL, outcome: PROOF },
  'revoke-token': { input: { token: randomUUID() }, roles: ALL, outcome: [404, 'not_found'] },
  'invite-person': {
    input: { email: 'new@exchange.example', name: 'New', roles: ['auditor'] },
    roles: ADMIN,
    outcome: PROOF,
  },
  'withdraw-link': { input: { link: randomUUID() }, roles: ADMIN, outcome: [404, 'not_found'] },
  'look-at-link': { input: { link: NO_LINK }, roles: ALL, outcome: [404, 'not_found'], anybody: true },
  'use-link': {
    input: { link: NO_LINK, password: 'four unrelated words' },
    roles: ALL,
    outcome: [404, 'not_found'],
    anybody: true,
  },
  'issue-first-run-link': { input: {}, roles: NOBODY, outcome: DONE },
  'change-roles': {
    input: { person: randomUUID(), roles: ['auditor'], reason },
    roles: ADMIN,
    outcome: PROOF,
  },
  'disable-person': { input: { person: randomUUID(), reason }, roles: ADMIN, outcome: [404, 'not_found'] },
  'enable-person': { input: { person: randomUUID(), reason }, roles: ADMIN, outcome: PROOF },
  'reset-second-factor': { input: { person: randomUUID(), reason }, roles: ADMIN, outcome: PROOF },
  'allow-sign-in': { input: { person: randomUUID() }, roles: ADMIN, outcome: [404, 'not_found'] },
  'change-password': {
    input: { current: 'x', password: 'four unrelated words' },
    roles: ALL,
    outcome: PROOF,
  },
  'set-up-totp': { input: { offer: 'none', code: '000000' }, roles: ALL, outcome: PROOF },
  'remove-totp': { input: {}, roles: ALL, outcome: PROOF },
  'add-passkey': { input: {}, roles: ALL, outcome: [400, 'invalid_input'] },
  'rename-passkey': { input: { passkey: randomUUID(), name: 'x' }, roles: ALL, outcome: [404, 'not_found'] },
  'remove-passkey': { input: { passkey: randomUUID() }, roles: ALL, outcome: PROOF },
  'prove-second-factor': { input: {}, roles: ALL, outcome: PROOF },
  'revoke-session': { input: { session: randomUUID() }, roles: ALL, outcome: [404, 'not_found'] },
  'ensure-account': { input: {}, roles: NOBODY, outcome: DONE },
  'ensure-api-key': { input: {}, roles: NOBODY, outcome: DONE },
};

// The doors of withdrawals, the hot wallet and cold storage.
import { randomUUID } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import { aColdTransfer, aWalletReport, aWithdrawal } from '#test/withdrawals.ts';
import { DONE, type Door, NOBODY, PROOF, reason } from './door.ts';

const DECIDERS: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];
const WITHDRAWAL = { withdrawalId: randomUUID() };

export const WITHDRAWALS: Record<string, Door> = {
  'file-withdrawal': { input: aWithdrawal(), roles: NOBODY, outcome: DONE },
  'amend-withdrawal': { input: aWithdrawal(), roles: NOBODY, outcome: DONE },
  'approve-withdrawals': {
    input: { items: [{ ...WITHDRAWAL, contentHash: '0'.repeat(64), usdValue: '100' }] },
    roles: DECIDERS,
    outcome: [404, 'not_found'],
  },
  'undo-withdrawal-approval': { input: WITHDRAWAL, roles: DECIDERS, outcome: [404, 'not_found'] },
  'hold-withdrawal': { input: { ...WITHDRAWAL, reason }, roles: DECIDERS, outcome: [404, 'not_found'] },
  'resume-withdrawal': { input: { ...WITHDRAWAL, reason }, roles: DECIDERS, outcome: [404, 'not_found'] },
  'reject-withdrawal': { input: { ...WITHDRAWAL, reason }, roles: DECIDERS, outcome: [404, 'not_found'] },
  'release-withdrawal': { input: WITHDRAWAL, roles: NOBODY, outcome: DONE },
  'note-wallet-answer': {
    input: { ...WITHDRAWAL, outcome: 'lost', reference: null, problem: reason },
    roles: NOBODY,
    outcome: DONE,
  },
  'report-withdrawal': { input: { idempotencyKey: 'x', outcome: 'sent' }, roles: NOBODY, outcome: DONE },
  'report-wallet-balances': { input: aWalletReport(), roles: NOBODY, outcome: DONE },
  'record-cold-transfer': {
    input: aColdTransfer({ reason: '' }),
    roles: DECIDERS,
    outcome: [422, 'invalid_reason'],
  },
  'end-cold-transfer': {
    input: { transferId: randomUUID(), as: 'cancelled', reason },
    roles: DECIDERS,
    outcome: [404, 'not_found'],
  },
  'reconcile-withdrawal': { input: { ...WITHDRAWAL, paid: true, reason }, roles: DECIDERS, outcome: PROOF },
  'expire-withdrawal': { input: WITHDRAWAL, roles: NOBODY, outcome: DONE },
};

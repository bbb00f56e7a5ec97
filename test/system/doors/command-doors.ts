// Every command with an input for its door, an entry a command by hand: who gets past, and what they meet behind it.
import { randomUUID } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import { aColdTransfer, aWalletReport, aWithdrawal } from '#test/withdrawals.ts';

export type Outcome = readonly [status: number, code?: string];

export interface Door {
  /** Right in form, and without effect for whoever may. */
  input: Record<string, unknown>;
  /** Roles that get past the door, as product.md names them; written out, not taken from the catalogue. */
  roles: readonly Role[];
  outcome: Outcome;
  /** Needs no sign-in. */
  anybody?: true;
}

const RISK: readonly Role[] = ['risk_manager', 'super_admin'];
const RESPONDERS: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];
const FORM_KEEPERS: readonly Role[] = ['engineer', 'risk_manager', 'super_admin', 'product_owner'];
const SIGNERS: readonly Role[] = [...FORM_KEEPERS, 'executive'];
const GATE = { runId: randomUUID(), gate: 0 };
export const ALL: readonly Role[] = [
  'super_admin',
  'risk_manager',
  'operations',
  'engineer',
  'product_owner',
  'executive',
  'auditor',
];
const ADMIN: readonly Role[] = ['super_admin'];
const DECIDERS: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];
const DEPLOYERS: readonly Role[] = ['engineer', 'super_admin'];
const NOBODY: readonly Role[] = [];
const NO_LINK = `bhl_${'0'.repeat(43)}`;
const reason = 'asked at every door of the console';
const DONE: Outcome = [200];
const WITHDRAWAL = { withdrawalId: randomUUID() };
const RELEASE = { releaseId: randomUUID() };
/** Whoever may is asked for the second factor first. */
const PROOF: Outcome = [403, 'step_up_required'];

export const DOORS: Record<string, Door> = {
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
  'finish-prevention': {
    input: { itemId: randomUUID() },
    roles: ALL,
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
  'sync-catalogue': { input: {}, roles: NOBODY, outcome: DONE },
  'ensure-account': { input: {}, roles: NOBODY, outcome: DONE },
  'ensure-api-key': { input: {}, roles: NOBODY, outcome: DONE },
  'advance-run': { input: { runId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'expire-request': { input: { requestId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'note-deadline': { input: { changeSetId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'record-edge-stop': { input: { stopId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'record-missed-budget': { input: { changeSetId: randomUUID() }, roles: NOBODY, outcome: DONE },
  'apply-config': { input: { yaml: '', reason }, roles: RISK, outcome: [400, 'invalid_input'] },
  'record-backup': { input: { fileName: 'bulkhead.tar.gz' }, roles: NOBODY, outcome: DONE },
  'record-integrity': { input: { found: 'sound' }, roles: NOBODY, outcome: DONE },
};

/** They have doors of their own (next-auth, the exports); this one does not know them. */
export const ELSEWHERE = [
  'sign-in',
  'sign-in-with-passkey',
  'sign-in-with-oidc',
  'export-audit',
  'export-withdrawals',
];

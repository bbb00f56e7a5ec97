// Every command and every read: the sentence for it, the roles and key scopes that may do it. Read by server and screen.
import { STOP_SCOPE } from '#lib/contract/latch.ts';
import { WALLET_SCOPE, WITHDRAWALS_SCOPE } from '#lib/contract/withdrawals.ts';
import { POST_MORTEM_SIGNERS } from './incidents.ts';
import { ROLE_NAMES, type Role } from './roles.ts';
import { APPROVERS } from './withdrawals.ts';

export interface Permission {
  kind: 'command' | 'read';
  /** Completes "You may not ...". */
  sentence: string;
  roles: readonly Role[];
  /** Scopes of machine keys that suffice. */
  scopes?: readonly string[];
  /** Bulkhead itself does it (first start, background work). */
  system?: true;
  /** Needs no sign-in at all. */
  anonymous?: true;
  /** May be done by somebody whose roles ask for a second factor before it is set up or proven. */
  beforeSecondFactor?: true;
  /** People prove anew that it is them: always, or as soon as they have a second factor. */
  stepUp?: 'always' | 'if enrolled';
}

const EVERYBODY = ROLE_NAMES;
const ADMIN: readonly Role[] = ['super_admin'];
const RISK: readonly Role[] = ['risk_manager', 'super_admin'];
/** The emergency stop is authorised beforehand for these (product.md section 3). */
const STOP: readonly Role[] = ['operations', 'risk_manager', 'super_admin'];
const STOP_SCOPES = [STOP_SCOPE] as const;
/** Who works an incident. */
const RESPONDERS: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];
/** Who signs a form, and who keeps it until it is signed. */
const SIGNERS: readonly Role[] = ['engineer', 'risk_manager', 'super_admin', 'product_owner', 'executive'];
const FORM_KEEPERS: readonly Role[] = ['engineer', 'risk_manager', 'super_admin', 'product_owner'];
const SWITCHES_READ = ['switches:read'] as const;
/** Who reviews what others did, and the keys of systems that collect logs (SIEM). */
const REVIEW: readonly Role[] = ['auditor', 'super_admin'];
const AUDIT_READ = ['audit:read'] as const;
const RELEASES_READ = ['releases:read'] as const;
const WALLET_REPORT = [WALLET_SCOPE] as const;
const WITHDRAWALS_WRITE = [WITHDRAWALS_SCOPE] as const;
/** Who deploys (manual 2, part 11: an admin; a developer once it is reviewed, which somebody of RISK does). */
const DEPLOYERS: readonly Role[] = ['engineer', 'super_admin'];

// biome-ignore format: one permission a line
export const PERMISSIONS = {
  'set-switch': { kind: 'command', sentence: 'change a switch', roles: RISK, system: true },
  'set-switches': { kind: 'command', sentence: 'change switches', roles: RISK, system: true },
  'rollback-switch': { kind: 'command', sentence: 'roll a switch back', roles: RISK },
  'rollback-matrix': { kind: 'command', sentence: 'roll the matrix back', roles: RISK },
  'undo-change-set': { kind: 'command', sentence: 'undo a change set', roles: RISK },
  'reset-to-default': { kind: 'command', sentence: 'reset a switch to its default', roles: RISK },
  'press-level': { kind: 'command', sentence: 'press a degradation level', roles: RISK, system: true },
  'leave-level': { kind: 'command', sentence: 'leave a degradation level', roles: RISK },
  'confirm-level': { kind: 'command', sentence: 'confirm that a level is stable', roles: RISK },
  'read-levels': { kind: 'read', sentence: 'see the degradation levels', roles: EVERYBODY },
  'emergency-stop': { kind: 'command', sentence: 'stop the venue', roles: STOP, scopes: STOP_SCOPES },
  'restart-after-stop': { kind: 'command', sentence: 'restart the venue after an emergency stop', roles: ADMIN },
  'command-executors': { kind: 'command', sentence: 'send commands to executors', roles: STOP },
  'retire-executor': { kind: 'command', sentence: 'retire an executor that does not report', roles: RISK },
  'record-edge-stop': { kind: 'command', sentence: 'record a stop of an edge', roles: [], system: true },
  'read-positions': { kind: 'read', sentence: 'see positions and executors', roles: EVERYBODY },
  'read-emergency-stops': { kind: 'read', sentence: 'see emergency stops', roles: EVERYBODY },
  'approve-change': { kind: 'command', sentence: 'approve a change that somebody else asked for', roles: RISK, stepUp: 'always' },
  'refuse-change': { kind: 'command', sentence: 'refuse a change that somebody else asked for', roles: RISK },
  'withdraw-change': { kind: 'command', sentence: 'withdraw a change you asked for', roles: RISK },
  'review-break-glass': { kind: 'command', sentence: 'review a use of break-glass', roles: RISK, stepUp: 'always' },
  'move-deadline': { kind: 'command', sentence: 'move the deadline of a value', roles: RISK },
  'isolate-instance': { kind: 'command', sentence: 'isolate an instance', roles: RISK },
  'restore-instance': { kind: 'command', sentence: 'take an instance back into the count', roles: RISK },
  'export-audit': { kind: 'command', sentence: 'export the audit log', roles: REVIEW, scopes: AUDIT_READ },
  'start-assessment': { kind: 'command', sentence: 'start the decision assistant', roles: RESPONDERS },
  'answer-question': { kind: 'command', sentence: 'answer a question of the decision assistant', roles: RESPONDERS },
  'take-back-answer': { kind: 'command', sentence: 'take an answer back', roles: RESPONDERS },
  'close-assessment': { kind: 'command', sentence: 'close an assessment', roles: RESPONDERS },

  'start-run': { kind: 'command', sentence: 'start a procedure', roles: RESPONDERS },
  'tick-step': { kind: 'command', sentence: 'tick a step', roles: RESPONDERS },
  'apply-step': { kind: 'command', sentence: 'apply a step', roles: RISK },
  'command-step': { kind: 'command', sentence: 'send the command of a step', roles: STOP },
  'start-observe': { kind: 'command', sentence: 'start an observation', roles: RESPONDERS },
  'verify-step': { kind: 'command', sentence: 'look at a step', roles: RESPONDERS },
  'choose-option': { kind: 'command', sentence: 'choose in a step', roles: RESPONDERS },
  'record-fields': { kind: 'command', sentence: 'record the fields of a step', roles: RESPONDERS },
  'sign-step': { kind: 'command', sentence: 'sign a step', roles: RESPONDERS, stepUp: 'always' },
  'pass-over-step': { kind: 'command', sentence: 'pass over a step', roles: RESPONDERS },
  'add-run-note': { kind: 'command', sentence: 'add a note to a run', roles: RESPONDERS },
  'end-run': { kind: 'command', sentence: 'end a run', roles: RESPONDERS },
  'advance-run': { kind: 'command', sentence: 'find what has come true in a run', roles: [], system: true },
  'read-runs': { kind: 'read', sentence: 'see runs of procedures', roles: EVERYBODY },
  'read-run': { kind: 'read', sentence: 'see a run', roles: EVERYBODY },
  'read-procedures': { kind: 'read', sentence: 'see the procedures', roles: EVERYBODY },

  'sign-in': { kind: 'command', sentence: 'sign in', roles: [], anonymous: true },
  'sign-in-with-passkey': { kind: 'command', sentence: 'sign in with a passkey', roles: [], anonymous: true },
  'sign-in-with-oidc': { kind: 'command', sentence: 'sign in somebody whom the identity provider knows', roles: [], system: true },
  'sign-out': { kind: 'command', sentence: 'sign out', roles: EVERYBODY, beforeSecondFactor: true },

  'invite-person': { kind: 'command', sentence: 'invite people', roles: ADMIN, stepUp: 'always' },
  'withdraw-link': { kind: 'command', sentence: 'withdraw a one-time link', roles: ADMIN },
  'look-at-link': { kind: 'command', sentence: 'look at a one-time link', roles: [], anonymous: true },
  'use-link': { kind: 'command', sentence: 'use a one-time link', roles: [], anonymous: true },
  'issue-first-run-link': { kind: 'command', sentence: 'issue the link of the first run', roles: [], system: true },
  'change-roles': { kind: 'command', sentence: 'change what people may do', roles: ADMIN, stepUp: 'always' },
  'disable-person': { kind: 'command', sentence: 'disable people', roles: ADMIN },
  'enable-person': { kind: 'command', sentence: 'enable people', roles: ADMIN, stepUp: 'always' },
  'reset-second-factor': { kind: 'command', sentence: 'reset a second factor', roles: ADMIN, stepUp: 'always' },
  'allow-sign-in': { kind: 'command', sentence: 'let somebody try to sign in again', roles: ADMIN },

  'change-password': { kind: 'command', sentence: 'change your password', roles: EVERYBODY, beforeSecondFactor: true, stepUp: 'if enrolled' },
  'set-up-totp': { kind: 'command', sentence: 'set up an authenticator app', roles: EVERYBODY, beforeSecondFactor: true, stepUp: 'if enrolled' },
  'remove-totp': { kind: 'command', sentence: 'remove your authenticator app', roles: EVERYBODY, stepUp: 'always' },
  'add-passkey': { kind: 'command', sentence: 'add a passkey', roles: EVERYBODY, beforeSecondFactor: true, stepUp: 'if enrolled' },
  'rename-passkey': { kind: 'command', sentence: 'rename your passkey', roles: EVERYBODY },
  'remove-passkey': { kind: 'command', sentence: 'remove your passkey', roles: EVERYBODY, stepUp: 'always' },
  'prove-second-factor': { kind: 'command', sentence: 'prove your second factor', roles: EVERYBODY, beforeSecondFactor: true, stepUp: 'always' },
  'revoke-session': { kind: 'command', sentence: 'end your sessions', roles: EVERYBODY, beforeSecondFactor: true },

  'create-key': { kind: 'command', sentence: 'create keys for machines', roles: ADMIN, stepUp: 'always' },
  'rotate-key': { kind: 'command', sentence: 'rotate keys of machines', roles: ADMIN, stepUp: 'always' },
  'revoke-key': { kind: 'command', sentence: 'revoke keys of machines', roles: ADMIN },
  'create-token': { kind: 'command', sentence: 'create a personal token', roles: EVERYBODY, stepUp: 'always' },
  'revoke-token': { kind: 'command', sentence: 'revoke a personal token', roles: EVERYBODY, beforeSecondFactor: true },

  'sync-catalogue': { kind: 'command', sentence: 'bring the matrix in line with the catalogue', roles: [], system: true },
  'ensure-account': { kind: 'command', sentence: 'create an account of the first start', roles: [], system: true },
  'ensure-api-key': { kind: 'command', sentence: 'create a key of the first start', roles: [], system: true },
  'expire-request': { kind: 'command', sentence: 'note that a change request has expired', roles: [], system: true },
  'note-deadline': { kind: 'command', sentence: 'note that the time of a value has passed', roles: [], system: true },
  'record-missed-budget': { kind: 'command', sentence: 'record a missed budget', roles: [], system: true },
  'record-integrity': { kind: 'command', sentence: 'record what a check of the audit chain found', roles: [], system: true },

  'take-deliveries': { kind: 'command', sentence: 'take in what alerts were delivered', roles: [], system: true },
  'confirm-firing': { kind: 'command', sentence: 'confirm an alert', roles: RESPONDERS },
  'take-over-firing': { kind: 'command', sentence: 'take an alert over', roles: RESPONDERS },
  'act-on-firing': { kind: 'command', sentence: "carry out an alert's action", roles: RESPONDERS, system: true },
  'note-firing': { kind: 'command', sentence: 'write a note beside an alert', roles: EVERYBODY },
  'resolve-firing': { kind: 'command', sentence: 'say that an alert is over', roles: RESPONDERS },
  'note-effective': { kind: 'command', sentence: "note that an alert's action is effective", roles: [], system: true },
  'escalate-firing': { kind: 'command', sentence: 'tell the next step of the chain of an alert', roles: [], system: true },
  'set-alert-policy': { kind: 'command', sentence: 'say what Bulkhead does by itself when an alert fires', roles: RISK },
  'raise-drill': { kind: 'command', sentence: 'begin a drill of an alert', roles: STOP },
  'read-alerts': { kind: 'read', sentence: 'see the alerts', roles: EVERYBODY },
  'read-firing': { kind: 'read', sentence: 'see one firing of an alert', roles: EVERYBODY },

  'plan-canary': { kind: 'command', sentence: 'plan a canary', roles: RISK },
  'retry-canary': { kind: 'command', sentence: 'plan a canary again after its failure', roles: RISK },
  'pause-canary': { kind: 'command', sentence: 'pause a canary', roles: RISK },
  'resume-canary': { kind: 'command', sentence: 'resume a canary', roles: RISK },
  'extend-canary': { kind: 'command', sentence: 'extend the stage of a canary', roles: RISK },
  'abort-canary': { kind: 'command', sentence: 'end a canary', roles: RISK },
  'note-canary-evidence': { kind: 'command', sentence: 'say what you saw for a check of a canary', roles: RESPONDERS },
  'fail-canary': { kind: 'command', sentence: 'roll a canary back when a guard is breached', roles: [], system: true },
  'disarm-canary': { kind: 'command', sentence: 'stop guarding a canary that ended and left nothing in force', roles: [], system: true },
  'read-canaries': { kind: 'read', sentence: 'see the canaries', roles: EVERYBODY },
  'read-canary': { kind: 'read', sentence: 'see a canary', roles: EVERYBODY },
  'replay-query': { kind: 'read', sentence: 'ask whether a rule would have fired', roles: EVERYBODY },

  'open-incident': { kind: 'command', sentence: 'open an incident', roles: RESPONDERS },
  'take-incident': { kind: 'command', sentence: 'take an incident', roles: RESPONDERS },
  'set-incident-severity': { kind: 'command', sentence: 'say how severe an incident is', roles: RESPONDERS },
  'mitigate-incident': { kind: 'command', sentence: 'say that an incident is mitigated', roles: RESPONDERS },
  'resolve-incident': { kind: 'command', sentence: 'say that an incident is resolved', roles: RESPONDERS },
  'record-impact': { kind: 'command', sentence: 'record what an incident cost', roles: RESPONDERS },
  'note-incident': { kind: 'command', sentence: 'write a note beside an incident', roles: EVERYBODY },
  'link-incident': { kind: 'command', sentence: 'say what belongs to an incident', roles: RESPONDERS },
  'unlink-incident': { kind: 'command', sentence: 'say what does not belong to an incident', roles: RESPONDERS },
  'save-post-mortem': { kind: 'command', sentence: 'write a post-mortem', roles: RESPONDERS },
  'sign-post-mortem': { kind: 'command', sentence: 'sign a post-mortem', roles: POST_MORTEM_SIGNERS, stepUp: 'always' },
  'finish-prevention': { kind: 'command', sentence: 'say that prevention is done', roles: EVERYBODY },
  'read-incidents': { kind: 'read', sentence: 'see the incidents', roles: EVERYBODY },
  'read-incident': { kind: 'read', sentence: 'see an incident', roles: EVERYBODY },
  'confirm-storm': { kind: 'command', sentence: 'confirm all open firings of an alert', roles: RESPONDERS },
  'act-on-storm': { kind: 'command', sentence: 'act for all open firings of an alert', roles: RESPONDERS },
  'see-rejected': { kind: 'command', sentence: 'say that you have seen what was rejected', roles: RESPONDERS },
  'read-firings': { kind: 'read', sentence: 'see earlier alerts', roles: EVERYBODY },
  'read-alert-times': { kind: 'read', sentence: 'see how quickly alerts were answered', roles: EVERYBODY },
  'read-alert-policies': { kind: 'read', sentence: 'see what Bulkhead does by itself', roles: EVERYBODY },
  'confirm-by-pagerduty': { kind: 'command', sentence: 'confirm an alert for PagerDuty', roles: [], system: true },
  'set-rota': { kind: 'command', sentence: 'set the on-call rota', roles: RISK },
  'set-override': { kind: 'command', sentence: 'put somebody on call for a time', roles: RESPONDERS },
  'remove-override': { kind: 'command', sentence: 'take back who is on call for a time', roles: RESPONDERS },
  'hand-over': { kind: 'command', sentence: 'hand the on-call over', roles: RESPONDERS },
  'set-contact': { kind: 'command', sentence: 'change the emergency contacts', roles: RISK },
  'remove-contact': { kind: 'command', sentence: 'remove an emergency contact', roles: RISK },
  'set-channel': { kind: 'command', sentence: 'set where notifications go', roles: ADMIN, stepUp: 'always' },
  'remove-channel': { kind: 'command', sentence: 'end where notifications go', roles: ADMIN },
  'send-again': { kind: 'command', sentence: 'have a notification sent again', roles: RESPONDERS },
  'send-test-page': { kind: 'command', sentence: 'send a test page', roles: RESPONDERS },
  'answer-test-page': { kind: 'command', sentence: 'answer a test page', roles: [], system: true, anonymous: true },
  'read-on-call': { kind: 'read', sentence: 'see who is on call', roles: EVERYBODY },
  'read-notifications': { kind: 'read', sentence: 'see the notifications', roles: EVERYBODY },
  'read-test-pages': { kind: 'read', sentence: 'see the test pages', roles: EVERYBODY },

  'note-form': { kind: 'command', sentence: 'write on a sign-off form', roles: SIGNERS },
  'open-for-signature': { kind: 'command', sentence: 'open a form for signature', roles: FORM_KEEPERS },
  'sign-form': { kind: 'command', sentence: 'sign a form', roles: SIGNERS, stepUp: 'always' },
  'decline-form': { kind: 'command', sentence: 'say NO-GO', roles: ['executive'] },
  'void-form': { kind: 'command', sentence: 'take a form back', roles: FORM_KEEPERS, system: true },
  'read-signoff': { kind: 'read', sentence: 'see a sign-off form', roles: EVERYBODY },
  'start-release': { kind: 'command', sentence: 'start a release', roles: DEPLOYERS },
  'approve-release': { kind: 'command', sentence: 'approve a release that somebody else started', roles: RISK, stepUp: 'always' },
  'refuse-release': { kind: 'command', sentence: 'refuse a release', roles: RISK },
  'withdraw-release': { kind: 'command', sentence: 'withdraw a release', roles: DEPLOYERS },
  'step-release': { kind: 'command', sentence: 'give a release more of the traffic', roles: DEPLOYERS },
  'pause-release': { kind: 'command', sentence: 'pause a release', roles: RESPONDERS },
  'resume-release': { kind: 'command', sentence: 'resume a release', roles: DEPLOYERS },
  'roll-back-release': { kind: 'command', sentence: 'roll a release back', roles: RESPONDERS },
  'mark-release-good': { kind: 'command', sentence: 'mark a release as successful', roles: DEPLOYERS, system: true },
  'roll-back-by-trigger': { kind: 'command', sentence: 'roll a release back by a trigger', roles: [], system: true },
  'note-release-effective': { kind: 'command', sentence: 'note that a rollback of a release is effective', roles: [], system: true },
  'read-releases': { kind: 'read', sentence: 'see the releases', roles: EVERYBODY, scopes: RELEASES_READ },

  'file-withdrawal': { kind: 'command', sentence: 'file a withdrawal', roles: [], scopes: WITHDRAWALS_WRITE },
  'amend-withdrawal': { kind: 'command', sentence: 'change a withdrawal', roles: [], scopes: WITHDRAWALS_WRITE },
  'approve-withdrawals': { kind: 'command', sentence: 'approve withdrawals', roles: APPROVERS },
  'undo-withdrawal-approval': { kind: 'command', sentence: 'take back your approval of a withdrawal', roles: APPROVERS },
  'hold-withdrawal': { kind: 'command', sentence: 'hold a withdrawal', roles: APPROVERS },
  'resume-withdrawal': { kind: 'command', sentence: 'let a withdrawal go on', roles: APPROVERS },
  'reject-withdrawal': { kind: 'command', sentence: 'reject a withdrawal', roles: APPROVERS },
  'expire-withdrawal': { kind: 'command', sentence: 'note that the approval of a withdrawal ran out', roles: [], system: true },
  'release-withdrawal': { kind: 'command', sentence: 'release a withdrawal', roles: [], system: true },
  'note-wallet-answer': { kind: 'command', sentence: 'note what the wallet answered', roles: [], system: true },
  'report-withdrawal': { kind: 'command', sentence: 'say what became of a withdrawal', roles: [], scopes: WALLET_REPORT },
  'report-wallet-balances': { kind: 'command', sentence: 'say what the hot wallet holds', roles: [], scopes: WALLET_REPORT },
  'record-cold-transfer': { kind: 'command', sentence: 'record a transfer from cold storage', roles: APPROVERS },
  'end-cold-transfer': { kind: 'command', sentence: 'say that a transfer from cold storage is over', roles: APPROVERS },
  'reconcile-withdrawal': { kind: 'command', sentence: 'say whether an unknown withdrawal was sent', roles: APPROVERS, stepUp: 'always' },
  'export-withdrawals': { kind: 'command', sentence: 'export the withdrawals', roles: [...APPROVERS, 'auditor'] },
  'read-withdrawals': { kind: 'read', sentence: 'see the withdrawals', roles: EVERYBODY, scopes: WITHDRAWALS_WRITE },

  'apply-config': { kind: 'command', sentence: 'apply a configuration file', roles: RISK },
  'record-backup': { kind: 'command', sentence: 'put a backup on record', roles: [], system: true },
  'read-backups': { kind: 'read', sentence: 'see the backups', roles: EVERYBODY },

  'read-me': { kind: 'read', sentence: 'see your own account', roles: EVERYBODY },
  'read-status': { kind: 'read', sentence: 'see the state of the venue', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-switches': { kind: 'read', sentence: 'see the switches', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-switch-history': { kind: 'read', sentence: 'see the history of a switch', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-approvals': { kind: 'read', sentence: 'see what waits for a second person', roles: EVERYBODY },
  'read-rollback': { kind: 'read', sentence: 'see what a rollback would do', roles: EVERYBODY },
  'read-changes': { kind: 'read', sentence: 'see change sets', roles: EVERYBODY },
  'read-assessments': { kind: 'read', sentence: 'see assessments', roles: EVERYBODY },
  'read-assessment': { kind: 'read', sentence: 'see an assessment', roles: EVERYBODY },
  'read-instances': { kind: 'read', sentence: 'see the instances', roles: EVERYBODY, scopes: SWITCHES_READ },
  'read-figures': { kind: 'read', sentence: 'see the figures', roles: EVERYBODY },
  'read-people': { kind: 'read', sentence: 'see who has access', roles: REVIEW },
  'read-profile': { kind: 'read', sentence: 'see your own sign-in', roles: EVERYBODY },
  'read-factor-offer': { kind: 'read', sentence: 'set up a second factor', roles: EVERYBODY },
  'read-passkey-challenge': { kind: 'read', sentence: 'sign in with a passkey', roles: [], anonymous: true },
  'read-keys': { kind: 'read', sentence: 'see the keys of machines', roles: REVIEW },
  'find-credential': { kind: 'read', sentence: 'look up a key or token', roles: REVIEW },
  'read-audit': { kind: 'read', sentence: 'read the audit log', roles: EVERYBODY, scopes: AUDIT_READ },
  'read-access-log': { kind: 'read', sentence: 'read the access log', roles: REVIEW, scopes: AUDIT_READ },
  'review-duties': { kind: 'read', sentence: 'review duties', roles: REVIEW },
  'read-outcome': { kind: 'read', sentence: 'ask how a command ended', roles: EVERYBODY },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof PERMISSIONS;

export const ACTIONS = Object.keys(PERMISSIONS) as readonly Action[];

/** The entry of an action in its general shape. */
export function permissionOf(action: Action): Permission {
  return PERMISSIONS[action];
}

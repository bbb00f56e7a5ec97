// Who may do what, written out by hand from product.md section 1; the tests of the rule and of every door compare with it.
import type { Action } from '#lib/catalog/permissions.ts';
import type { Role } from '#lib/catalog/roles.ts';

/** `key` is a machine key with the scope switches:read, `system` Bulkhead itself, `anyone` nobody signed in. */
export type Caller = Role | 'key' | 'system' | 'anyone';

const SHORT: Record<string, Caller> = {
  ...{ SA: 'super_admin', RM: 'risk_manager', OP: 'operations', EN: 'engineer' },
  ...{ PO: 'product_owner', EX: 'executive', AU: 'auditor' },
  ...{ key: 'key', system: 'system', anyone: 'anyone' },
};

export const CALLERS = Object.values(SHORT);

const EVERYBODY = 'SA RM OP EN PO EX AU';

// biome-ignore format: an action a line
const TABLE: Record<Action, string> = {
  'set-switch': 'SA RM system',
  'set-switches': 'SA RM system',
  'rollback-switch': 'SA RM',
  'undo-change-set': 'SA RM',
  'rollback-matrix': 'SA RM',
  'read-rollback': EVERYBODY,
  'reset-to-default': 'SA RM',
  'press-level': 'SA RM system',
  'leave-level': 'SA RM',
  'confirm-level': 'SA RM',
  'read-levels': EVERYBODY,
  'emergency-stop': 'SA RM OP',
  'restart-after-stop': 'SA',
  'command-executors': 'SA RM OP',
  'retire-executor': 'SA RM',
  'record-edge-stop': 'system',
  'read-positions': EVERYBODY,
  'read-emergency-stops': EVERYBODY,
  'approve-change': 'SA RM',
  'refuse-change': 'SA RM',
  'withdraw-change': 'SA RM',
  'review-break-glass': 'SA RM',
  'move-deadline': 'SA RM',
  'expire-request': 'system',
  'take-deliveries': 'system',
  'confirm-firing': 'SA RM OP EN',
  'take-over-firing': 'SA RM OP EN',
  'act-on-firing': 'SA RM OP EN system',
  'note-firing': EVERYBODY,
  'resolve-firing': 'SA RM OP EN',
  'note-effective': 'system',
  'escalate-firing': 'system',
  'set-alert-policy': 'SA RM',
  'raise-drill': 'SA RM OP',
  'read-alerts': EVERYBODY,
  'read-firing': EVERYBODY,
  'confirm-by-pagerduty': 'system',
  'set-rota': 'SA RM',
  'set-override': 'SA RM OP EN',
  'remove-override': 'SA RM OP EN',
  'hand-over': 'SA RM OP EN',
  'set-contact': 'SA RM',
  'remove-contact': 'SA RM',
  'set-channel': 'SA',
  'remove-channel': 'SA',
  'send-test-page': 'SA RM OP EN',
  'answer-test-page': `${EVERYBODY} system anyone`,
  'read-on-call': EVERYBODY,
  'read-notifications': EVERYBODY,
  'read-test-pages': EVERYBODY,
  'note-deadline': 'system',
  'read-approvals': EVERYBODY,
  'isolate-instance': 'SA RM',
  'restore-instance': 'SA RM',
  'export-audit': 'SA AU',
  'start-assessment': 'SA RM OP EN',
  'answer-question': 'SA RM OP EN',
  'take-back-answer': 'SA RM OP EN',
  'close-assessment': 'SA RM OP EN',
  'read-assessments': EVERYBODY,
  'read-assessment': EVERYBODY,
  'start-run': 'SA RM OP EN',
  'tick-step': 'SA RM OP EN',
  'apply-step': 'SA RM',
  'command-step': 'SA RM OP',
  'start-observe': 'SA RM OP EN',
  'verify-step': 'SA RM OP EN',
  'choose-option': 'SA RM OP EN',
  'record-fields': 'SA RM OP EN',
  'sign-step': 'SA RM OP EN',
  'pass-over-step': 'SA RM OP EN',
  'add-run-note': 'SA RM OP EN',
  'end-run': 'SA RM OP EN',
  'advance-run': 'system',
  'read-runs': EVERYBODY,
  'read-run': EVERYBODY,
  'read-procedures': EVERYBODY,
  'sign-in': `${EVERYBODY} anyone`,
  'sign-in-with-passkey': `${EVERYBODY} anyone`,
  'sign-in-with-oidc': 'system',
  'sign-out': EVERYBODY,
  'invite-person': 'SA',
  'withdraw-link': 'SA',
  'look-at-link': `${EVERYBODY} anyone`,
  'use-link': `${EVERYBODY} anyone`,
  'issue-first-run-link': 'system',
  'change-roles': 'SA',
  'disable-person': 'SA',
  'enable-person': 'SA',
  'reset-second-factor': 'SA',
  'allow-sign-in': 'SA',
  'change-password': EVERYBODY,
  'set-up-totp': EVERYBODY,
  'remove-totp': EVERYBODY,
  'add-passkey': EVERYBODY,
  'rename-passkey': EVERYBODY,
  'remove-passkey': EVERYBODY,
  'prove-second-factor': EVERYBODY,
  'revoke-session': EVERYBODY,
  'create-key': 'SA',
  'rotate-key': 'SA',
  'revoke-key': 'SA',
  'create-token': EVERYBODY,
  'revoke-token': EVERYBODY,
  'sync-catalogue': 'system',
  'ensure-account': 'system',
  'ensure-api-key': 'system',
  'record-missed-budget': 'system',
  'record-integrity': 'system',
  'apply-config': 'SA RM',
  'record-backup': 'system',
  'read-backups': EVERYBODY,
  'read-me': EVERYBODY,
  'read-status': `${EVERYBODY} key`,
  'read-switches': `${EVERYBODY} key`,
  'read-switch-history': `${EVERYBODY} key`,
  'read-changes': EVERYBODY,
  'read-instances': `${EVERYBODY} key`,
  'read-figures': EVERYBODY,
  'read-audit': EVERYBODY,
  'read-people': 'SA AU',
  'read-profile': EVERYBODY,
  'read-factor-offer': EVERYBODY,
  'read-passkey-challenge': `${EVERYBODY} anyone`,
  'read-keys': 'SA AU',
  'find-credential': 'SA AU',
  'read-access-log': 'SA AU',
  'review-duties': 'SA AU',
  'read-outcome': EVERYBODY,
};

/** The actions of the table; one that is missing does not compile, and the tests compare the list as well. */
export const LISTED_ACTIONS = Object.keys(TABLE);

export function isAllowed(caller: Caller, action: Action): boolean {
  return TABLE[action].split(' ').some((word) => SHORT[word] === caller);
}

/** Switches that only a super admin changes; every other one also a risk manager (manual 1, product.md section 2). */
/**
 * Raising these takes a second person (product.md section 2). liquidation_enabled is not among them: turning it off is
 * the manual's own rollback, turning it on lowers exposure.
 */
export const SECOND_PERSON_SWITCHES: readonly string[] = [
  ...['global_betting_enabled', 'routing_mode', 'liquidation_check_interval_ms', 'liquidation_execution'],
  ...['withdrawal_enabled', 'trading_enabled', 'new_orders_enabled', 'global_api_enabled', 'go_live_enabled'],
];

export const SUPER_ADMIN_SWITCHES: readonly string[] = [
  ...['global_betting_enabled', 'liquidation_enabled', 'withdrawal_enabled', 'global_api_enabled'],
  ...['go_live_enabled', 'activation_enabled'],
];

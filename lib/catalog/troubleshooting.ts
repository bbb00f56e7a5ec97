// The troubleshooting guide: what somebody sees, and the runbooks it leads to, likeliest first (manual 2, part 9; manual 1).
import type { RUNBOOK_PROCEDURES } from './alert-runbooks.ts';
import type { AlertKey } from './alerts.ts';

export type RunbookKey = AlertKey | (typeof RUNBOOK_PROCEDURES)[number];

export interface Trouble {
  key: string;
  /** As somebody would say it. */
  symptom: string;
  /** How to tell it from what looks like it. */
  tell: string;
  leads: readonly RunbookKey[];
}

export const TROUBLESHOOTING: readonly Trouble[] = [
  {
    key: 'orders-refused',
    symptom: 'Customers say that orders are refused',
    tell: 'On Now: is Open off, and by which switch? If nothing is off, the exchange refuses them.',
    leads: ['hl-disconnected', 'order-errors', 'hl-margin-low', 'price-deviation'],
  },
  {
    key: 'orders-slow',
    symptom: 'Orders take long',
    tell: 'HL latency on Now: high there is the network or HL, low there is our own hosts.',
    leads: ['latency-high', 'runbook-high-latency', 'canary-latency', 'fill-rate-low'],
  },
  {
    key: 'prices-stand-still',
    symptom: 'Prices stand still',
    tell: 'One symbol is its book; all of them are the stream.',
    leads: ['stream-interrupted', 'hl-disconnected', 'canary-stream-down'],
  },
  {
    key: 'trading-stopped',
    symptom: 'Trading has stopped by itself',
    tell: 'Positions shows the breaker and its reason; the audit log shows who set a switch.',
    leads: [
      'runbook-circuit-breaker',
      'drawdown-breaker',
      'canary-loss',
      'canary-errors',
      'canary-unauthorized',
    ],
  },
  {
    key: 'positions-differ',
    symptom: 'Positions or balances do not agree',
    tell: "One symbol is a fill; one customer is an adjustment; all of them is the exchange's side.",
    leads: ['runbook-positions', 'asset-mismatch'],
  },
  {
    key: 'not-liquidated',
    symptom: 'An account under margin is not closed',
    tell: 'Is liquidation_enabled on, and does the engine execute or only observe?',
    leads: ['liquidation-failing', 'hedge-margin-low'],
  },
  {
    key: 'withdrawals-wait',
    symptom: 'Withdrawals wait',
    tell: 'All of them: withdrawal_enabled. Large ones: large_withdrawals_enabled.',
    leads: ['hot-wallet-low', 'asset-mismatch'],
  },
  {
    key: 'paid-twice',
    symptom: 'A customer was paid twice, or not at all',
    tell: 'The request says what is known of it; the wallet says by its key what it did.',
    leads: ['withdrawal-contradicted'],
  },
  {
    key: 'does-not-start',
    symptom: 'A service does not start after a deployment',
    tell: 'The first error of its own log, not the last.',
    leads: ['runbook-wont-start', 'database-lost', 'instance-silent'],
  },
  {
    key: 'worse-since-release',
    symptom: 'Something is worse since a release',
    tell: 'Releases compares the new version with the baseline of the old one, side by side.',
    leads: ['release-failing', 'release-rolled-back', 'release-blind'],
  },
  {
    key: 'database-gone',
    symptom: 'Services cannot reach the database',
    tell: "The exchange's own database is an alert of the venue; Bulkhead's own shows as OFFLINE here, and edges go on serving.",
    leads: ['database-lost'],
  },
  {
    key: 'change-without-effect',
    symptom: 'A switch was changed and nothing happens',
    tell: 'The change shows which instances have applied it. 14 of 14 means that the service reads another switch.',
    leads: ['propagation-slow', 'instance-silent', 'level-drift', 'config-drift'],
  },
  {
    key: 'too-quiet',
    symptom: 'It is too quiet: nothing has fired for long',
    tell: 'The board says when each pipeline was last heard.',
    leads: ['pipeline-silent', 'alerts-lost', 'canary-blind'],
  },
  {
    key: 'raising-refused',
    symptom: 'Nothing can be raised',
    tell: 'The refusal says why: a broken chain, break-glass without a review, a stop that holds, a stale page.',
    leads: ['audit-broken', 'break-glass', 'deadline-passed'],
  },
];

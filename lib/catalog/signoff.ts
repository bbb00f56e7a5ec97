// The sign-off forms: manual 5's form of the quick production canary, and the one of a gate between two stages.
import type {
  Checklist,
  FormMetric,
  SignatureLine,
  SignoffFormDefinition,
  SignoffLine,
} from './signoff-types.ts';

/** Manual 5, "Sign-off requirements". */
export const SIGNATURE_LINES: Readonly<Record<SignoffLine, SignatureLine>> = {
  engineer: {
    title: 'Technical approval',
    statements: [
      { key: 'validated', text: 'The validation is complete' },
      { key: 'within-limits', text: 'System metrics are within their limits' },
      { key: 'no-blocker', text: 'Nothing blocks it' },
    ],
  },
  risk_manager: {
    title: 'Risk approval',
    statements: [
      { key: 'controls', text: 'Risk controls are verified' },
      { key: 'loss-limits', text: 'Loss limits are appropriate' },
      { key: 'kill-switch', text: 'The kill switch is tested' },
    ],
  },
  product_owner: {
    title: 'Business approval',
    statements: [
      { key: 'business-case', text: 'The business case is validated' },
      { key: 'success', text: 'Success criteria are defined' },
      { key: 'rollback-plan', text: 'The rollback plan is approved' },
    ],
  },
  executive: {
    title: 'Final authorisation',
    statements: [{ key: 'approvals', text: 'All approvals are there' }],
  },
};

const DEMO_VALIDATION: Checklist = {
  key: 'demo',
  title: 'Demo validation',
  checks: [
    { criterion: 'demo-time', text: 'The demo ran for at least 30 minutes' },
    { criterion: 'demo-acceptance', text: 'Acceptance rate of 90% or more' },
    { criterion: 'demo-critical', text: 'No critical error' },
    { criterion: 'pnl-accurate', text: 'Profit and loss is tracked exactly' },
    { criterion: 'funding-correct', text: 'Funding is calculated correctly' },
  ],
};

const SYSTEM_METRICS: Checklist = {
  key: 'system',
  title: 'System metrics',
  checks: [
    { criterion: 'demo-p50', text: 'p50 latency below 200 ms' },
    { criterion: 'demo-p95', text: 'p95 latency below 500 ms' },
    { criterion: 'demo-reconnects', text: 'Fewer than 3 WebSocket reconnects in 30 minutes' },
    { criterion: 'demo-staleness', text: 'Fewer than 3 staleness events an hour' },
    { criterion: 'memory', text: 'Memory is stable' },
  ],
};

const RISK_CONTROLS: Checklist = {
  key: 'risk',
  title: 'Risk controls',
  checks: [
    { criterion: 'kill-switch', text: 'The kill switch is tested and works' },
    { criterion: 'loss-cap', text: 'The daily loss cap of {daily-cap} is configured' },
    { criterion: 'position-limits', text: 'Position limits are enforced' },
    { criterion: 'reduce-only', text: 'Reduce-only mode works' },
    { criterion: 'quiet-window', text: 'The quiet window before funding is active' },
  ],
};

/** Of a gate between stages. A programme that does not look for one of them there has no such line. */
const BEFORE_THE_GATE: Checklist = {
  key: 'gate',
  title: 'Before the gate',
  checks: [
    { criterion: 'kill-switch', text: 'The kill switch is tested' },
    { criterion: 'rollback-rehearsed', text: 'The rollback is rehearsed' },
    { criterion: 'loss-limit', text: 'The daily loss limit is set' },
    { criterion: 'no-p0', text: 'No P0 is open' },
    { criterion: 'memory', text: 'Memory is stable' },
  ],
};

/** Manual 5, "Metrics snapshot", of the demo. */
const DEMO_METRICS: readonly FormMetric[] = [
  { key: 'acceptance', title: 'Acceptance rate', criterion: 'demo-acceptance' },
  { key: 'p50', title: 'p50 latency', criterion: 'demo-p50' },
  { key: 'p95', title: 'p95 latency', criterion: 'demo-p95' },
  { key: 'success', title: 'Order success', criterion: 'demo-success' },
  { key: 'websocket', title: 'WebSocket uptime', criterion: 'demo-stream' },
  { key: 'errors', title: 'Error rate', criterion: 'demo-errors' },
];

const WINDOW = '30m';
const PLACED = `sum(increase(venue_orders_placed_total[${WINDOW}]))`;
const FAILED = `sum(increase(venue_orders_failed_total[${WINDOW}]))`;

function latency(quantile: number): string {
  return `1000 * histogram_quantile(${quantile}, sum by (le) (rate(venue_order_latency_seconds_bucket[${WINDOW}])))`;
}

/** The same figures of the venue itself, over the last 30 minutes. */
const VENUE_METRICS: readonly FormMetric[] = [
  { key: 'p50', title: 'p50 latency', query: latency(0.5), is: '<', target: 200, unit: 'ms' },
  { key: 'p95', title: 'p95 latency', query: latency(0.95), is: '<', target: 500, unit: 'ms' },
  {
    ...{ key: 'success', title: 'Order success', is: '>', target: 95, unit: '%' },
    query: `100 * (1 - ${FAILED} / ${PLACED})`,
  },
  {
    ...{ key: 'websocket', title: 'WebSocket uptime', is: '>', target: 99, unit: '%' },
    query: `100 * min(avg_over_time(venue_hl_up[${WINDOW}]))`,
  },
  {
    ...{ key: 'errors', title: 'Error rate', is: '<', target: 1, unit: '%' },
    query: `100 * ${FAILED} / ${PLACED}`,
  },
];

/** The programme of manual 5, and the procedure of its execution plan. */
export const CANARY_PROGRAMME = 'production-canary';
export const CANARY_PLAN = 'canary-execution';

export const SIGNOFF_FORMS: Readonly<Record<'canary' | 'gate', SignoffFormDefinition>> = {
  canary: {
    key: 'canary',
    title: 'Canary decision',
    checklists: [DEMO_VALIDATION, SYSTEM_METRICS, RISK_CONTROLS],
    metrics: DEMO_METRICS,
    afterRollback: ['Close every position', 'Stop the bot', 'Archive its logs', 'Write the incident report'],
    afterSuccess: [
      'Archive the data of the canary',
      'Write the report of its success',
      'Schedule the rollout',
      'Update the documentation',
      'Celebrate with the team',
    ],
    afterFailure: [
      'Complete the incident report',
      'Find the root cause',
      'Fix what was found',
      'Schedule the retry, 48 hours from now at the earliest',
      'Validate in the demo again',
    ],
    windowHours: 4,
    document: { version: '1.0', nextReview: 'After the canary is complete' },
    plan: CANARY_PLAN,
  },
  gate: {
    key: 'gate',
    title: 'Canary gate',
    checklists: [BEFORE_THE_GATE],
    metrics: VENUE_METRICS,
    afterRollback: ['Fix what was found', 'Write the incident report'],
    afterSuccess: ['Sign the gate to the stage after it'],
    afterFailure: [
      'Complete the incident report',
      'Find the root cause',
      'Schedule the retry, 48 hours from now at the earliest',
    ],
    windowHours: 24,
    document: { version: '1.0', nextReview: 'At the next gate of this run' },
    plan: null,
  },
};

export type FormKey = keyof typeof SIGNOFF_FORMS;

/** The form of manual 5 stands before its canary; every other gate has that of a gate. */
export function formAt(programme: string, gate: number): SignoffFormDefinition {
  return programme === CANARY_PROGRAMME && gate === 0 ? SIGNOFF_FORMS.canary : SIGNOFF_FORMS.gate;
}

// Manual 5, "Canary execution plan": from five minutes before the launch to the end of the half hour, and what follows it.
import type { Procedure } from '../procedure-types.ts';
import { BUILDERS, KEEP_LOGS, NO_BREAKER_TRIPS, NONE_OPEN, RESPONDERS } from './parts.ts';

/** What is watched while the canary runs; its own guards look for the triggers beside this. */
const WATCHED = [{ kind: 'instances' }, NO_BREAKER_TRIPS] as const;

export const CANARY_EXECUTION: Readonly<Record<string, Procedure>> = {
  'canary-execution': {
    key: 'canary-execution',
    title: 'Carry a canary out',
    kind: 'deployment',
    purpose:
      'The half hour of a quick production canary: what is looked at five minutes before, at the launch, after 5 and 15 minutes and at its end. It rolls back by itself; whoever sees what it does not see ends the canary.',
    source: 'Manual 5, execution plan',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'before',
        title: 'T-5: before the launch',
        goalSeconds: 300,
        anyOrder: true,
        steps: [
          {
            key: 'instances',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
          {
            key: 'integrity',
            kind: 'verify',
            title: 'The audit chain verifies',
            check: { kind: 'integrity' },
          },
          {
            key: 'monitoring',
            kind: 'tick',
            title: 'Somebody watches',
            detail: "Open the canary's screen and the venue's dashboards, and note who looks at them.",
            evidence: 'required',
          },
          {
            key: 'kill-switch',
            kind: 'tick',
            title: 'The kill switch works',
            detail: 'Press the emergency stop in staging, and note how long it took to be effective.',
            evidence: 'required',
          },
          {
            key: 'market',
            kind: 'record',
            title: 'Market conditions',
            detail: 'Of BTC. Launch while the spread is below 20 basis points and the depth above $100,000.',
            fields: [
              { key: 'spread', label: 'Spread', type: 'number', required: true, unit: 'bps' },
              { key: 'depth', label: 'Depth', type: 'money', required: true, unit: 'USD' },
              { key: 'volatility', label: 'Volatility, in words', type: 'line', required: true },
            ],
          },
        ],
        checkpoint: {
          title: 'Ready to launch',
          facts: ['In step', 'Watched', 'Kill switch works', 'Market fits'],
        },
      },
      {
        key: 'launch',
        title: 'T+0: launch',
        steps: [
          {
            key: 'launched',
            kind: 'tick',
            title: 'The form is signed GO and the canary runs',
            detail: 'GO sets its configuration. Note the form, such as CN-4-0.',
            evidence: 'required',
          },
          {
            key: 'configured',
            kind: 'verify',
            title: 'Every instance has its configuration',
            check: { kind: 'instances' },
          },
        ],
        checkpoint: { title: 'Launched', facts: ['Signed', 'Configured'] },
      },
      {
        key: 'five',
        title: 'T+5: first look',
        steps: [
          {
            key: 'first-minutes',
            kind: 'observe',
            title: 'Five minutes without a breach',
            seconds: 300,
            watch: WATCHED,
          },
          { key: 'orders', kind: 'tick', title: 'Orders are placed', evidence: 'optional' },
          { key: 'no-errors', kind: 'tick', title: 'No error at once', evidence: 'optional' },
          { key: 'collecting', kind: 'tick', title: 'Figures are collected', evidence: 'optional' },
          { key: 'tracking', kind: 'tick', title: 'Positions are tracked', evidence: 'optional' },
        ],
      },
      {
        key: 'fifteen',
        title: 'T+15: half time',
        steps: [
          {
            key: 'to-half-time',
            kind: 'observe',
            title: 'Ten more minutes without a breach',
            seconds: 600,
            watch: WATCHED,
          },
          {
            key: 'half-time',
            kind: 'record',
            title: 'Figures at half time',
            fields: [
              { key: 'acceptance', label: 'Acceptance rate', type: 'number', required: true, unit: '%' },
              { key: 'p95', label: 'p95 latency', type: 'number', required: true, unit: 'ms' },
              { key: 'pnl', label: 'Profit and loss', type: 'money', required: true, unit: 'USD' },
            ],
          },
          { key: 'limits', kind: 'tick', title: 'No risk limit was breached', evidence: 'optional' },
        ],
      },
      {
        key: 'thirty',
        title: 'T+30: the end',
        steps: [
          {
            key: 'to-the-end',
            kind: 'observe',
            title: 'The last fifteen minutes without a breach',
            seconds: 900,
            watch: WATCHED,
          },
          NONE_OPEN,
          {
            key: 'final',
            kind: 'record',
            title: 'Figures at the end',
            fields: [
              { key: 'acceptance', label: 'Acceptance rate', type: 'number', required: true, unit: '%' },
              { key: 'p95', label: 'p95 latency', type: 'number', required: true, unit: 'ms' },
              { key: 'disconnects', label: 'WebSocket disconnects', type: 'number', required: true },
              { key: 'pnl', label: 'Profit and loss', type: 'money', required: true, unit: 'USD' },
            ],
          },
          KEEP_LOGS,
          {
            key: 'report',
            kind: 'tick',
            title: 'The report is written',
            detail: 'Export the evidence of the run, and note where it lies.',
            evidence: 'required',
          },
          {
            key: 'outcome',
            kind: 'choose',
            title: 'Did it meet its success criteria?',
            detail:
              'All of: no critical error, loss below $50, acceptance above 85%, positions closed, audit trail complete. And three of: profitable or break-even, acceptance above 95%, no disconnect, p95 below 300 ms, every filter worked.',
            options: [
              { key: 'met', label: 'Yes', note: 'The rollout is scheduled.' },
              { key: 'missed', label: 'No', note: 'A retry takes 48 hours at least, and a validated demo.' },
            ],
          },
        ],
        checkpoint: {
          title: 'Canary complete',
          facts: ['Positions closed', 'Figures collected', 'Logs kept', 'Report written'],
        },
      },
      {
        key: 'succeeded',
        title: 'After a success',
        when: { step: 'outcome', is: ['met'] },
        anyOrder: true,
        steps: [
          { key: 'archived', kind: 'tick', title: 'Its data is archived', evidence: 'required' },
          {
            key: 'scheduled',
            kind: 'tick',
            title: 'The rollout is scheduled',
            evidence: 'required',
            roles: BUILDERS,
          },
          { key: 'documented', kind: 'tick', title: 'The documentation is updated', evidence: 'optional' },
          { key: 'celebrated', kind: 'tick', title: 'The team celebrates', evidence: 'none' },
        ],
      },
      {
        key: 'failed',
        title: 'After a failure',
        when: { step: 'outcome', is: ['missed'] },
        anyOrder: true,
        steps: [
          {
            key: 'incident',
            kind: 'tick',
            title: 'The incident report is complete',
            detail: 'Open an incident from the run, and note its number.',
            evidence: 'required',
          },
          { key: 'cause', kind: 'tick', title: 'The root cause is found', evidence: 'required' },
          {
            key: 'fixed',
            kind: 'tick',
            title: 'What was found is fixed',
            evidence: 'required',
            roles: BUILDERS,
          },
          {
            key: 'retry',
            kind: 'record',
            title: 'When it is tried again',
            detail: '48 hours after the failure at the earliest.',
            fields: [{ key: 'at', label: 'Retry', type: 'time', required: true }],
          },
          { key: 'demo', kind: 'tick', title: 'The demo validates it again', evidence: 'required' },
        ],
      },
    ],
  },
};

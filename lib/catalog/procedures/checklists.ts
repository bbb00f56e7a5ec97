// Checklists: before any rollback (which manual 1 leaves empty), readiness and validation (manual 3), before a deployment (manual 2).
import type { Procedure, Step } from '../procedure-types.ts';
import { BUILDERS, NONE_OPEN, RESPONDERS } from './parts.ts';

/** Manual 3: a restore from the backups takes less than this, in hours. */
export const RESTORE_WITHIN_HOURS = 1;
/** A backup for a rollback is from the last day. */
const BACKUP_HOURS = 24;

const BACKUP_OF_BULKHEAD: Step = {
  key: 'backup-bulkhead',
  kind: 'verify',
  title: "Bulkhead's own backup is verified",
  detail:
    'It was made and verified within the last day. If not: `bulkhead db backup`, then `bulkhead db verify`.',
  check: { kind: 'backup', withinHours: BACKUP_HOURS },
};

export const CHECKLISTS: Readonly<Record<string, Procedure>> = {
  'rollback-checklist': {
    key: 'rollback-checklist',
    title: 'Before any rollback',
    kind: 'checklist',
    purpose:
      'What to know before a rollback that can wait a few minutes. An immediate one does not wait for this list: stop first, then come back to it.',
    source:
      'Manual 1 names this list without items; they are from manual 3, readiness, and manual 4, rollback steps',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'what',
        title: 'What and who',
        anyOrder: true,
        steps: [
          {
            key: 'trigger',
            kind: 'record',
            title: 'Trigger',
            fields: [
              { key: 'trigger', label: 'What happened', type: 'line', required: true },
              { key: 'since', label: 'Since', type: 'time', required: true },
              { key: 'leads', label: 'Who leads', type: 'line', required: true },
            ],
          },
          {
            key: 'width',
            kind: 'choose',
            title: 'How wide does it go?',
            options: [
              { key: 'module', label: 'One module', note: 'Its switch goes back.' },
              { key: 'modules', label: 'Several modules', note: 'HL_MODE and internalisation off.' },
              { key: 'system', label: 'The whole system', note: 'Level 3.' },
            ],
          },
          {
            key: 'reachable',
            kind: 'tick',
            title: 'The team is reachable by chat and by phone',
            detail: 'Somebody has answered on each.',
            evidence: 'required',
          },
        ],
      },
      {
        key: 'safe-to',
        title: 'Safe to do',
        anyOrder: true,
        steps: [
          {
            key: 'in-step',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
          BACKUP_OF_BULKHEAD,
          {
            key: 'backup-exchange',
            kind: 'tick',
            title: "The exchange's database has a clean backup from before",
            detail: 'It restores within one hour. Note its name.',
            evidence: 'required',
          },
          {
            key: 'logs-collected',
            kind: 'tick',
            title: 'Logs are collected where a restart does not reach them',
            evidence: 'optional',
          },
          {
            key: 'positions-known',
            kind: 'choose',
            title: 'What will happen to open positions?',
            options: [
              { key: 'A', label: 'They close by take profit and stop loss', note: 'No urgent market risk.' },
              { key: 'B', label: 'They are closed now', note: 'Emergency or unstable market.' },
              {
                key: 'C',
                label: 'Every order is cancelled, then they are closed',
                note: 'Critical failure.',
              },
            ],
          },
          {
            key: 'way-back',
            kind: 'tick',
            title: 'The way back is known',
            detail:
              'Which values hold afterwards, who approves their return, and what has to be proven before.',
            evidence: 'required',
          },
        ],
        checkpoint: { title: 'Ready', facts: ['Led by one person', 'Backups verified', 'Positions decided'] },
      },
    ],
  },

  'pre-rollback-readiness': {
    key: 'pre-rollback-readiness',
    title: 'Readiness to roll back',
    kind: 'checklist',
    purpose:
      'Before a canary or a deployment begins: everything that a rollback would need is there and tried.',
    source: 'Manual 3, validation checklist',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'ready',
        title: 'Ready',
        anyOrder: true,
        steps: [
          {
            key: 'scripts',
            kind: 'tick',
            title: 'The rollback was tried in staging',
            detail: 'Note the run and its time.',
            evidence: 'required',
          },
          BACKUP_OF_BULKHEAD,
          {
            key: 'backup-exchange',
            kind: 'tick',
            title: `The exchange's backups restore in less than ${RESTORE_WITHIN_HOURS} hour`,
            detail: 'Note the last rehearsal and how long it took.',
            evidence: 'required',
          },
          { key: 'channels', kind: 'tick', title: 'Chat and phone reach the team', evidence: 'optional' },
          {
            key: 'collection',
            kind: 'tick',
            title: 'Error logs are collected by themselves',
            evidence: 'optional',
          },
          { key: 'thresholds', kind: 'tick', title: 'Alert thresholds are calibrated', evidence: 'optional' },
          {
            key: 'pnl',
            kind: 'tick',
            title: 'Profit and loss can be counted for any span',
            detail: 'Count yesterday once and compare.',
            evidence: 'required',
          },
        ],
        checkpoint: {
          title: 'Ready to roll back',
          facts: ['Rehearsed', 'Backups verified', 'Team reachable'],
        },
      },
    ],
  },

  'post-rollback-validation': {
    key: 'post-rollback-validation',
    title: 'Validation after a rollback',
    kind: 'checklist',
    purpose: 'After a rollback of a canary: nothing is open, nothing trades, and everything is written down.',
    source: 'Manual 3, validation checklist',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'validate',
        title: 'Validate',
        anyOrder: true,
        steps: [
          NONE_OPEN,
          {
            key: 'signals-off',
            kind: 'verify',
            title: 'Signals are off',
            check: { kind: 'switches', settings: [{ switch: 'strategies_enabled', value: false }] },
          },
          { key: 'logs', kind: 'tick', title: 'Every error log is kept', evidence: 'required' },
          { key: 'chain', kind: 'verify', title: 'The audit chain verifies', check: { kind: 'integrity' } },
          { key: 'data', kind: 'tick', title: "The exchange's database verifies", evidence: 'required' },
          {
            key: 'pnl',
            kind: 'record',
            title: 'Profit and loss',
            fields: [{ key: 'net', label: 'Net', type: 'money', required: true, unit: 'USD' }],
          },
          { key: 'told', kind: 'tick', title: 'The team knows', evidence: 'optional' },
          { key: 'incident', kind: 'tick', title: 'The incident is logged', evidence: 'required' },
        ],
        checkpoint: { title: 'Validated', facts: ['Flat', 'Stopped', 'Written down'] },
      },
    ],
  },

  'deployment-checklist': {
    key: 'deployment-checklist',
    title: 'Before a deployment',
    kind: 'checklist',
    purpose: 'Mandatory before every deployment: what is not ticked here is fixed first.',
    source: 'Manual 2, part 1, principles 2 and 4',
    startedBy: BUILDERS,
    stages: [
      {
        key: 'validated',
        title: 'Validated',
        anyOrder: true,
        steps: [
          { key: 'tests', kind: 'tick', title: 'All tests pass', evidence: 'required' },
          { key: 'reviewed', kind: 'tick', title: 'The code is reviewed', evidence: 'required' },
          {
            key: 'staging',
            kind: 'tick',
            title: 'It was tested on staging or testnet',
            evidence: 'required',
          },
          { key: 'benchmarks', kind: 'tick', title: 'Its benchmarks are acceptable', evidence: 'required' },
          { key: 'plan', kind: 'tick', title: 'The rollback plan is written', evidence: 'required' },
        ],
      },
      {
        key: 'reversible',
        title: 'Reversible',
        anyOrder: true,
        steps: [
          {
            key: 'five-minutes',
            kind: 'tick',
            title: 'It can be rolled back in less than five minutes',
            evidence: 'required',
          },
          {
            key: 'migrations',
            kind: 'tick',
            title: 'Migrations of the database are reversible, or there are none',
            evidence: 'required',
          },
          {
            key: 'previous',
            kind: 'tick',
            title: 'The previous version is built and at hand',
            evidence: 'required',
          },
        ],
        checkpoint: { title: 'May be deployed', facts: ['Validated', 'Reversible'] },
      },
    ],
  },
};

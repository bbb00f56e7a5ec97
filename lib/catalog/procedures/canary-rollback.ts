// Manual 3: the rollback of a canary, from the stop within 30 seconds to the restart that is decided or postponed.
import type { Procedure } from '../procedure-types.ts';
import {
  CHOOSE_CAUSE,
  CHOOSE_DATABASE,
  KEEP_LOGS,
  NONE_OPEN,
  RECORD_COST,
  RESPONDERS,
  TELL_TEAM,
} from './parts.ts';

export const CANARY_ROLLBACK: Readonly<Record<string, Procedure>> = {
  'canary-rollback': {
    key: 'canary-rollback',
    title: 'Roll back a canary',
    kind: 'rollback',
    purpose:
      'A canary fails: drawdown of 3%, database or stream lost, order errors above 5%, or a person says stop. Everything is stopped within 30 seconds and stable within five minutes.',
    source: 'Manual 3',
    startedBy: RESPONDERS,
    goalSeconds: 300,
    stages: [
      {
        key: 'stop',
        title: 'Stop',
        goalSeconds: 30,
        // Nothing here waits for another: closing may take a minute, and the switches must not wait for it.
        anyOrder: true,
        steps: [
          {
            key: 'signals',
            kind: 'apply',
            title: 'No new signals',
            settings: [{ switch: 'strategies_enabled', value: false }],
          },
          {
            key: 'cancel-orders',
            kind: 'command',
            title: 'Cancel every open order',
            command: 'cancel_all_orders',
          },
          {
            key: 'close-positions',
            kind: 'command',
            title: 'Close every position at market',
            command: 'close_all_positions',
            detail:
              'It takes a minute at most. If the executors do not report by then, start "Close positions by hand".',
          },
          {
            key: 'trading',
            kind: 'apply',
            title: 'No new orders',
            detail: 'New opens and increases are refused; closing at market still passes.',
            settings: [{ switch: 'new_orders_enabled', value: false }],
          },
          NONE_OPEN,
          { key: 'applied', kind: 'verify', title: 'Every instance has it', check: { kind: 'effective' } },
          TELL_TEAM,
        ],
        checkpoint: {
          title: 'System status: safe',
          facts: ['Signals off', 'No open positions', 'No new risk', 'Team told'],
        },
      },
      {
        key: 'investigate',
        title: 'Investigate and log',
        goalSeconds: 150,
        anyOrder: true,
        steps: [
          KEEP_LOGS,
          {
            key: 'snapshot',
            kind: 'tick',
            title: 'A copy of the database as it is now',
            detail:
              "Take it before anything is restored: the exchange's own database with its own tool, Bulkhead's with `bulkhead db backup`. Note where both lie.",
            evidence: 'required',
          },
          RECORD_COST,
          CHOOSE_CAUSE,
        ],
        checkpoint: {
          title: 'Documentation: complete',
          facts: ['Logs kept', 'Copy of the database', 'Profit and loss counted', 'Cause named'],
        },
      },
      {
        key: 'decide',
        title: 'Decide',
        goalSeconds: 120,
        steps: [
          {
            key: 'loss',
            kind: 'choose',
            title: 'Is profit and loss better than -2%?',
            options: [
              { key: 'better', label: 'Yes', note: 'The canary may start again after the fix.' },
              { key: 'worse', label: 'No', note: 'The restart waits for a full review and its approval.' },
            ],
          },
          CHOOSE_DATABASE,
        ],
      },
      {
        key: 'restore',
        title: 'Restore the database',
        goalSeconds: 3600,
        when: { step: 'database', is: ['damaged'] },
        steps: [
          {
            key: 'backup-chosen',
            kind: 'tick',
            title: 'The newest clean backup is chosen',
            detail: 'It is the last one from before the deployment. Note its name and time.',
            evidence: 'required',
          },
          {
            key: 'restored',
            kind: 'tick',
            title: 'The backup is restored',
            detail:
              "Allow about 45 minutes and stop after one hour. For Bulkhead's own database: `bulkhead db restore`; print or export this run first, because it lies in that database.",
            evidence: 'required',
          },
          {
            key: 'verified',
            kind: 'tick',
            title: 'Orders, trades and positions verify',
            detail: 'About 5 minutes. Note the number of records of each table and the result of the check.',
            evidence: 'required',
          },
          { key: 'chain', kind: 'verify', title: 'The audit chain verifies', check: { kind: 'integrity' } },
        ],
        checkpoint: {
          title: 'Data recovery: complete',
          facts: ['Backup restored', 'Integrity verified', 'Ready to restart'],
        },
      },
      {
        key: 'close',
        title: 'Validate and hand over',
        steps: [
          { ...NONE_OPEN, key: 'still-none-open', title: 'Still no position open' },
          {
            key: 'still-off',
            kind: 'verify',
            title: 'Signals are still off',
            check: { kind: 'switches', settings: [{ switch: 'strategies_enabled', value: false }] },
          },
          {
            key: 'incident',
            kind: 'record',
            title: 'The incident is logged',
            fields: [
              { key: 'number', label: 'Incident', type: 'line', required: true },
              { key: 'began', label: 'Began', type: 'time', required: true },
              { key: 'summary', label: 'What happened', type: 'text', required: true },
            ],
          },
          {
            key: 'postponed',
            kind: 'sign',
            title: 'The restart is postponed',
            people: 2,
            statement:
              'Profit and loss is at -2% or worse: I agree that nothing restarts before a full review has approved it.',
            when: { step: 'loss', is: ['worse'] },
          },
        ],
        checkpoint: { title: 'Handed over', facts: ['Validated', 'Incident logged', 'Restart decided'] },
      },
    ],
  },
};

// Manual 1's three rollbacks: one module, several modules, the whole system.
import type { Procedure } from '../procedure-types.ts';
import type { SwitchSetting } from '../switches.ts';
import {
  ADMIN,
  APPLIED_OR_DOWN,
  CHOOSE_DATABASE,
  KEEP_LOGS,
  NONE_OPEN,
  NOTHING_INTERNALISED,
  observeAndConfirm,
  RECORD_COST,
  RESPONDERS,
  TELL_TEAM,
} from './parts.ts';

/** "Cross-module: HL_MODE and internalisation off". */
const CROSS_MODULE: readonly SwitchSetting[] = [
  { switch: 'global_betting_enabled', value: false },
  { switch: 'routing_mode', value: 'HL_MODE' },
];

export const FULL_SYSTEM: readonly SwitchSetting[] = [{ switch: 'global_api_enabled', value: false }];

/** A data inconsistency is rolled back within this time; a critical failure at once. */
export const ROLL_BACK_WITHIN_SECONDS = 300;

export const ROLLBACKS: Readonly<Record<string, Procedure>> = {
  'rollback-single-module': {
    key: 'rollback-single-module',
    title: 'Roll back one module',
    kind: 'rollback',
    purpose:
      'One module fails and the others are sound: its switch is set back, and the venue is watched for five minutes. The fix comes afterwards, with its own procedure.',
    source: 'Manual 1, rollback decision tree',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'stop',
        title: 'Stop the module',
        goalSeconds: ROLL_BACK_WITHIN_SECONDS,
        steps: [
          { key: 'switch-off', kind: 'apply', title: 'Set its switch back', settings: 'from the start' },
          { key: 'applied', kind: 'verify', title: 'Every instance has it', check: { kind: 'effective' } },
          {
            key: 'by-hand',
            kind: 'tick',
            title: 'What the module did is in good hands',
            detail:
              'If hedging or liquidation is off now, name who does it by hand until it is on again. Otherwise write that nothing is left to do.',
            evidence: 'required',
          },
          TELL_TEAM,
        ],
        checkpoint: {
          title: 'Safe',
          facts: ['Module off on every instance', 'Its work in hand', 'Team told'],
        },
      },
      { key: 'capture', title: 'Keep the evidence', anyOrder: true, steps: [KEEP_LOGS, RECORD_COST] },
      {
        key: 'observe',
        title: 'Observe and confirm',
        steps: observeAndConfirm([{ kind: 'effective' }, { kind: 'instances' }], 1),
        checkpoint: { title: 'Stable', facts: ['Five minutes without a breach', 'Confirmed by a person'] },
      },
    ],
  },

  'rollback-cross-module': {
    key: 'rollback-cross-module',
    title: 'Roll back across modules',
    kind: 'rollback',
    purpose:
      'Several modules are involved, or internal positions do not agree with HL: internalisation goes off and every order goes to HL, then positions are reconciled and the venue is watched for five minutes.',
    source: 'Manual 1, rollback decision tree; manual 2, part 9, for the reconciliation',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'stop',
        title: 'Stop internalising',
        goalSeconds: ROLL_BACK_WITHIN_SECONDS,
        steps: [
          {
            key: 'hl-mode',
            kind: 'apply',
            title: 'Internalisation off, every order to HL',
            settings: CROSS_MODULE,
          },
          { key: 'applied', kind: 'verify', title: 'Every instance has it', check: { kind: 'effective' } },
          {
            key: 'drained',
            kind: 'verify',
            title: 'No order is internalised any more',
            detail:
              "While nobody reports this figure it cannot be seen from here: look at the venue's own, and pass it over with what you saw.",
            check: NOTHING_INTERNALISED,
            optional: true,
          },
          TELL_TEAM,
        ],
        checkpoint: {
          title: 'Safe',
          facts: ['HL_MODE on every instance', 'No internal orders', 'Team told'],
        },
      },
      {
        key: 'capture',
        title: 'Keep the evidence',
        anyOrder: true,
        steps: [
          KEEP_LOGS,
          RECORD_COST,
          {
            key: 'reconcile',
            kind: 'tick',
            title: 'Positions agree with the exchange',
            detail:
              'List the positions on both sides. Where they differ the exchange is right: correct the internal book, and close by hand what cannot be explained. Note what differed.',
            evidence: 'required',
          },
          {
            key: 'exposure',
            kind: 'tick',
            title: 'The exposure that is still open has somebody who watches it',
            detail:
              'Positions that were internalised before stay open. Say who hedges or closes them, and by when.',
            evidence: 'required',
          },
          CHOOSE_DATABASE,
        ],
      },
      {
        key: 'restore',
        title: 'Restore the database',
        when: { step: 'database', is: ['damaged'] },
        goalSeconds: 3600,
        steps: [
          {
            key: 'restored',
            kind: 'tick',
            title: 'The last clean backup is restored and verified',
            detail:
              'Follow "Emergency database backup" in the catalogue: save what is there first, then restore. Note the name of the backup and what the check said.',
            evidence: 'required',
          },
          {
            key: 'reconciled-again',
            kind: 'tick',
            title: 'Positions agree with the exchange again',
            evidence: 'required',
          },
        ],
      },
      {
        key: 'observe',
        title: 'Observe and confirm',
        steps: observeAndConfirm(
          [{ kind: 'effective' }, { kind: 'instances' }, NOTHING_INTERNALISED],
          2,
          "While nobody reports internal orders, watch the venue's own figures for five minutes, and pass it over with what you saw.",
        ),
        checkpoint: { title: 'Stable', facts: ['Five minutes without a breach', 'Confirmed by two people'] },
      },
    ],
  },

  'rollback-full-system': {
    key: 'rollback-full-system',
    title: 'Roll back the whole system',
    kind: 'rollback',
    purpose:
      'Full outage, lost database or assets at risk: the public API closes (level 3) and every customer gets the maintenance page. The console goes on working.',
    source: 'Manual 1, rollback decision tree and degradation level 3',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'stop',
        title: 'Close the venue',
        steps: [
          {
            key: 'close-api',
            kind: 'apply',
            title: 'Public API off',
            settings: FULL_SYSTEM,
            roles: ADMIN,
          },
          APPLIED_OR_DOWN,
          {
            key: 'maintenance-page',
            kind: 'tick',
            title: 'The venue answers 503 with its maintenance page',
            detail: "Open the venue's address from outside your own network and note what it answered.",
            evidence: 'required',
          },
          TELL_TEAM,
        ],
        checkpoint: { title: 'Closed', facts: ['503 everywhere', 'Seen from outside', 'Team told'] },
      },
      {
        key: 'positions',
        title: 'Open positions',
        steps: [
          {
            key: 'strategy',
            kind: 'choose',
            title: 'What happens to open positions?',
            options: [
              {
                key: 'keep',
                label: 'Keep them',
                note: 'Their stops stand at the exchange and somebody watches them there.',
              },
              {
                key: 'close',
                label: 'Close all at market',
                note: 'Assets are at risk, or nobody can watch them.',
              },
            ],
          },
          {
            key: 'cancel-orders',
            kind: 'command',
            title: 'Cancel every open order',
            command: 'cancel_all_orders',
            when: { step: 'strategy', is: ['close'] },
          },
          {
            key: 'close-positions',
            kind: 'command',
            title: 'Close every position at market',
            command: 'close_all_positions',
            when: { step: 'strategy', is: ['close'] },
          },
          { ...NONE_OPEN, when: { step: 'strategy', is: ['close'] } },
          {
            key: 'watched',
            kind: 'tick',
            title: 'Somebody watches them at the exchange',
            detail: 'Name the person, and until when they stay.',
            evidence: 'required',
            when: { step: 'strategy', is: ['keep'] },
          },
        ],
      },
      { key: 'capture', title: 'Keep the evidence', anyOrder: true, steps: [KEEP_LOGS, RECORD_COST] },
      {
        key: 'observe',
        title: 'Observe and confirm',
        steps: observeAndConfirm(
          [{ kind: 'switches', settings: FULL_SYSTEM }, { kind: 'instances' }],
          2,
          'While no instance reports, watch the venue from outside for five minutes, and pass it over with what you saw.',
        ),
        checkpoint: { title: 'Stable', facts: ['Closed for five minutes', 'Confirmed by two people'] },
      },
    ],
  },
};

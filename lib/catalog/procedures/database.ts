// Manual 2: a schema taken back, and the emergency backup of a database that may be damaged.
import type { Procedure } from '../procedure-types.ts';
import type { SwitchSetting } from '../switches.ts';
import { ADMIN, APPLIED_OR_DOWN, BUILDERS, RESPONDERS, TELL_TEAM } from './parts.ts';

/** "Halt trading": nothing writes orders or moves money while the damage is assessed. */
export const STOP_WRITES: readonly SwitchSetting[] = [
  { switch: 'strategies_enabled', value: false },
  { switch: 'trading_enabled', value: false },
];

export const DATABASE: Readonly<Record<string, Procedure>> = {
  'rollback-database': {
    key: 'rollback-database',
    title: 'Take a change of the schema back',
    kind: 'deployment',
    purpose:
      "A release changed the exchange's database and is rolled back: its reverse migration runs, and the data is checked. Bulkhead's own migrations only add, so its previous version runs on the newer schema and nothing has to be reversed.",
    source: 'Manual 2, part 4, database rollback',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'before',
        title: 'Before',
        steps: [
          {
            key: 'copied',
            kind: 'tick',
            title: 'The database is backed up as it is now',
            detail: 'Note the name of the backup.',
            evidence: 'required',
            roles: BUILDERS,
          },
          {
            key: 'reversible',
            kind: 'choose',
            title: 'Does the reverse migration lose data?',
            options: [
              { key: 'no', label: 'No', note: 'It only removes what is empty or can be made again.' },
              { key: 'yes', label: 'Yes', note: 'Trading stops first, and a second person agrees.' },
            ],
          },
          {
            key: 'agreed',
            kind: 'sign',
            title: 'The loss of data is accepted',
            people: 2,
            statement: 'I know which data the reverse migration removes, and that it is in the backup.',
            when: { step: 'reversible', is: ['yes'] },
          },
          {
            key: 'stop-writes',
            kind: 'apply',
            title: 'Stop writes',
            settings: STOP_WRITES,
            when: { step: 'reversible', is: ['yes'] },
          },
        ],
      },
      {
        key: 'reverse',
        title: 'Reverse',
        steps: [
          {
            key: 'migrated-down',
            kind: 'tick',
            title: 'The reverse migration ran to its end',
            detail: 'Note the schema version before and after.',
            evidence: 'required',
            roles: BUILDERS,
          },
          {
            key: 'data-verified',
            kind: 'tick',
            title: 'The data verifies',
            detail: 'Compare orders, trades and positions with the exchange. Note the counts.',
            evidence: 'required',
          },
          {
            key: 'in-step',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
        ],
        checkpoint: { title: 'Schema taken back', facts: ['Migration reversed', 'Data verified'] },
      },
      {
        key: 'prevent',
        title: 'Next time',
        anyOrder: true,
        steps: [
          {
            key: 'compatible',
            kind: 'tick',
            title: 'The next change works with the version before it',
            detail: 'Add columns, remove none until nothing reads them.',
            evidence: 'optional',
          },
          {
            key: 'rehearsed',
            kind: 'tick',
            title: 'It was tried on a copy of the production data',
            evidence: 'optional',
          },
        ],
      },
    ],
  },

  'emergency-database-backup': {
    key: 'emergency-database-backup',
    title: 'Emergency database backup',
    kind: 'emergency',
    purpose:
      'A database may be damaged: it is saved as it is, writes stop, the damage is assessed, and the last good backup is restored if that is needed.',
    source: 'Manual 2, part 8, data backup emergency; manual 3 for the times of a restore',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'save',
        title: 'Save and stop',
        anyOrder: true,
        steps: [
          {
            key: 'bulkhead-backup',
            kind: 'verify',
            title: "Bulkhead's own database is backed up and verified",
            detail:
              'Run `bulkhead db backup`, then `bulkhead db verify` on what it wrote. This turns green by itself.',
            check: { kind: 'backup', withinHours: 1 },
            optional: true,
          },
          {
            key: 'exchange-backup',
            kind: 'tick',
            title: "The exchange's database is backed up as it is",
            detail:
              'Use its own tool, and keep the copy apart from the regular backups. Note its name and size.',
            evidence: 'required',
          },
          { key: 'stop-writes', kind: 'apply', title: 'Stop writes', settings: STOP_WRITES },
          APPLIED_OR_DOWN,
          TELL_TEAM,
        ],
        checkpoint: { title: 'Nothing gets worse', facts: ['Saved as it is', 'Writes stopped', 'Team told'] },
      },
      {
        key: 'assess',
        title: 'Assess the damage',
        steps: [
          {
            key: 'examined',
            kind: 'tick',
            title: 'The damaged tables are known',
            detail:
              'Run the integrity check of the database and compare with the exchange. Note what is wrong since when.',
            evidence: 'required',
          },
          {
            key: 'restore',
            kind: 'choose',
            title: 'Which database has to be restored?',
            options: [
              { key: 'none', label: 'None', note: 'The damage can be repaired in place, or there is none.' },
              {
                key: 'exchange',
                label: "The exchange's",
                note: 'About an hour from the newest clean backup.',
              },
              {
                key: 'bulkhead',
                label: "Bulkhead's own",
                note: 'Switch values return to those of the backup, in a new epoch.',
              },
            ],
          },
        ],
      },
      {
        key: 'restore-exchange',
        title: "Restore the exchange's database",
        goalSeconds: 3600,
        when: { step: 'restore', is: ['exchange'] },
        steps: [
          {
            key: 'exchange-restored',
            kind: 'tick',
            title: 'The newest clean backup is restored',
            detail:
              'Allow about 45 minutes and stop after one hour. Note which backup, and how long it took.',
            evidence: 'required',
          },
          {
            key: 'exchange-verified',
            kind: 'tick',
            title: 'Orders, trades and positions verify',
            evidence: 'required',
          },
        ],
      },
      {
        key: 'restore-bulkhead',
        title: "Restore Bulkhead's own database",
        goalSeconds: 3600,
        when: { step: 'restore', is: ['bulkhead'] },
        steps: [
          {
            key: 'exported',
            kind: 'tick',
            title: 'This run is printed or exported',
            detail: 'It lies in the database that is about to be replaced, and ends where the backup ends.',
            evidence: 'none',
          },
          {
            key: 'bulkhead-restored',
            kind: 'tick',
            title: 'The backup is restored',
            detail:
              'Run `bulkhead db restore` with the backup that `bulkhead db verify` accepts. Instances follow by themselves. After it, start this procedure again if this run is gone, and tick what is done.',
            evidence: 'required',
            roles: ADMIN,
          },
          {
            key: 'chain',
            kind: 'verify',
            title: 'The audit chain verifies, with the gap that the restore explains',
            check: { kind: 'integrity' },
          },
          {
            key: 'followed',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
        ],
      },
      {
        key: 'return',
        title: 'Before trading comes back',
        anyOrder: true,
        steps: [
          {
            key: 'reconciled',
            kind: 'tick',
            title: 'Positions and balances agree with the exchange',
            evidence: 'required',
          },
          {
            key: 'fresh-backup',
            kind: 'tick',
            title: 'A fresh backup of the repaired data verifies',
            evidence: 'required',
          },
          {
            key: 'sound',
            kind: 'sign',
            title: 'The data is sound',
            people: 2,
            statement: 'I have seen the checks of the data, and it is sound.',
          },
        ],
        checkpoint: { title: 'Data recovery: complete', facts: ['Reconciled', 'Backed up', 'Signed by two'] },
      },
    ],
  },
};

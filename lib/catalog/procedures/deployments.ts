// Manual 2: taking a release back (blue-green, rolling), and manual 1's fix and restart after any rollback.
import type { Procedure, Stage } from '../procedure-types.ts';
import { BUILDERS, CHOOSE_CAUSE, NO_BREAKER_TRIPS, OBSERVE_SECONDS, RESPONDERS } from './parts.ts';

/** Manual 2, part 4: what follows every rollback of a release. */
const AFTERWARDS: Stage = {
  key: 'afterwards',
  title: 'Afterwards',
  steps: [
    {
      key: 'stable',
      kind: 'observe',
      title: 'Five minutes without a breach',
      seconds: OBSERVE_SECONDS,
      watch: [{ kind: 'instances' }, NO_BREAKER_TRIPS],
    },
    {
      key: 'lesson',
      kind: 'record',
      title: 'What is written down',
      fields: [
        { key: 'failed', label: 'What failed', type: 'text', required: true },
        { key: 'why', label: 'Why it was rolled back', type: 'text', required: true },
        { key: 'prevent', label: 'What prevents it next time', type: 'text', required: true },
      ],
    },
  ],
  checkpoint: { title: 'Stable on the previous version', facts: ['Five minutes', 'Written down'] },
};

export const DEPLOYMENTS: Readonly<Record<string, Procedure>> = {
  'rollback-blue-green': {
    key: 'rollback-blue-green',
    title: 'Take a release back, blue-green',
    kind: 'deployment',
    purpose:
      'The new version (green) misbehaves: traffic goes back to blue. At once for errors above ten times the baseline, a position mismatch, halted trading or crashes; after a look for a win rate down by 20% or latency up five times.',
    source: 'Manual 2, part 4',
    startedBy: RESPONDERS,
    goalSeconds: 30,
    stages: [
      {
        key: 'switch-back',
        title: 'Switch back',
        goalSeconds: 30,
        steps: [
          {
            key: 'to-blue',
            kind: 'tick',
            title: 'All traffic goes to blue',
            detail: 'Point the load balancer at blue and note the time.',
            evidence: 'required',
            roles: BUILDERS,
          },
          {
            key: 'blue-healthy',
            kind: 'tick',
            title: 'Blue passes its health check',
            evidence: 'required',
            roles: BUILDERS,
          },
        ],
        checkpoint: { title: 'Back on blue', facts: ['Traffic on blue', 'Health check passed'] },
      },
      {
        key: 'green',
        title: 'Stop green',
        steps: [
          {
            key: 'green-logs',
            kind: 'tick',
            title: "Green's logs are kept",
            evidence: 'required',
          },
          {
            key: 'green-stopped',
            kind: 'tick',
            title: 'Green is stopped',
            evidence: 'none',
            roles: BUILDERS,
          },
        ],
      },
      AFTERWARDS,
    ],
  },

  'rollback-rolling': {
    key: 'rollback-rolling',
    title: 'Take a release back, rolling update',
    kind: 'deployment',
    purpose: 'A rolling update misbehaves: it is paused where it stands and the previous version comes back.',
    source: 'Manual 2, part 4',
    startedBy: RESPONDERS,
    goalSeconds: 120,
    stages: [
      {
        key: 'roll-back',
        title: 'Pause and roll back',
        goalSeconds: 120,
        steps: [
          {
            key: 'paused',
            kind: 'tick',
            title: 'The rollout is paused',
            detail: 'No further instance gets the new version.',
            evidence: 'none',
            roles: BUILDERS,
          },
          {
            key: 'undone',
            kind: 'tick',
            title: 'The previous version is rolled out',
            detail: 'Undo the rollout, follow its status to the end, and note the version that runs now.',
            evidence: 'required',
            roles: BUILDERS,
          },
          {
            key: 'in-step',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
        ],
        checkpoint: { title: 'Back on the previous version', facts: ['Rollout undone', 'Instances in step'] },
      },
      AFTERWARDS,
    ],
  },

  'restart-after-rollback': {
    key: 'restart-after-rollback',
    title: 'Fix and restart',
    kind: 'recovery',
    purpose:
      'After a rollback that holds: the cause is fixed and tested, the restart is approved where the loss asks for it, and traffic comes back in steps that begin at 5%.',
    source: 'Manual 1, rollback decision tree and canary infrastructure; manual 3, decision tree',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'fix',
        title: 'Fix',
        steps: [
          CHOOSE_CAUSE,
          {
            key: 'code-fixed',
            kind: 'tick',
            title: 'The fix is reviewed, and its place in the next window is booked',
            evidence: 'required',
            when: { step: 'cause', is: ['code'] },
          },
          {
            key: 'infrastructure-repaired',
            kind: 'tick',
            title: 'Operations have repaired it',
            evidence: 'required',
            when: { step: 'cause', is: ['infrastructure'] },
          },
          {
            key: 'parameters-adjusted',
            kind: 'tick',
            title: 'Limits and parameters fit the market as it is',
            detail: 'Change them on Switches and note the change sets.',
            evidence: 'required',
            when: { step: 'cause', is: ['market'] },
          },
          { key: 'tests', kind: 'tick', title: 'All unit tests pass', evidence: 'required' },
        ],
      },
      {
        key: 'review',
        title: 'Review',
        steps: [
          {
            key: 'loss',
            kind: 'choose',
            title: 'Was profit and loss better than -2%?',
            options: [
              { key: 'better', label: 'Yes', note: 'The restart may go on.' },
              { key: 'worse', label: 'No', note: 'It needs a full review and its approval first.' },
            ],
          },
          {
            key: 'approved',
            kind: 'sign',
            title: 'The full review approves the restart',
            people: 2,
            notStarter: true,
            statement: 'I have reviewed cause, loss and fix in full and approve the restart.',
            when: { step: 'loss', is: ['worse'] },
          },
        ],
      },
      {
        key: 'restart',
        title: 'Restart in steps',
        steps: [
          {
            key: 'values',
            kind: 'tick',
            title: 'The switches are back at their values from before',
            detail:
              'Leave the level, or raise the switches: critical ones wait for a second person. Note the change sets.',
            evidence: 'required',
          },
          {
            key: 'five',
            kind: 'tick',
            title: '5% of traffic',
            detail: 'Error rate at most 1%, and P99 latency at most 20% above the baseline.',
            evidence: 'required',
          },
          { key: 'twenty', kind: 'tick', title: '20% of traffic', evidence: 'required' },
          { key: 'fifty', kind: 'tick', title: '50% of traffic', evidence: 'required' },
          { key: 'all', kind: 'tick', title: '100% of traffic', evidence: 'required' },
          {
            key: 'watch',
            kind: 'observe',
            title: 'Five minutes without a breach',
            seconds: OBSERVE_SECONDS,
            watch: [{ kind: 'instances' }, NO_BREAKER_TRIPS],
          },
        ],
        checkpoint: { title: 'In full service', facts: ['Fixed and tested', 'All traffic', 'Stable'] },
      },
    ],
  },
};

// Manual 5, "Post-canary actions": what follows a production canary that met its criteria, and one that missed them.
import type { Stage } from '../procedure-types.ts';
import { BUILDERS } from './parts.ts';

export const CANARY_AFTERMATH: readonly Stage[] = [
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
];

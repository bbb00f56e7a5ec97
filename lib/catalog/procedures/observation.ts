// Manual 1, "Execute Rollback": after a level or a rollback the venue is watched for five minutes, then somebody confirms.
import type { Procedure } from '../procedure-types.ts';
import { OBSERVE_SECONDS, RESPONDERS } from './parts.ts';

export const OBSERVATION: Readonly<Record<string, Procedure>> = {
  'observe-after-change': {
    key: 'observe-after-change',
    title: 'Observe after a change',
    kind: 'rollback',
    purpose:
      'A level was pressed or a switch was set back: the venue is watched for five minutes, and a person says that it is stable.',
    source: 'Manual 1, execute rollback',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'observe',
        title: 'Observe and confirm',
        steps: [
          {
            key: 'observe',
            kind: 'observe',
            title: 'Five minutes with every instance in step',
            detail: 'An instance that falls out of step starts the five minutes anew.',
            seconds: OBSERVE_SECONDS,
            watch: [{ kind: 'instances' }],
          },
          {
            key: 'confirm',
            kind: 'tick',
            title: 'Confirm stable',
            detail: 'Look at the figures on Now once more. Write what you looked at.',
            evidence: 'required',
          },
        ],
        checkpoint: { title: 'Stable', facts: ['Five minutes in step', 'Confirmed by a person'] },
      },
    ],
  },
};

// Manual 2, parts 8 and 9: what has to be true before trading starts again after an emergency stop.
import { RECOVERY_PROCEDURE } from '../emergency.ts';
import type { Procedure } from '../procedure-types.ts';
import { RESPONDERS, RISK, TELL_TEAM } from './parts.ts';

export const RECOVERY: Readonly<Record<string, Procedure>> = {
  [RECOVERY_PROCEDURE]: {
    key: RECOVERY_PROCEDURE,
    title: 'Recovery after an emergency stop',
    kind: 'recovery',
    purpose:
      'Everything was stopped: the cause is found and fixed, positions agree with the exchange and breakers are reset. Only then the restart can be asked for; executors connect again after it.',
    source: 'Manual 2, part 8, manual restart, and part 9, validation before a restart',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'validate',
        title: 'Validate',
        anyOrder: true,
        steps: [
          {
            key: 'fixed',
            kind: 'tick',
            title: 'The issue is fixed',
            detail: 'Write what it was and what fixed it.',
            evidence: 'required',
          },
          {
            key: 'losses',
            kind: 'tick',
            title: 'The losses were legitimate',
            detail: 'They come from the market, not from a fault in code or in data. Write how you know.',
            evidence: 'required',
          },
          {
            key: 'healthy',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
          { key: 'chain', kind: 'verify', title: 'The audit chain verifies', check: { kind: 'integrity' } },
        ],
        checkpoint: { title: 'Validated', facts: ['Issue fixed', 'Losses explained', 'System healthy'] },
      },
      {
        key: 'reconcile',
        title: 'Reconcile',
        steps: [
          {
            key: 'reconciled',
            kind: 'tick',
            title: 'Positions agree with the exchange',
            detail: 'Compare Positions with every exchange account, and write what was left open.',
            evidence: 'required',
          },
          {
            key: 'none-tripped',
            kind: 'verify',
            title: 'No circuit breaker is tripped',
            detail:
              'Reset each of them on Positions, by its own runbook. While no executor reports this cannot be seen from here: pass it over with that reason.',
            check: { kind: 'breakers' },
            optional: true,
          },
          TELL_TEAM,
        ],
        checkpoint: {
          title: 'Ready to trade',
          facts: ['Positions reconciled', 'Breakers looked at'],
        },
      },
      {
        key: 'sign',
        title: 'Sign',
        steps: [
          {
            key: 'agreed',
            kind: 'sign',
            title: 'A second person agrees',
            people: 1,
            notStarter: true,
            roles: RISK,
            statement: 'I have seen the cause, the losses and the positions, and trading may start again.',
          },
        ],
        checkpoint: { title: 'Recovered', facts: ['The restart may be asked for'] },
      },
    ],
  },
};

// Manual 4: the prerequisites of real trading after a rollback, its re-activation, and the first hour.
import type { Procedure } from '../procedure-types.ts';
import { FIRST_HOUR_SECONDS, SETTLE_SECONDS, STABLE_SECONDS, TESTNET_TRADES } from './go-live.ts';
import { ADMIN, NO_BREAKER_TRIPS, RISK } from './parts.ts';

export const GO_LIVE_REACTIVATION: Readonly<Record<string, Procedure>> = {
  'go-live-reactivation': {
    key: 'go-live-reactivation',
    title: 'Return to real trading',
    kind: 'recovery',
    purpose:
      'After a GO-LIVE rollback: the prerequisites, the agreement of the team, the two locks in order, and a first hour under watch.',
    source: 'Manual 4, recovery from rollback',
    startedBy: RISK,
    stages: [
      {
        key: 'prerequisites',
        title: 'Prerequisites',
        anyOrder: true,
        steps: [
          {
            key: 'cause',
            kind: 'tick',
            title: 'The root cause is found and resolved',
            detail: 'Name the incident and the fix.',
            evidence: 'required',
          },
          {
            key: 'configuration',
            kind: 'tick',
            title: 'Errors of configuration are fixed',
            evidence: 'required',
          },
          {
            key: 'stable',
            kind: 'observe',
            title: 'Stable for 24 hours',
            detail: 'No circuit breaker trips and no instance is lost. A breach starts the day anew.',
            seconds: STABLE_SECONDS,
            watch: [NO_BREAKER_TRIPS, { kind: 'instances' }],
          },
          {
            key: 'testnet-trades',
            kind: 'record',
            title: 'Testnet trades that succeeded',
            fields: [
              {
                key: 'trades',
                label: 'Successful trades',
                type: 'number',
                required: true,
                atLeast: TESTNET_TRADES,
              },
              { key: 'where', label: 'Where they can be seen', type: 'line', required: true },
            ],
          },
          {
            key: 'limits',
            kind: 'tick',
            title: 'Risk limits are reviewed, and adjusted where needed',
            evidence: 'required',
            roles: RISK,
          },
        ],
      },
      {
        key: 'consensus',
        title: 'The team agrees',
        steps: [
          {
            key: 'agreed',
            kind: 'sign',
            title: 'Go back to real trading',
            people: 3,
            notStarter: true,
            statement: 'I have seen the prerequisites and agree to real trading from now on.',
          },
        ],
      },
      {
        key: 'activate',
        title: 'Activate',
        steps: [
          {
            key: 'accounts',
            kind: 'apply',
            title: 'Accounts back to production',
            settings: [{ switch: 'testnet_accounts', value: [] }],
          },
          {
            key: 'allow',
            kind: 'apply',
            title: 'Activation allowed',
            roles: ADMIN,
            settings: [{ switch: 'activation_enabled', value: true }],
          },
          {
            key: 'restarted',
            kind: 'tick',
            title: 'Trading services are restarted',
            evidence: 'required',
          },
          {
            key: 'settled',
            kind: 'observe',
            title: 'They have settled',
            seconds: SETTLE_SECONDS,
            watch: [{ kind: 'instances' }],
          },
          {
            key: 'preflight',
            kind: 'tick',
            title: 'The pre-flight check ends with exit code 0',
            detail: 'Any other code stops the activation here.',
            evidence: 'required',
          },
          {
            key: 'flag',
            kind: 'apply',
            title: 'Go-live flag on',
            detail: 'It waits for the approval of a second person.',
            roles: ADMIN,
            settings: [{ switch: 'go_live_enabled', value: true }],
          },
          { key: 'applied', kind: 'verify', title: 'Every instance has it', check: { kind: 'effective' } },
        ],
        checkpoint: {
          title: 'Real trading is on',
          facts: ['Team agreed', 'Pre-flight passed', 'Both locks open'],
        },
      },
      {
        key: 'first-hour',
        title: 'The first hour',
        anyOrder: true,
        steps: [
          {
            key: 'watch',
            kind: 'observe',
            title: 'One hour under watch',
            seconds: FIRST_HOUR_SECONDS,
            watch: [{ kind: 'instances' }, NO_BREAKER_TRIPS],
          },
          {
            key: 'first-trade',
            kind: 'tick',
            title: 'The first trade executed as it should',
            evidence: 'required',
          },
          { key: 'sizes', kind: 'tick', title: 'Position sizes are right', evidence: 'required' },
          {
            key: 'stops',
            kind: 'tick',
            title: 'Take profit and stop loss orders are placed',
            evidence: 'required',
          },
        ],
        checkpoint: { title: 'Stable', facts: ['One hour', 'First trade checked'] },
      },
    ],
  },
};

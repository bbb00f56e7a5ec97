// Manual 4: leaving real trading in eight steps, and coming back to it.
import type { Procedure } from '../procedure-types.ts';
import type { SwitchSetting } from '../switches.ts';
import { EXCHANGES } from '../symbols.ts';
import { ADMIN, NONE_OPEN, RESPONDERS } from './parts.ts';

const FLAG_OFF: SwitchSetting = { switch: 'go_live_enabled', value: false };
const ACTIVATION_OFF: SwitchSetting = { switch: 'activation_enabled', value: false };
const ALL_TESTNET: SwitchSetting = { switch: 'testnet_accounts', value: EXCHANGES };

/** Services settle for 30 to 60 seconds after a restart. */
export const SETTLE_SECONDS = 60;
/** Prerequisites of coming back. */
export const STABLE_SECONDS = 24 * 3600;
export const TESTNET_TRADES = 5;
/** The first hour after activation is watched. */
export const FIRST_HOUR_SECONDS = 3600;

export const GO_LIVE: Readonly<Record<string, Procedure>> = {
  'go-live-rollback': {
    key: 'go-live-rollback',
    title: 'Leave real trading (GO-LIVE rollback)',
    kind: 'rollback',
    purpose:
      'An emergency stop system has triggered, several systems fail, losses pass their limit, the exchange is unstable, the configuration is wrong, or the team decides to pause: real trading is deactivated in eight steps.',
    source: 'Manual 4, rollback steps',
    startedBy: RESPONDERS,
    stages: [
      {
        key: 'flag',
        title: 'Deactivate the go-live flag',
        steps: [
          {
            key: 'flag-off',
            kind: 'apply',
            title: 'Go-live flag off',
            detail: 'New orders are skipped from now on. Positions stay open.',
            roles: ADMIN,
            settings: [FLAG_OFF],
          },
          {
            key: 'flag-applied',
            kind: 'verify',
            title: 'Every instance has it',
            check: { kind: 'effective' },
          },
        ],
      },
      {
        key: 'activation',
        title: 'Forbid activation',
        steps: [
          {
            key: 'activation-off',
            kind: 'apply',
            title: 'Activation off',
            detail: 'The second lock: nobody opens the first again by accident.',
            roles: ADMIN,
            settings: [ACTIVATION_OFF],
          },
        ],
      },
      {
        key: 'testnet',
        title: 'Accounts to testnet',
        steps: [
          {
            key: 'all-testnet',
            kind: 'apply',
            title: 'Every account on testnet',
            detail: 'Later orders reach test endpoints and move no real money.',
            settings: [ALL_TESTNET],
          },
        ],
      },
      {
        key: 'restart',
        title: 'Restart the services',
        steps: [
          {
            key: 'restarted',
            kind: 'tick',
            title: 'Trading services are restarted',
            detail:
              'Restart them one after another, so that connections are made anew. Instances that read their switches from Bulkhead have the values already; the restart is for the rest of their configuration.',
            evidence: 'required',
          },
          {
            key: 'settled',
            kind: 'observe',
            title: 'They have settled',
            seconds: SETTLE_SECONDS,
            watch: [{ kind: 'instances' }],
          },
        ],
      },
      {
        key: 'verify',
        title: 'Verify the rollback',
        anyOrder: true,
        steps: [
          {
            key: 'locks',
            kind: 'verify',
            title: 'Both locks are shut and every account is on testnet',
            check: { kind: 'switches', settings: [FLAG_OFF, ACTIVATION_OFF, ALL_TESTNET] },
          },
          { key: 'applied', kind: 'verify', title: 'Every instance has it', check: { kind: 'effective' } },
          {
            key: 'preflight',
            kind: 'tick',
            title: 'The pre-flight check passes and says that go-live is off',
            evidence: 'required',
          },
          {
            key: 'skipped',
            kind: 'tick',
            title: 'The logs show orders being skipped',
            detail: 'Look at the last 50 lines of the trading backend for skipped orders.',
            evidence: 'required',
          },
          {
            key: 'stop-system',
            kind: 'tick',
            title: 'The emergency stop system is in the state you expect',
            detail: 'Active after an emergency, inactive after a planned pause. Note its state and reason.',
            evidence: 'required',
          },
        ],
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
                key: 'A',
                label: 'A: take profit and stop loss close them',
                note: 'For a normal rollback without urgent market risk.',
              },
              {
                key: 'B',
                label: 'B: close them now',
                note: 'For emergencies and unstable markets.',
              },
              {
                key: 'C',
                label: 'C: cancel every order, then close',
                note: 'For critical failures that need an immediate exit.',
              },
            ],
          },
          {
            key: 'protected',
            kind: 'tick',
            title: 'Each position has its take profit and stop loss, and somebody watches',
            detail: 'Name the person and note the positions.',
            evidence: 'required',
            when: { step: 'strategy', is: ['A'] },
          },
          {
            key: 'cancel-orders',
            kind: 'command',
            title: 'Cancel every open order',
            command: 'cancel_all_orders',
            when: { step: 'strategy', is: ['C'] },
          },
          {
            key: 'close-positions',
            kind: 'command',
            title: 'Close every position at market',
            detail: 'If the executors do not report, start "Close positions by hand".',
            command: 'close_all_positions',
            when: { step: 'strategy', is: ['B', 'C'] },
          },
          { ...NONE_OPEN, when: { step: 'strategy', is: ['B', 'C'] } },
        ],
      },
      {
        key: 'checklist',
        title: 'After the rollback',
        anyOrder: true,
        steps: [
          {
            key: 'still-off',
            kind: 'verify',
            title: 'Locks shut, accounts on testnet',
            check: { kind: 'switches', settings: [FLAG_OFF, ACTIVATION_OFF, ALL_TESTNET] },
          },
          {
            key: 'in-step',
            kind: 'verify',
            title: 'Every instance is in step',
            check: { kind: 'instances' },
          },
          {
            key: 'no-real-orders',
            kind: 'tick',
            title: 'No new real order in the logs of the exchanges',
            evidence: 'required',
          },
          {
            key: 'handled',
            kind: 'tick',
            title: 'Open positions are closed or watched',
            evidence: 'optional',
          },
          {
            key: 'stop-system-after',
            kind: 'tick',
            title: 'The emergency stop system is still in the state you expect',
            detail: 'Active after an emergency, inactive after a planned pause.',
            evidence: 'optional',
          },
          {
            key: 'risk-gate',
            kind: 'tick',
            title: 'The risk gate decides as usual again',
            evidence: 'optional',
          },
          {
            key: 'dashboard',
            kind: 'tick',
            title: 'The dashboard shows what you expect',
            evidence: 'optional',
          },
        ],
        checkpoint: {
          title: 'Real trading is off',
          facts: ['Both locks shut', 'Accounts on testnet', 'No real orders', 'Positions handled'],
        },
      },
      {
        key: 'cause',
        title: 'Root cause',
        anyOrder: true,
        steps: [
          {
            key: 'report',
            kind: 'record',
            title: 'Incident report',
            fields: [
              { key: 'trigger', label: 'What triggered the rollback', type: 'line', required: true },
              { key: 'systems', label: 'Systems affected', type: 'line', required: true },
              { key: 'positions', label: 'Positions at that time', type: 'number', required: true },
              { key: 'pnl', label: 'Total profit and loss', type: 'money', required: true, unit: 'USD' },
              { key: 'cause', label: 'Root cause', type: 'text', required: true },
            ],
          },
          {
            key: 'investigated',
            kind: 'tick',
            title: 'Logs, figures and people were asked',
            detail:
              'Errors in the logs, figures out of line, what the operators saw, what was configured wrongly.',
            evidence: 'required',
          },
          {
            key: 'actions',
            kind: 'tick',
            title: 'Each action has an owner',
            detail: 'Fixes, configuration, monitoring and alerts, runbooks.',
            evidence: 'required',
          },
          {
            key: 'shared',
            kind: 'tick',
            title: 'The team has the report',
            detail: 'With the timeline, what was learned and what prevents it next time.',
            evidence: 'required',
          },
        ],
      },
    ],
  },
};

// Manual 2, part 10: what comes due every day, week and month.
import { FIGURES } from '#lib/contract/edge.ts';
import type { Procedure, Step } from '../procedure-types.ts';
import { RESPONDERS, RISK } from './parts.ts';

function looked(
  key: string,
  title: string,
  detail: string,
  evidence: 'required' | 'optional' = 'optional',
): Step {
  return { key, kind: 'tick', title, detail, evidence };
}

export const OPERATIONS: Readonly<Record<string, Procedure>> = {
  'daily-operations': {
    key: 'daily-operations',
    title: 'Daily operations',
    kind: 'operations',
    purpose: 'The look at the venue that begins every day.',
    source: 'Manual 2, part 10',
    startedBy: RESPONDERS,
    every: 'day',
    stages: [
      {
        key: 'day',
        title: 'Today',
        anyOrder: true,
        steps: [
          { key: 'status', kind: 'verify', title: 'Every instance is in step', check: { kind: 'instances' } },
          looked('trades', "Yesterday's trades", 'Look for sizes, prices and times out of the ordinary.'),
          looked('errors', 'Error logs', 'Read what is new since yesterday. Note what needs an owner.'),
          looked(
            'reconciled',
            'Positions are reconciled',
            'Compare both sides; the exchange is right.',
            'required',
          ),
          {
            key: 'reserve',
            kind: 'verify',
            title: 'The reserve is at least $200,000',
            detail:
              'While nobody reports the reserve, read it in the accounts, and pass this over with the amount.',
            check: {
              kind: 'figure',
              name: FIGURES.reserve,
              compare: 'at least',
              bound: 200_000,
              unit: 'USD',
            },
            optional: true,
          },
          looked(
            'capital',
            'Use of capital',
            'Exposure per symbol against its limit, and margin of the accounts.',
          ),
          looked('alerts', 'Alerts', 'None is open without somebody who works on it.', 'required'),
        ],
        checkpoint: { title: 'Day opened', facts: ['In step', 'Reconciled', 'Alerts in hand'] },
      },
    ],
  },

  'weekly-operations': {
    key: 'weekly-operations',
    title: 'Weekly operations',
    kind: 'operations',
    purpose: 'The review of the week that is over, and the plan of the next.',
    source: 'Manual 2, part 10',
    startedBy: RESPONDERS,
    every: 'week',
    stages: [
      {
        key: 'week',
        title: 'This week',
        anyOrder: true,
        steps: [
          looked(
            'performance',
            'Performance figures',
            'Latency, fill rate, availability against their targets.',
          ),
          looked('win-rate', 'Trend of the win rate', 'By strategy and symbol.'),
          looked('degradation', 'Strategies that get worse', 'Name those to watch, or to take out.'),
          looked(
            'capital',
            'Use of capital over the week',
            'Limits that were reached, and limits never touched.',
          ),
          looked('documentation', 'Documentation is up to date', 'Runbooks that were used and did not fit.'),
          looked('deployments', 'Deployments of the week', 'What went out, what came back, and why.'),
          looked('plan', "Next week's changes", 'Each with an owner and a rollback plan.', 'required'),
        ],
        checkpoint: { title: 'Week reviewed', facts: ['Figures seen', 'Changes planned'] },
      },
    ],
  },

  'monthly-operations': {
    key: 'monthly-operations',
    title: 'Monthly operations',
    kind: 'operations',
    purpose: 'The audit and upkeep of the whole system, with the failure drill.',
    source: 'Manual 2, part 10; manual 1, implementation highlights 5 and 6, for drill and training',
    startedBy: RESPONDERS,
    every: 'month',
    stages: [
      {
        key: 'month',
        title: 'This month',
        anyOrder: true,
        steps: [
          looked(
            'audit',
            'Full audit of the system',
            'Who has access, who changed what, duties that meet.',
            'required',
          ),
          { key: 'chain', kind: 'verify', title: 'The audit chain verifies', check: { kind: 'integrity' } },
          looked('parameters', 'Parameters', 'Review each limit; change what no longer fits.'),
          looked(
            'counterfactual',
            'What would have happened otherwise',
            'Orders sent to HL had they been internalised, and the reverse.',
          ),
          looked('wallets', 'Classes of wallets', 'Review them against how they traded.'),
          looked(
            'maintenance',
            'Upkeep of the databases',
            'Size, slow queries, and a restore that was rehearsed.',
            'required',
          ),
          {
            key: 'backup',
            kind: 'verify',
            title: "Bulkhead's own backup is verified",
            check: { kind: 'backup', withinHours: 24 },
          },
          looked('archive', 'Logs are archived', 'Note up to which day.', 'required'),
          looked(
            'security',
            'Security review',
            'Keys to rotate, people who left, findings that are open.',
            'required',
          ),
          looked(
            'drill',
            'Failure drill',
            'Simulate an incident and validate the rollback. Note the scenario and its times.',
            'required',
          ),
          looked('training', 'New staff are trained', 'On canaries and rollbacks. Note who took part.'),
          {
            key: 'signed',
            kind: 'sign',
            title: 'The month is reviewed',
            people: 1,
            roles: RISK,
            statement: 'I have read what was found this month, and each finding has an owner.',
          },
        ],
        checkpoint: { title: 'Month reviewed', facts: ['Audited', 'Drilled', 'Signed'] },
      },
    ],
  },
};

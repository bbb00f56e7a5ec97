// What several procedures share: who starts them, the telling of the team, the evidence that is kept, the watch at the end.
import { FIGURES } from '#lib/contract/edge.ts';
import type { Check, Step } from '../procedure-types.ts';
import type { Role } from '../roles.ts';

/** Who works an incident. What they may change stays with the switches they change. */
export const RESPONDERS: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];
export const RISK: readonly Role[] = ['risk_manager', 'super_admin'];
export const ADMIN: readonly Role[] = ['super_admin'];
/** Who releases and repairs. */
export const BUILDERS: readonly Role[] = ['engineer', 'operations', 'super_admin'];

/** Manual 1, "Execute Rollback": observe for this long, then confirm. */
export const OBSERVE_SECONDS = 300;

export const NOTHING_INTERNALISED: Check = {
  kind: 'figure',
  name: FIGURES.ordersInternal,
  compare: 'at most',
  bound: 0,
  unit: 'orders/s',
};

export const TELL_TEAM: Step = {
  key: 'told',
  kind: 'tick',
  title: 'The team knows',
  detail:
    'Post what was stopped, why and who leads in the incident channel, and call whoever has not answered there. Paste the link of the message.',
  evidence: 'required',
};

/** Manual 3, stage 2: the newest lines of each log, copied before anything is restarted. */
export const KEEP_LOGS: Step = {
  key: 'logs',
  kind: 'tick',
  title: 'Error logs are kept',
  detail:
    'Copy at least the last 500 lines of the execution log, the risk log and the log of the exchange connection to a place that a restart does not touch. Note where.',
  evidence: 'required',
};

/** Manual 3, stage 2: the cost of the incident. */
export const RECORD_COST: Step = {
  key: 'cost',
  kind: 'record',
  title: 'Profit and loss from start to now',
  detail: 'Count from the start of the deployment or of the incident, whichever came first.',
  fields: [
    { key: 'trades', label: 'Trades', type: 'number', required: true },
    { key: 'winning', label: 'Sum of the winning trades', type: 'money', required: false, unit: 'USD' },
    { key: 'losing', label: 'Sum of the losing trades', type: 'money', required: false, unit: 'USD' },
    { key: 'net', label: 'Net profit and loss', type: 'money', required: true, unit: 'USD' },
    { key: 'positions', label: 'Positions affected', type: 'number', required: true },
  ],
};

export const CHOOSE_CAUSE: Step = {
  key: 'cause',
  kind: 'choose',
  title: 'What was the cause?',
  detail: 'Choose what the evidence shows. It decides who repairs and how trading comes back.',
  options: [
    { key: 'code', label: 'A fault in code', note: 'Fix it and deploy again in the next window.' },
    { key: 'infrastructure', label: 'Infrastructure', note: 'Operations repair it; then deploy again.' },
    { key: 'market', label: 'The market', note: 'Adjust the parameters, then try again.' },
  ],
};

export const CHOOSE_DATABASE: Step = {
  key: 'database',
  kind: 'choose',
  title: 'Is the database damaged?',
  detail:
    'Compare the counts of orders, trades and positions with the exchange, and run the integrity check.',
  options: [
    { key: 'damaged', label: 'Yes', note: 'Restore the last clean backup: about an hour.' },
    { key: 'sound', label: 'No', note: 'Nothing is restored.' },
  ],
};

/** For watching over time: who has no executors has no breaker that could trip. */
export const NO_BREAKER_TRIPS: Check = { kind: 'breakers', orNoExecutor: true };

/**
 * The last steps of every rollback of manual 1: watch, then say that it holds. `unseen` is what to do where nothing
 * reports what is watched, because a rollback must come to its end also then.
 */
export function observeAndConfirm(watch: readonly Check[], people: number, unseen?: string): readonly Step[] {
  return [
    {
      key: 'observe',
      kind: 'observe',
      title: 'Five minutes without a breach',
      detail: `A breach starts the five minutes anew.${unseen ? ` ${unseen}` : ''}`,
      seconds: OBSERVE_SECONDS,
      watch,
      ...(unseen ? { optional: true } : {}),
    },
    {
      key: 'confirm',
      kind: 'sign',
      title: 'Stable',
      people,
      statement: 'I watched the figures for these five minutes and the venue is stable.',
    },
  ];
}

/** A silent executor must not hold the rest of a rollback up: then somebody looks at the exchange. */
export const NONE_OPEN: Step = {
  key: 'none-open',
  kind: 'verify',
  title: 'No position is open',
  detail:
    'While the executors are silent this cannot be seen from here: look at the exchange, and pass it over with what you saw.',
  check: { kind: 'positions', atMost: 0 },
  optional: true,
};

/** Of a full outage or a lost database, where the services themselves may be down. */
export const APPLIED_OR_DOWN: Step = {
  key: 'applied',
  kind: 'verify',
  title: 'Every instance has it',
  detail:
    'While no instance reports this cannot be seen from here: make sure that the services are down, and pass it over with what you saw.',
  check: { kind: 'effective' },
  optional: true,
};

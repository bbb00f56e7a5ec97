// The decision assistant's trees, and the symptoms somebody may begin with. Suggestions are offered, never taken for an answer.
import { CANARY_TREE } from './decision-canary.ts';
import { INCIDENT_TREE } from './decision-incident.ts';
import type { DecisionTree, Symptom } from './decision-types.ts';

export const DECISION_TREES: Readonly<Record<string, DecisionTree>> = {
  incident: INCIDENT_TREE,
  canary: CANARY_TREE,
};

const critical = (module: string): Symptom['suggests'] => ({ severity: 'critical', width: 'module', module });

const ALL: readonly Symptom[] = [
  {
    key: 'position-mismatch',
    label: 'Position mismatch',
    note: "Internal positions differ from the exchange's",
    tree: 'incident',
    suggests: { severity: 'inconsistent', data: 'positions', width: 'modules', reach: 'hl-mode' },
  },
  {
    key: 'asset-mismatch',
    label: 'Balances do not agree',
    note: 'Customer assets off by more than 0.1%',
    tree: 'incident',
    suggests: { severity: 'inconsistent', data: 'balances' },
  },
  {
    key: 'hl-down',
    label: 'HL disconnected',
    note: 'WebSocket or REST down for more than 1 min',
    tree: 'incident',
    suggests: critical('hl-connection'),
  },
  {
    key: 'liquidation-failing',
    label: 'Liquidation fails',
    note: '5 failed detections, or above 10% of executions',
    tree: 'incident',
    suggests: critical('liquidation'),
  },
  {
    key: 'price-deviation',
    label: 'Prices deviate',
    note: 'One order off by more than 5%',
    tree: 'incident',
    suggests: critical('symbol'),
  },
  {
    key: 'hot-wallet-low',
    label: 'Hot wallet low',
    note: 'Less than $100K available',
    tree: 'incident',
    suggests: critical('hot-wallet'),
  },
  {
    key: 'hl-margin-low',
    label: 'HL margin low',
    note: 'Margin ratio below 150%',
    tree: 'incident',
    suggests: critical('hl-margin'),
  },
  {
    key: 'hedge-margin-low',
    label: 'Hedge margin low',
    note: 'Margin ratio below 200%',
    tree: 'incident',
    suggests: critical('hedge-margin'),
  },
  {
    key: 'reserve-low',
    label: 'Reserve low',
    note: 'Risk reserve below its minimum',
    tree: 'incident',
    suggests: critical('reserve'),
  },
  {
    key: 'latency',
    label: 'High latency',
    note: 'Above 50 ms at P99',
    tree: 'incident',
    suggests: { severity: 'minor', minor: 'latency' },
  },
  {
    key: 'database-lost',
    label: 'Database lost',
    note: 'The exchange cannot read or write its data',
    tree: 'incident',
    suggests: { severity: 'critical', width: 'system' },
  },
  {
    key: 'release-failing',
    label: 'Release misbehaves',
    note: 'Errors above ten times the baseline, or crashes',
    tree: 'incident',
    suggests: { severity: 'critical', width: 'module', module: 'release' },
  },
  {
    key: 'breaker-tripped',
    label: 'Breaker tripped',
    note: 'Trading was halted by a circuit breaker',
    tree: 'incident',
    suggests: { severity: 'minor', minor: 'breaker' },
  },
  {
    key: 'drawdown',
    label: 'Drawdown in a canary',
    note: '-3% or worse',
    tree: 'canary',
    suggests: { stopped: 'no' },
  },
  {
    key: 'websocket-lost',
    label: 'WebSocket lost in a canary',
    note: 'Stream interrupted for more than 30 s',
    tree: 'canary',
    suggests: { stopped: 'no' },
  },
  {
    key: 'order-errors',
    label: 'Order errors in a canary',
    note: 'Above 5% of placements',
    tree: 'canary',
    suggests: { stopped: 'no' },
  },
  {
    key: 'canary-liquidation',
    label: 'Liquidation errors in a canary',
    note: 'More than one',
    tree: 'canary',
    suggests: { stopped: 'no' },
  },
  {
    key: 'canary-latency',
    label: 'High latency in a canary',
    note: 'Above 1 s, and it stays there',
    tree: 'canary',
    suggests: { stopped: 'no' },
  },
  {
    // Manual 3 leaves it to a person whether to look into it for two minutes or to roll back: nothing is suggested.
    key: 'fill-rate',
    label: 'Fill rate low in a canary',
    note: 'Below 90%: look for 2 min, or roll back',
    tree: 'canary',
    suggests: {},
  },
  {
    key: 'after-canary',
    label: 'A canary was rolled back',
    note: 'Decide how it comes back',
    tree: 'canary',
    suggests: { stopped: 'yes' },
  },
  {
    key: 'something-else',
    label: 'Something else',
    note: 'The whole tree, nothing suggested',
    tree: 'incident',
    suggests: {},
  },
];

export const SYMPTOMS: ReadonlyMap<string, Symptom> = new Map(ALL.map((symptom) => [symptom.key, symptom]));

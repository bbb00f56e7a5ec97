// What Bulkhead watches about itself (product.md section 4).
import type { Alert } from '../alert-types.ts';

const BULKHEAD = { kind: 'bulkhead', over: 'itself' } as const;

export const OWN_ALERTS = {
  'propagation-slow': {
    title: 'A change is over its budget',
    when: 'a switch change was not applied by every live instance within its time budget',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Isolate the instance that lags, or restart it.', 'Until then it acts on the earlier value.'],
  },
  'instance-silent': {
    title: 'An instance is silent',
    when: 'an instance stopped reporting what it applied',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: [
      'Find out whether it is down or cut off.',
      'Isolate it, so that changes are measured without it.',
    ],
  },
  'audit-broken': {
    title: 'The audit chain is broken',
    when: 'the audit log no longer agrees with its own hashes or with the checkpoints outside the database',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: [
      'Keep the database and the checkpoints as they are.',
      'An auditor runs `bulkhead audit verify` and says what was touched.',
    ],
  },
  'break-glass': {
    title: 'Break-glass was used',
    when: 'somebody changed what takes two people alone',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Another risk manager or super admin reviews it.'],
  },
  'config-drift': {
    title: 'A copy of the switches drifted',
    when: 'an instance or a copy of the switches holds another value than the matrix, without having lagged',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Find out who wrote past Bulkhead.'],
  },
  'level-drift': {
    title: 'A level is not what was pressed',
    when: 'a switch of the degradation level that was pressed holds another value',
    ...{ priority: 'P1', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Press the level again, or leave it.'],
  },
  'deadline-passed': {
    title: 'The time of a temporary value has passed',
    when: 'a temporary value or a rollback that loosens is still set after its deadline',
    ...{ priority: 'P1', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Its owner sets it back, or gives it a new deadline.'],
  },
  'pipeline-silent': {
    title: 'The alert pipeline is silent',
    when: 'the heartbeat of Prometheus and Alertmanager has not arrived for two minutes',
    // A pipeline that was taken away for good stays silent.
    source: { kind: 'bulkhead', over: 'either' },
    ...{ priority: 'P0', policy: 'off', from: 'Bulkhead' },
    further: [
      'Until it is back nothing fires: watch the venue by hand.',
      'Restart Prometheus or Alertmanager.',
    ],
  },
  'canary-blind': {
    title: 'A guard of a canary is blind',
    when: 'a guard of a canary that is under way, or that left something in force, has had no usable answer from Prometheus for 45 seconds',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: [
      'Until it sees again nothing rolls the canary back by itself: watch it by hand, or end it and close what it opened.',
      'Find out why Prometheus does not answer, or why its clock is wrong.',
    ],
  },
  'release-failing': {
    title: 'A release has to be judged',
    when: 'a new version reached a trigger by which people roll back: win rate, error spike, restarts',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Manual 2' },
    further: ['Look at the release, and roll it back unless you know better.'],
  },
  'release-rolled-back': {
    title: 'A release was rolled back by itself',
    when: 'Bulkhead took all traffic back from a new version that reached an automatic trigger',
    ...{ priority: 'P1', source: BULKHEAD, policy: 'off', from: 'Manual 2' },
    further: ['Verify that the old version is stable.', 'Find out what failed, fix it, start a new version.'],
  },
  'release-blind': {
    title: 'A release is not measured',
    when: 'a new version has traffic and nobody knows for half a minute whether it is healthy; while requests of a new share gather, only when nothing is measured',
    ...{ priority: 'P1', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: ['Its triggers are blind: watch it by hand, or roll it back.', 'Bring Prometheus back.'],
  },
  'withdrawal-contradicted': {
    title: 'The wallet contradicts what is known of a withdrawal',
    when: 'the wallet says that a withdrawal was sent which is known as rejected, or refused one that is known as sent',
    ...{ priority: 'P0', source: BULKHEAD, policy: 'off', from: 'Bulkhead' },
    further: [
      'Look up its key at the wallet, and its transaction on the network.',
      'Stop whatever gives the amount back to its account until that is known: it may have left twice.',
    ],
  },
  'alerts-lost': {
    title: 'Alertmanager left alerts out',
    when: 'Alertmanager truncated a delivery, or one was too large to be taken',
    source: { kind: 'bulkhead', over: 'by hand' },
    ...{ priority: 'P0', policy: 'off', from: 'Bulkhead' },
    further: ['Look at Alertmanager itself for what is missing here.'],
  },
} as const satisfies Record<string, Alert>;

export type OwnAlert = keyof typeof OWN_ALERTS;

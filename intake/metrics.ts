// What Prometheus scrapes from the intake.
import type { AnswerCounts, OpenRoute } from '#lib/door/http.ts';
import { createDoorMetrics } from '#lib/door/metrics.ts';
import type { Bodies } from './bodies.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { LostAlarm } from './lost-alarm.ts';

export interface MeasuredParts {
  answers(): AnswerCounts;
  store: DeliveryStore;
  bodies: Bodies;
  alarm: LostAlarm;
  databaseConnected(): boolean;
}

export function metricsRoute({ answers, store, bodies, alarm, databaseConnected }: MeasuredParts): OpenRoute {
  const { total, gauge, route } = createDoorMetrics('intake', answers);
  total('deliveries_stored', 'Deliveries committed.', () => store.counts().stored);
  total('bytes_stored', 'Bytes of the deliveries committed.', () => store.counts().bytes);
  total('commits', 'Commits that stored them: many that wait share one.', () => store.counts().commits);
  total(
    'deliveries_failed',
    'Deliveries that the database did not take; who sent them tries again.',
    () => store.counts().failed,
  );
  total('deliveries_too_large', 'Deliveries refused because they were too large.', () => alarm.refused());
  gauge('deliveries_waiting', 'Deliveries that wait for their commit to begin.', () => store.waiting());
  gauge('held_bytes', 'Bytes of bodies that are being read or stored.', () => bodies.heldBytes());
  gauge('database_connected', '1 while the database answers, else 0.', () => (databaseConnected() ? 1 : 0));
  return route;
}

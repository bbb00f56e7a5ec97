// GET /metrics: what Prometheus scrapes from an edge, read from the parts at the moment of the scrape.
import type { AnswerCounts, OpenRoute } from '#lib/door/http.ts';
import { createDoorMetrics } from '#lib/door/metrics.ts';
import type { DatabaseFeed } from './database-feed.ts';
import type { ReportQueue } from './report-queue.ts';
import type { ReportWriter } from './report-writer.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import type { Streams } from './stream.ts';

export interface MeasuredParts {
  answers(): AnswerCounts;
  store: SnapshotStore;
  feed: DatabaseFeed;
  streams: Streams;
  ofrepStreams: Streams;
  queue: ReportQueue;
  writer: ReportWriter;
}

export function metricsRoute(parts: MeasuredParts): OpenRoute {
  const { store, feed, streams, ofrepStreams, queue, writer } = parts;
  const { total, gauge, route } = createDoorMetrics('edge', parts.answers);

  gauge('streams', 'Streams that are open.', () => streams.count());
  total('streams_cut', 'Streams cut because their reader did not keep up.', () => streams.cut());
  gauge('ofrep_streams', 'Event streams of OFREP clients that are open.', () => ofrepStreams.count());
  total('ofrep_streams_cut', 'Event streams of OFREP clients that were cut.', () => ofrepStreams.cut());
  gauge(
    'epoch',
    'Epoch of the served values; 0 while there are none.',
    () => store.current()?.snapshot.epoch ?? 0,
  );
  gauge(
    'revision',
    'Revision of the served values; 0 while there are none.',
    () => store.current()?.snapshot.revision ?? 0,
  );
  gauge(
    'data_age_seconds',
    'Time since the database confirmed the served values.',
    () => store.dataAgeMs() / 1000,
  );
  gauge('database_connected', '1 while the database answers, else 0.', () => (feed.connected() ? 1 : 0));
  total('snapshots_refused', 'Looks at the database whose snapshot was not followed.', () => feed.refusals());
  gauge('reports_waiting', 'Receipts and heartbeats that wait for the database.', () => queue.size());
  total('reports_stored', 'Receipts and heartbeats stored.', () => writer.stored());
  total('reports_rejected', 'Reports the database refused for their content.', () => writer.rejected());
  total('receipts_lost', 'Receipts given up for want of room.', () => queue.lostReceipts());

  return route;
}

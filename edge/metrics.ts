// GET /metrics: what Prometheus scrapes from an edge, read from the parts at the moment of the scrape.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { AnswerCounts, OpenRoute } from '#lib/door/http.ts';
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
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  /** The hot path counts in plain maps; labels are made here, once per scrape. */
  new Counter({
    name: 'bulkhead_edge_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [route, byStatus] of parts.answers()) {
        for (const [status, count] of byStatus) this.inc({ route, status }, count);
      }
    },
  });
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name: `bulkhead_edge_${name}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `bulkhead_edge_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });

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

  return {
    path: '/metrics',
    method: 'GET',
    open: true,
    async handle(_request, response) {
      const text = await registry.metrics();
      response.writeHead(200, [
        'Content-Type',
        registry.contentType,
        'Content-Length',
        String(Buffer.byteLength(text)),
      ]);
      response.end(text);
    },
  };
}

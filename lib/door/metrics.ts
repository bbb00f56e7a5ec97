// GET /metrics of a door: requests by route and status, and what else each door counts, read at the moment of the scrape.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { AnswerCounts, OpenRoute } from './http.ts';

export interface DoorMetrics {
  /** Name without prefix and `_total`. */
  total(name: string, help: string, read: () => number): void;
  gauge(name: string, help: string, read: () => number): void;
  readonly route: OpenRoute;
}

/** Every name begins with `bulkhead_<door>_`. */
export function createDoorMetrics(door: string, answers: () => AnswerCounts): DoorMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  /** The hot path counts in plain maps; labels are made here, once per scrape. */
  new Counter({
    name: `bulkhead_${door}_requests_total`,
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [route, byStatus] of answers()) {
        for (const [status, count] of byStatus) this.inc({ route, status }, count);
      }
    },
  });

  return {
    total(name, help, read) {
      new Counter({
        name: `bulkhead_${door}_${name}_total`,
        help,
        registers: [registry],
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    gauge(name, help, read) {
      new Gauge({
        name: `bulkhead_${door}_${name}`,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    route: {
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
    },
  };
}

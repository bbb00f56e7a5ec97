// GET /metrics: this process for Prometheus.
import { collectDefaultMetrics, register } from 'prom-client';

export const dynamic = 'force-dynamic';

if (!register.getSingleMetric('process_cpu_user_seconds_total')) collectDefaultMetrics();

export async function GET(): Promise<Response> {
  return new Response(await register.metrics(), {
    headers: { 'content-type': register.contentType, 'cache-control': 'no-store' },
  });
}

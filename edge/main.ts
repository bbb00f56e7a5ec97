// The edge process: environment, logs, signals.
import { readEnvOrExit } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { startEdge } from './edge.ts';
import { EDGE_ENV } from './env.ts';

const env = readEnvOrExit(EDGE_ENV);
const log = createLog('edge').with({ edgeId: env.BULKHEAD_EDGE_ID });
const lifecycle = createLifecycle(log, { timeoutMs: 2_000 });

try {
  const edge = await startEdge({
    host: env.BULKHEAD_EDGE_HOST,
    port: env.BULKHEAD_EDGE_PORT,
    ...(env.BULKHEAD_AGENT_PORT === undefined ? {} : { agentPort: env.BULKHEAD_AGENT_PORT }),
    databaseUrl: env.EDGE_DATABASE_URL,
    edgeId: env.BULKHEAD_EDGE_ID,
    file: env.BULKHEAD_EDGE_FILE,
    allowedOrigins: env.BULKHEAD_EDGE_ALLOWED_ORIGINS,
    log,
  });
  lifecycle.onStop('edge', edge.stop);
  // Settings of the environment hold until a restart: a process cannot be given another environment.
  process.on('SIGHUP', edge.reload);
  log.info('listening', { host: env.BULKHEAD_EDGE_HOST, port: edge.port });
} catch (error) {
  log.fatal('the edge cannot listen on its address', {
    host: env.BULKHEAD_EDGE_HOST,
    port: env.BULKHEAD_EDGE_PORT,
    err: error,
  });
  process.exit(1);
}

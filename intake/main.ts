// The intake process: environment, logs, signals.
import { readEnvOrExit } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { INTAKE_ENV } from './env.ts';
import { startIntake } from './intake.ts';

const env = readEnvOrExit(INTAKE_ENV);
const log = createLog('intake');
const lifecycle = createLifecycle(log);

try {
  const intake = await startIntake({
    host: env.BULKHEAD_INTAKE_HOST,
    port: env.BULKHEAD_INTAKE_PORT,
    databaseUrl: env.INTAKE_DATABASE_URL,
    intakeId: env.BULKHEAD_INTAKE_ID,
    log,
  });
  lifecycle.onStop('intake', intake.stop);
  log.info('listening', { host: env.BULKHEAD_INTAKE_HOST, port: intake.port });
} catch (error) {
  log.fatal('the intake cannot listen on its address', {
    host: env.BULKHEAD_INTAKE_HOST,
    port: env.BULKHEAD_INTAKE_PORT,
    err: error,
  });
  process.exit(1);
}

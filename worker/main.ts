// The worker process: background jobs, rounds of the runs and of the alerts, checks and checkpoints of the audit chain, housekeeping.
import './memory.ts';
import { parseCronItems } from 'graphile-worker';
import { readSigningKey } from '#lib/audit/signing-key.ts';
import { EnvError, EXIT_CONFIG, readEnv } from '#lib/process/env.ts';
import { createLifecycle } from '#lib/process/lifecycle.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { disconnect } from '#lib/store/client.ts';
import { startAlertRounds, startChainRounds } from './alert-rounds.ts';
import type { AuditWork } from './audit-work.ts';
import { startCanaryRounds } from './canary-rounds.ts';
import { startFullChecks, startRounds } from './checkpoint-loop.ts';
import { createCheckpointWebhook } from './checkpoint-webhook.ts';
import { openPool } from './database.ts';
import { listenForDeliveries } from './deliveries-told.ts';
import { startEffectRounds } from './effect-rounds.ts';
import { signedTarget, WORKER_ENV } from './env.ts';
import { openDoor } from './http.ts';
import { startLargeDeliveries } from './large-deliveries.ts';
import type { Loop } from './loop.ts';
import { type Delivering, startNotificationRounds } from './notification-rounds.ts';
import { startOwnRounds } from './own-rounds.ts';
import { startPagerDutyRounds } from './pagerduty-rounds.ts';
import { type Rounds, readiness } from './readiness.ts';
import { startReleaseRounds } from './release-rounds.ts';
import { startRunRounds } from './run-rounds.ts';
import { startRunner } from './runner.ts';
import { startSignoffRounds } from './signoff-rounds.ts';
import { createTasks } from './tasks.ts';
import { startWithdrawalNotices } from './withdrawal-notices.ts';
import { startWithdrawalRounds } from './withdrawal-rounds.ts';

const SCHEDULE = [{ task: 'housekeeping', match: '*/10 * * * *', options: { jobKey: 'housekeeping' } }];

async function start(): Promise<void> {
  const env = readEnv(WORKER_ENV);
  const key = readSigningKey(env.BULKHEAD_AUDIT_KEY_FILE);
  // What lib/store connects to; the address may have come from DATABASE_URL_FILE.
  process.env.DATABASE_URL = env.DATABASE_URL;
  process.env.NEXTAUTH_SECRET = env.NEXTAUTH_SECRET;
  const log = createLog('worker');
  const lifecycle = createLifecycle(log);
  lifecycle.onStop('database', disconnect);

  const pool = openPool(env.DATABASE_URL, log);
  lifecycle.onStop('connections', () => pool.end());

  const url = env.BULKHEAD_CHECKPOINT_WEBHOOK_URL;
  const webhook = url === undefined ? undefined : createCheckpointWebhook(url, log);
  if (webhook) lifecycle.onStop('webhook', webhook.stop);

  const runner = startRunner({
    url: env.BULKHEAD_WORKER_DATABASE_URL,
    tasks: createTasks(pool, log),
    schedule: parseCronItems(SCHEDULE),
    log,
  });
  lifecycle.onStop('jobs', runner.stop);

  // Read by the client of Prometheus, which the console has too.
  if (env.PROMETHEUS_URL) process.env.PROMETHEUS_URL = env.PROMETHEUS_URL;
  const canaryRounds = startCanaryRounds(log);
  lifecycle.onStop('rounds of canaries', canaryRounds.stop);

  const runRounds = startRunRounds(log);
  lifecycle.onStop('rounds of runs', runRounds.stop);

  const effectRounds = startEffectRounds(log);
  lifecycle.onStop('looks at time budgets', effectRounds.stop);

  const alertRounds = startAlertRounds(log);
  lifecycle.onStop('rounds of alerts', alertRounds.stop);
  const chainRounds = startChainRounds(log);
  lifecycle.onStop('rounds of the chain', chainRounds.stop);
  const ownRounds = startOwnRounds(log);
  lifecycle.onStop('looks at Bulkhead itself', ownRounds.stop);
  const told = listenForDeliveries(env.DATABASE_URL, log, alertRounds.wake);
  lifecycle.onStop('word of deliveries', told.stop);
  const largeDeliveries = startLargeDeliveries(pool, log);
  lifecycle.onStop('large deliveries', largeDeliveries.stop);
  const delivering: Delivering = {
    consoleUrl: env.NEXTAUTH_URL.replace(/\/$/, ''),
    allowPrivate: env.BULKHEAD_ALLOW_PRIVATE_WEBHOOKS,
    log,
  };
  const notifications = startNotificationRounds(delivering);
  lifecycle.onStop('notifications', notifications.stop);
  const signoffRounds = startSignoffRounds(key, log);
  lifecycle.onStop('rounds of forms', signoffRounds.stop);
  const pagerDuty = startPagerDutyRounds(delivering);
  lifecycle.onStop('what PagerDuty says', pagerDuty.stop);

  // Bounded well under the time in which a failing version has to be noticed.
  const prometheus = env.PROMETHEUS_URL
    ? createPrometheus({ url: env.PROMETHEUS_URL, timeoutMs: 3_000 })
    : undefined;
  const releaseRounds = startReleaseRounds({ prometheus, gatewaySocket: env.BULKHEAD_GATEWAY_SOCKET }, log);
  lifecycle.onStop('rounds of releases', releaseRounds.stop);

  const withdrawalRounds = startWithdrawalRounds(signedTarget(env, 'BULKHEAD_WALLET'), log);
  lifecycle.onStop('rounds of withdrawals', withdrawalRounds.stop);
  const withdrawalNotices = startWithdrawalNotices(signedTarget(env, 'BULKHEAD_WITHDRAWAL_STATUS'), log);
  lifecycle.onStop('word of withdrawals', withdrawalNotices.stop);

  const work: AuditWork = {
    pool,
    url: env.DATABASE_URL,
    key,
    file: env.BULKHEAD_CHECKPOINT_FILE,
    webhook,
    log,
  };
  const checkpointRounds = startRounds(work);
  lifecycle.onStop('checkpoint rounds', checkpointRounds.stop);
  const checks = startFullChecks(work);
  lifecycle.onStop('full checks', checks.stop);

  const rounds: Rounds<Loop> = {
    ...{ checkpointRound: checkpointRounds, runRound: runRounds, effectRound: effectRounds },
    ...{ alertRound: alertRounds, chainRound: chainRounds, notificationRound: notifications },
    ...{ ownRound: ownRounds, releaseRound: releaseRounds, canaryRound: canaryRounds },
    ...{ signoffRound: signoffRounds, withdrawalRound: withdrawalRounds },
  };
  const door = await openDoor({
    host: env.BULKHEAD_WORKER_HOST,
    port: env.BULKHEAD_WORKER_PORT,
    readiness: () => readiness({ pool, runner, rounds }),
  });
  lifecycle.onStop('http', door.stop);
  log.info('worker started', { port: door.port });
}

try {
  await start();
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  for (const problem of error.problems) process.stderr.write(`${problem}\n`);
  process.exit(EXIT_CONFIG);
}

// What the worker says of itself to Prometheus.
import { Counter, collectDefaultMetrics, Gauge, register } from 'prom-client';

collectDefaultMetrics();

export const metrics = {
  verifiedSeq: new Gauge({ name: 'bulkhead_audit_verified_seq', help: 'Last audit entry that was verified' }),
  broken: new Gauge({ name: 'bulkhead_audit_broken', help: '1 while the audit chain is known to be broken' }),
  checkpointSeq: new Gauge({
    name: 'bulkhead_audit_checkpoint_seq',
    help: 'Entry of the newest checkpoint in the file outside the database',
  }),
  fullCheckSeconds: new Gauge({
    name: 'bulkhead_audit_full_check_seconds',
    help: 'How long the last check of the whole audit chain took',
  }),
  fullCheckAt: new Gauge({
    name: 'bulkhead_audit_full_check_timestamp_seconds',
    help: 'When the last check of the whole audit chain ended (Unix time)',
  }),
  rounds: new Counter({
    name: 'bulkhead_audit_rounds_total',
    help: 'Checkpoint rounds by how they ended (sound, broken, skipped, failed)',
    labelNames: ['outcome'],
  }),
  webhook: new Counter({
    name: 'bulkhead_checkpoint_webhook_total',
    help: 'Checkpoints sent to the webhook by outcome (ok, failed)',
    labelNames: ['outcome'],
  }),
  notifications: new Counter({
    name: 'bulkhead_notifications_total',
    help: 'Attempts to deliver a notification by kind of channel and outcome (delivered, waiting, failed)',
    labelNames: ['kind', 'outcome'],
  }),
  withdrawalNotices: new Counter({
    name: 'bulkhead_withdrawal_notices_total',
    help: 'Attempts to tell a service what became of its withdrawal by outcome (delivered, waiting, failed)',
    labelNames: ['outcome'],
  }),
  jobs: new Counter({
    name: 'bulkhead_jobs_total',
    help: 'Background jobs by task and outcome (ok, failed)',
    labelNames: ['task', 'outcome'],
  }),
  releaseVerdict: new Gauge({
    name: 'bulkhead_release_verdict',
    help: 'Release under way: 1 for the verdict that holds (healthy, failing, insufficient), 0 for the others',
    labelNames: ['version', 'verdict'],
  }),
  releaseShare: new Gauge({
    name: 'bulkhead_release_share_percent',
    help: 'Release under way: its share of the traffic, wanted and achieved (read back from the gateway)',
    labelNames: ['version', 'share'],
  }),
  housekeeping: new Counter({
    name: 'bulkhead_housekeeping_rows_total',
    help: 'Rows that housekeeping removed because their time was over',
    labelNames: ['table'],
  }),
};

export const metricsText = (): Promise<string> => register.metrics();
export const metricsType = register.contentType;

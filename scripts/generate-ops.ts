// Writes the configuration of Prometheus and Alertmanager from the catalogue (ops/), and words it for any other place.
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { Alert } from '#lib/catalog/alert-types.ts';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { ORDER_GATEWAY_JOB } from '#lib/catalog/release-metrics.ts';
import { SIDES, type Side, serversOf } from '#lib/contract/gateway.ts';
import { ALERTMANAGER_PATH } from '#lib/contract/intake.ts';
import { haproxyText, maintenanceText, serverAddresses } from './haproxy-config.ts';

/** Prometheus names alerts in this manner. */
export const alertName = (key: string): string =>
  key
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The rule that always fires: a delivery of it says that Prometheus, Alertmanager and the intake are alive. */
export const HEARTBEAT = 'Heartbeat';

function ruleOf(key: string, alert: Alert): object[] {
  if (alert.source.kind !== 'rule') return [];
  const { expr, holdsSeconds, limit } = alert.source;
  return [
    {
      alert: alertName(key),
      expr: alert.during === 'canary' ? `(${expr}) and on () (max(venue_canary_active) == 1)` : expr,
      ...(holdsSeconds > 0 ? { for: `${holdsSeconds}s` } : {}),
      labels: { bulkhead_alert: key, priority: alert.priority },
      annotations: {
        summary: alert.title,
        description: `It fires when ${alert.when}.`,
        value: '{{ $value }}',
        ...(limit === undefined
          ? {}
          : { limit: `{{ with query "${limit}" }}{{ . | first | value }}{{ end }}` }),
        runbook: `/runbooks/alerts/${key}`,
      },
    },
  ];
}

const OPENING = '# Generated from lib/catalog/alerts.ts by scripts/generate-ops.ts: change it there.\n';

export function rulesText(): string {
  const heartbeat = {
    alert: HEARTBEAT,
    expr: 'vector(1)',
    labels: { bulkhead_heartbeat: 'prometheus' },
    annotations: { summary: 'Prometheus and Alertmanager are alive' },
  };
  const groups = [
    // As often as the venue is scraped: an alert must not wait for its evaluation.
    { name: 'bulkhead', interval: '5s', rules: ALERT_KEYS.flatMap((key) => ruleOf(key, ALERTS[key])) },
    { name: 'bulkhead-heartbeat', interval: '15s', rules: [heartbeat] },
  ];
  return OPENING + stringify({ groups }, { lineWidth: 0 });
}

/** Several of them within the time after which a pipeline counts as dead (HEARTBEAT_SECONDS). */
const HEARTBEAT_TIMING = { group_wait: '0s', group_interval: '15s', repeat_interval: '15s' };

/** How soon Alertmanager passes an alert on, gathers more, and says it again; its own 30 s and 5 min break the SLA. */
const TIMING = { group_wait: '0s', group_interval: '30s', repeat_interval: '2m' };

/**
 * `url` is where the intake listens, `keyFile` a file that holds a key of the scope `alerts:write`, and nothing else.
 * Every alert is a group of its own: one that fires must not wait for its neighbours.
 */
export function alertmanagerText({ url, keyFile }: { url: string; keyFile: string }): string {
  const webhook = {
    url: `${url}${ALERTMANAGER_PATH}`,
    send_resolved: true,
    max_alerts: 0,
    http_config: { authorization: { type: 'Bearer', credentials_file: keyFile } },
  };
  return (
    OPENING +
    stringify({
      route: {
        ...{ receiver: 'bulkhead', group_by: ['...'], ...TIMING },
        routes: [{ receiver: 'bulkhead', matchers: ['bulkhead_heartbeat=~".+"'], ...HEARTBEAT_TIMING }],
      },
      receivers: [{ name: 'bulkhead', webhook_configs: [webhook] }],
    })
  );
}

export interface Scraped {
  job: string;
  /** host:port */
  target: string;
  /** What every series of it is told apart by, beside job and instance. */
  labels?: Readonly<Record<string, string>>;
}

/** The instances of the order gateway, told apart by side and server: what releases are measured by. */
export function orderGatewayTargets(addresses: Readonly<Record<string, string>>): Scraped[] {
  return SIDES.flatMap((side: Side) =>
    serversOf(side).flatMap((server) => {
      const target = addresses[server];
      return target === undefined ? [] : [{ job: ORDER_GATEWAY_JOB, target, labels: { side, server } }];
    }),
  );
}

/** `alertmanager` is its host:port, `rules` the file of the rules. */
export function prometheusText(
  scraped: readonly Scraped[],
  alertmanager: string,
  rules: string,
  { every = '5s', within = '4s' } = {},
): string {
  return (
    OPENING +
    stringify({
      global: { scrape_interval: every, scrape_timeout: within, evaluation_interval: every },
      rule_files: [rules],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
      scrape_configs: [...new Set(scraped.map(({ job }) => job))].map((name) => ({
        job_name: name,
        static_configs: scraped
          .filter(({ job }) => job === name)
          .map(({ target, labels }) => ({ targets: [target], ...(labels ? { labels } : {}) })),
      })),
    })
  );
}

/** Ports of the instances on one machine, after those of Bulkhead itself. */
const SHIPPED_SERVERS = serverAddresses({ blue: [3011, 3012], green: [3013, 3014] });

/** The files under ops/, for an installation on one machine with the default ports. */
export const OPS_FILES: Readonly<Record<string, () => string>> = {
  'prometheus/bulkhead.rules.yml': rulesText,
  'prometheus/prometheus.yml': () =>
    prometheusText(
      [
        { job: 'venue', target: 'localhost:3002' },
        { job: 'edge', target: 'localhost:3001' },
        { job: 'intake', target: 'localhost:3003' },
        ...orderGatewayTargets(SHIPPED_SERVERS),
      ],
      'localhost:9093',
      'bulkhead.rules.yml',
    ),
  'alertmanager/alertmanager.yml': () =>
    alertmanagerText({ url: 'http://localhost:3003', keyFile: '/etc/bulkhead/alerts.key' }),
  'haproxy/haproxy.cfg': () =>
    haproxyText({
      ...{ bind: '127.0.0.1:3006', agent: { host: '127.0.0.1', port: 3005 }, servers: SHIPPED_SERVERS },
      ...{
        statsSocket: '/run/haproxy/bulkhead.sock',
        maintenancePage: '/etc/haproxy/bulkhead-maintenance.http',
      },
    }),
  'haproxy/maintenance.http': maintenanceText,
};

if (import.meta.main) {
  for (const [name, text] of Object.entries(OPS_FILES))
    writeFileSync(new URL(`../ops/${name}`, import.meta.url), text());
}

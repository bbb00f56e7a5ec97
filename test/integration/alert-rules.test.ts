// Real promtool and amtool: the shipped files are valid, and every rule fires beyond its bound and not on it.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ALERT_KEYS, ALERTS, type AlertKey } from '#lib/catalog/alerts.ts';
import { alertName } from '#scripts/generate-ops.ts';
import { findProgram } from '#scripts/programs.ts';
import { makeOwnFolder } from '#test/own-folder.ts';

const OPS = join(import.meta.dirname, '../../ops');

/** Left out where they are not installed; with CI=true they run, and fail (scripts/testing/monitoring.ts). */
const TOOLS =
  process.env.CI === 'true' || [['promtool'], ['amtool']].every((names) => findProgram(names) !== undefined);

interface Case {
  /** A value for each half minute, in promtool's notation. */
  series: Record<string, string>;
  /** When it is looked at. */
  at: string;
  fires: boolean;
}

const quiet = (series: Record<string, string>, at = '10m'): Case => ({ series, at, fires: false });
const firing = (series: Record<string, string>, at = '10m'): Case => ({ series, at, fires: true });
const flat = (value: number) => `${value}x40`;
const growing = (each: number) => `0+${each}x40`;
const minutes = (...values: number[]) => values.flatMap((value) => [value, value]).join(' ');
const buckets = (metric: string, fast: number) => ({
  [`${metric}{le="1"}`]: growing(fast),
  [`${metric}{le="2.5"}`]: growing(100),
  [`${metric}{le="+Inf"}`]: growing(100),
});
const CANARY = { venue_canary_active: flat(1) };

// biome-ignore format: a case a line
const CASES: Partial<Record<AlertKey, readonly Case[]>> = {
  'hl-disconnected': [
    quiet({ 'venue_hl_up{channel="ws"}': minutes(1, 1, 1, 0, 0), 'venue_hl_up{channel="rest"}': flat(1) }, '3m30s'),
    firing({ 'venue_hl_up{channel="ws"}': minutes(1, 1, 1, 0, 0, 0), 'venue_hl_up{channel="rest"}': flat(1) }, '4m30s'),
    firing({ 'venue_hl_up{channel="ws"}': flat(1), 'venue_hl_up{channel="rest"}': flat(0) }, '2m'),
  ],
  'hl-margin-low': [quiet({ 'venue_margin_ratio{account="hl"}': flat(1.5) }), firing({ 'venue_margin_ratio{account="hl"}': flat(1.49) }), quiet({ 'venue_margin_ratio{account="hedge"}': flat(1.49) })],
  'hedge-margin-low': [quiet({ 'venue_margin_ratio{account="hedge"}': flat(2) }), firing({ 'venue_margin_ratio{account="hedge"}': flat(1.99) })],
  'liquidation-failing': [
    quiet({ venue_liquidation_checks_failed_total: minutes(0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4, 4), venue_liquidations_total: growing(10), venue_liquidations_failed_total: growing(1) }),
    firing({ venue_liquidation_checks_failed_total: minutes(0, 0, 0, 0, 0, 0, 2, 4, 6, 8, 8, 8, 8, 8), venue_liquidations_total: growing(10), venue_liquidations_failed_total: growing(0) }),
    firing({ venue_liquidation_checks_failed_total: flat(0), venue_liquidations_total: growing(100), venue_liquidations_failed_total: growing(11) }),
  ],
  'hot-wallet-low': [quiet({ venue_hot_wallet_available_usd: flat(100_000) }), firing({ venue_hot_wallet_available_usd: flat(99_999) })],
  'price-deviation': [quiet({ 'venue_order_deviation_ratio{symbol="BTC"}': flat(0.05) }), firing({ 'venue_order_deviation_ratio{symbol="BTC"}': flat(0.051) })],
  'asset-mismatch': [quiet({ venue_asset_mismatch_ratio: flat(0.001) }), firing({ venue_asset_mismatch_ratio: flat(0.0011) })],
  'stream-interrupted': [
    quiet({ venue_stream_last_message_timestamp_seconds: flat(570) }),
    firing({ venue_stream_last_message_timestamp_seconds: flat(569) }),
    // Scraped before Prometheus was away for a while: an old figure is not a silent stream.
    quiet({ venue_stream_last_message_timestamp_seconds: '0 30 60 _x20' }, '3m'),
    quiet({ 'venue_stream_last_message_timestamp_seconds{instance="old"}': '0 30 60 _x20', 'venue_stream_last_message_timestamp_seconds{instance="new"}': '_x5 180 210 240 270' }, '4m'),
    firing({ 'venue_stream_last_message_timestamp_seconds{instance="old"}': '0 30 60 _x20', 'venue_stream_last_message_timestamp_seconds{instance="new"}': '_x5 140x10' }, '4m'),
  ],
  'order-errors': [quiet({ venue_orders_placed_total: growing(100), venue_orders_failed_total: growing(5) }), firing({ venue_orders_placed_total: growing(100), venue_orders_failed_total: growing(6) })],
  'fill-rate-low': [quiet({ venue_orders_placed_total: growing(100), venue_orders_filled_total: growing(91) }), firing({ venue_orders_placed_total: growing(100), venue_orders_filled_total: growing(89) })],
  'latency-high': [quiet(buckets('venue_order_latency_seconds_bucket', 96)), firing(buckets('venue_order_latency_seconds_bucket', 90))],
  'canary-loss': [quiet({ ...CANARY, venue_canary_pnl_usd: flat(-19), venue_canary_max_loss_usd: flat(20) }), firing({ ...CANARY, venue_canary_pnl_usd: flat(-21), venue_canary_max_loss_usd: flat(20) }), quiet({ ...CANARY, venue_canary_pnl_usd: flat(-50) }), firing({ ...CANARY, venue_canary_pnl_usd: flat(-51) }), quiet({ venue_canary_active: flat(0), venue_canary_pnl_usd: flat(-51) })],
  'canary-errors': [firing({ ...CANARY, venue_canary_requests_total: growing(100), venue_canary_errors_total: growing(3), venue_canary_max_error_pct: flat(2) }), quiet({ ...CANARY, venue_canary_requests_total: growing(100), venue_canary_errors_total: growing(5) }), firing({ ...CANARY, venue_canary_requests_total: growing(100), venue_canary_errors_total: growing(6) })],
  'canary-latency': [firing({ ...CANARY, ...buckets('venue_canary_latency_seconds_bucket', 96), venue_canary_max_p95_seconds: flat(0.5) }), quiet({ ...CANARY, ...buckets('venue_canary_latency_seconds_bucket', 96) }), firing({ ...CANARY, ...buckets('venue_canary_latency_seconds_bucket', 90) })],
  'canary-stream-down': [quiet({ ...CANARY, venue_canary_stream_down_seconds: flat(120) }), firing({ ...CANARY, venue_canary_stream_down_seconds: flat(121) }), firing({ ...CANARY, venue_canary_stream_down_seconds: flat(31), venue_canary_max_stream_down_seconds: flat(30) })],
};

let folder: ReturnType<typeof makeOwnFolder>;

beforeAll(() => {
  folder = makeOwnFolder('bulkhead-rules-');
  copyFileSync(join(OPS, 'prometheus/bulkhead.rules.yml'), join(folder, 'rules.yml'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: folder });
  return { status, said: error ? error.message : stdout + stderr };
}

describe.runIf(TOOLS)('the shipped files', () => {
  test.each([
    ['promtool', 'check', 'rules', 'prometheus/bulkhead.rules.yml'],
    ['promtool', 'check', 'config', 'prometheus/prometheus.yml'],
    ['amtool', 'check-config', 'alertmanager/alertmanager.yml'],
  ])('%s %s', (program, ...args) => {
    const file = join(OPS, args.pop() ?? '');
    const { status, said } = run(program, ...args, file);
    expect(status, said).toBe(0);
  });
});

test('each rule of the catalogue has a case on both sides of its bound', () => {
  const rules = ALERT_KEYS.filter((key) => ALERTS[key].source.kind === 'rule');
  for (const key of rules) {
    const cases = CASES[key] ?? [];
    expect(new Set(cases.map(({ fires }) => fires)), key).toEqual(new Set([true, false]));
  }
});

test
  .runIf(TOOLS)
  .each(
    Object.entries(CASES).flatMap(([key, cases]) =>
      cases.map((one, index) => [key, index + 1, one] as const),
    ),
  )('%s, case %i', (key, index, { series, at, fires }) => {
  const file = join(folder, `${key}-${index}.yml`);
  // The labels are those of the rule; whatever it is grouped by comes on top.
  const alerts = [{ eval_time: at, alertname: alertName(key), exp_alerts: [] }];
  const values = Object.entries(series).map(([name, of]) => ({ series: name, values: of }));
  const tests = [{ interval: '30s', input_series: values, alert_rule_test: alerts }];
  writeFileSync(file, stringify({ rule_files: ['rules.yml'], evaluation_interval: '30s', tests }));
  // With nothing expected promtool fails exactly when the rule fires.
  const { status, said } = run('promtool', 'test', 'rules', file);
  expect(status === 0, said).toBe(!fires);
  if (fires) expect(said).toContain(`alertname="${alertName(key)}"`);
});

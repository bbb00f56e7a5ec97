// What Prometheus is asked of instances of the order gateway: the queries behind the triggers of a release.
import type { Side } from '#lib/contract/gateway.ts';
import { RELEASE_TIMES } from './releases.ts';

/** Name of the scrape job; every target has the labels `side` and `server`. */
export const ORDER_GATEWAY_JOB = 'order-gateway';

/** The single figures, each a query with one value. */
export type FigureKey =
  | 'answering'
  | 'instances'
  | 'requests'
  | 'errors'
  | 'p99Seconds'
  | 'won'
  | 'lost'
  | 'tradedNow'
  | 'mismatches'
  | 'ageSeconds';
/** Figures since the new version has traffic. */
export type SinceKey = 'restarts' | 'trades' | 'failedTrades';

/** Which instances are asked about: all of a side, or only these of it. */
export interface Instances {
  side: Side;
  /** Names as the gateway has them. */
  only?: readonly string[];
}

/** In a matcher a dot of a name stands for itself; in the text of a query the backslash before it is doubled. */
const matched = (name: string): string => name.replaceAll('.', '\\\\.');

function of(metric: string, { side, only }: Instances, more = ''): string {
  const servers = only === undefined ? '' : `,server=~"${only.map(matched).join('|')}"`;
  return `${metric}{job="${ORDER_GATEWAY_JOB}",side="${side}"${servers}${more}}`;
}

/**
 * `sinceSeconds`: how long this version has traffic; null for one that has had it all along. What the instances counted
 * before belongs to the version that was there before it.
 */
export function figureQueries(side: Instances, sinceSeconds: number | null): Record<FigureKey, string> {
  const within = (seconds: number) => Math.max(1, Math.min(seconds, Math.floor(sinceSeconds ?? seconds)));
  const [window, tradeWindow] = [within(RELEASE_TIMES.window), within(RELEASE_TIMES.tradeWindow)];
  const requests = (more: string) => of('order_gateway_requests_total', side, more);
  const trades = (result: string) => of('order_gateway_trades_total', side, `,result="${result}"`);
  return {
    answering: `sum(${of('up', side)})`,
    instances: `count(${of('up', side)})`,
    // Orders that a switch refuses are none of the version's doing.
    requests: `sum(increase(${requests(',outcome=~"ok|error"')}[${window}s]))`,
    errors: `sum(increase(${requests(',outcome="error"')}[${window}s]))`,
    p99Seconds: `histogram_quantile(0.99, sum by (le) (rate(${of('order_gateway_latency_seconds_bucket', side)}[${window}s])))`,
    won: `sum(increase(${trades('won')}[${tradeWindow}s]))`,
    lost: `sum(increase(${trades('lost')}[${tradeWindow}s]))`,
    tradedNow: `sum(increase(${of('order_gateway_trades_total', side, ',result=~"won|lost"')}[${window}s]))`,
    mismatches: `max(${of('order_gateway_position_mismatches', side)})`,
    // Of the instance that was heard of longest ago: an old figure says nothing about now.
    ageSeconds: `time() - min(timestamp(${of('up', side)}))`,
  };
}

export function sinceQueries(side: Instances, seconds: number): Record<SinceKey, string> {
  const range = `${Math.max(1, Math.round(seconds))}s`;
  const trades = (more = '') => of('order_gateway_trades_total', side, more);
  return {
    restarts: `sum(changes(${of('order_gateway_started_seconds', side)}[${range}]))`,
    trades: `sum(increase(${trades()}[${range}]))`,
    failedTrades: `sum(increase(${trades(',result="failed"')}[${range}]))`,
  };
}

/** Several series each: the versions that answer, and the parts that are up (the worst of the instances). */
export const versionsQuery = (side: Instances): string =>
  `group by (version) (${of('order_gateway_build_info', side)})`;
export const componentsQuery = (side: Instances): string =>
  `min by (component) (${of('order_gateway_component_up', side)})`;

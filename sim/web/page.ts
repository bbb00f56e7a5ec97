// The status page: one HTML document, and the same pieces again whenever they change.
import { positionId } from '#lib/contract/snapshot.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { netExposure } from '../models/book.ts';
import { perSecond } from '../models/rates.ts';
import type { Sides } from '../order-gateway/sides.ts';
import type { Outbox } from '../outbox.ts';
import type { Venue } from '../venue.ts';
import type { VenueState } from '../venue-state.ts';
import { chart } from './chart.ts';
import { detectionRows } from './detection.ts';
import { type Html, html } from './html.ts';
import { instanceRows, summarise } from './instances.ts';
import { sideRows, sidesSection, versionFaultRows } from './sides.ts';
import { switchRows } from './switches.ts';
import { faultRows } from './venue-faults.ts';

/** Pieces of the page by the id of the element that holds them. */
export type Pieces = Readonly<Record<string, string>>;

/** What the page is about. */
export interface Shown {
  venue: Venue;
  fleet: Fleet;
  outbox: Outbox | undefined;
  /** Of the order gateway; undefined where none runs. */
  sides: Sides | undefined;
}

const usd = (value: number) =>
  `${value < 0 ? '−' : ''}$${Math.abs(Math.round(value)).toLocaleString('en-US')}`;
const signed = (value: number) => (Math.round(value) > 0 ? `+${usd(value)}` : usd(value));

function headline(fleet: Fleet): Html {
  const { total, live, inStep, latest } = summarise(fleet.instances);
  const sign =
    inStep === total && live === total
      ? html`<span class="ok" aria-hidden="true">✓</span>`
      : html`<span class="risk" aria-hidden="true">△</span>`;
  const closed = fleet.first('gateway').values.get('global_api_enabled')
    ? ''
    : html` <span><span class="risk" aria-hidden="true">△</span> Closed for maintenance: customers get 503</span>`;
  return html`<span>Revision <code>${positionId(latest)}</code></span> <span>${sign} ${inStep} of ${total} instances in step${live < total ? html`, ${live} live` : ''}</span>${closed}`;
}

function figure(label: string, value: string, kind = ''): Html {
  return html`<div class="figure ${kind}"><dt>${label}</dt><dd>${value}</dd></div>`;
}

function rates(state: VenueState): Html {
  const now = perSecond(state.rates).at(-1);
  const text = (value: number | undefined) => (value === undefined ? '...' : `${value}/s`);
  return html`${[
    figure('Internalised', text(now?.internal), 'swatch-internal'),
    figure('To HL', text(now?.hl), 'swatch-hl'),
    figure('Refused', text(now?.refused), 'swatch-refused'),
  ]}`;
}

function risk({ market, book, wallet }: VenueState): Html {
  return html`${[
    figure('HL latency', `${Math.round(market.hlLatencyMs)} ms`),
    figure('Volatility', `${market.volatilityPct.toFixed(1)}%`),
    figure('Net exposure BTC', signed(netExposure(book, 'BTC'))),
    figure('Net exposure ETH', signed(netExposure(book, 'ETH'))),
    figure('Reserve', usd(book.reserve)),
    figure('P&L today', signed(book.dailyPnl)),
    figure('Hot wallet', usd(wallet.hotUsd)),
    figure('Withdrawals waiting', usd(wallet.waitingUsd)),
  ]}`;
}

/** Open positions of both executors, their resting orders and connections, and the breaker. */
function accounts(venue: Venue): Html {
  const { breaker } = venue.state().accounts;
  const rows = (['hl', 'internal'] as const).flatMap((account) => {
    const name = account === 'hl' ? 'HL' : 'Internal';
    const link = venue.isConnected(account) ? 'connected' : 'disconnected';
    const head = html`<tr><th scope="rowgroup" colspan="2">${name}, ${link}, ${venue.openOrders(account)} orders</th><td></td></tr>`;
    const open = venue
      .positions(account)
      .map(
        ({ symbol, side, notionalUsd, pnl }) =>
          html`<tr><td><code>${symbol}</code></td><td>${side} ${usd(notionalUsd)}</td><td>${signed(pnl)}</td></tr>`,
      );
    return [head, ...(open.length > 0 ? open : [html`<tr><td>none</td><td></td><td></td></tr>`])];
  });
  const halted =
    breaker.state === 'clear'
      ? html`<tr><td>Circuit breaker</td><td>clear</td><td></td></tr>`
      : html`<tr><td>Circuit breaker</td><td>${breaker.state}: ${breaker.reason ?? ''}</td><td></td></tr>`;
  return html`${[...rows, halted]}`;
}

/** Every piece as it looks now. */
export function pieces({ venue, fleet, outbox, sides }: Shown): Pieces {
  const state = venue.state();
  const all = {
    headline: headline(fleet),
    rates: rates(state),
    chart: chart(perSecond(state.rates)),
    switches: switchRows(fleet.of('router')),
    instances: instanceRows(fleet.instances),
    risk: risk(state),
    accounts: accounts(venue),
    detection: detectionRows(venue, outbox, Date.now()),
    faults: faultRows(venue),
    ...(sides ? { sides: sideRows(sides), 'version-faults': versionFaultRows(sides) } : {}),
  };
  return Object.fromEntries(Object.entries(all).map(([id, piece]) => [id, piece.text]));
}

/** The whole document. It reads without scripts; with them it follows `/events`. */
export function page({ venue, fleet, outbox, sides }: Shown): string {
  const state = venue.state();
  const now = { headline: headline(fleet), rates: rates(state), chart: chart(perSecond(state.rates)) };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Simulated venue</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" type="module"></script>
</head>
<body>
<div class="banner"><strong>SIMULATION</strong><span id="headline">${now.headline}</span><span id="link" role="status"></span></div>
<main>
<header><h1>Simulated venue</h1><p>A perpetual-futures exchange that trades by the switches its instances have applied.</p></header>
<section aria-labelledby="orders"><h2 id="orders">Orders by route <small>per second, last 90 seconds</small></h2>
<dl class="figures" id="rates">${now.rates}</dl>
<div class="plot" id="chart">${now.chart}</div></section>
<section aria-labelledby="money"><h2 id="money">Market and risk</h2><dl class="figures small" id="risk">${risk(state)}</dl></section>
<div class="columns">
<section aria-labelledby="applied"><h2 id="applied">Switches <small>as the routers have applied them</small></h2>
<table><thead><tr><th scope="col">Switch</th><th scope="col">Value</th></tr></thead><tbody id="switches">${switchRows(fleet.of('router'))}</tbody></table>
<h2 id="held">Positions <small>of the executors</small></h2>
<table aria-labelledby="held"><thead><tr><th scope="col">Symbol</th><th scope="col">Position</th><th scope="col">P&L</th></tr></thead><tbody id="accounts">${accounts(venue)}</tbody></table></section>
<section aria-labelledby="fleet"><h2 id="fleet">Instances <small>${fleet.instances.length} in this process</small></h2>
<table><thead><tr><th scope="col">Instance</th><th scope="col">Revision</th><th scope="col">Mode</th><th scope="col"><span class="hidden">Notes</span></th></tr></thead><tbody id="instances">${instanceRows(fleet.instances)}</tbody></table></section>
</div>
${sidesSection(sides)}
<div class="columns">
<section aria-labelledby="watched"><h2 id="watched">Failure detection <small>what the venue finds out about itself</small></h2>
<p class="said" role="status"></p>
<table><thead><tr><th scope="col">What</th><th scope="col">How it stands</th><th scope="col"><span class="hidden">Act</span></th></tr></thead><tbody id="detection">${detectionRows(venue, outbox, Date.now())}</tbody></table></section>
<section aria-labelledby="broken"><h2 id="broken">Faults <small>break it on purpose</small></h2>
<p class="said" role="status"></p>
<table><thead><tr><th scope="col">Fault</th><th scope="col">State</th><th scope="col"><span class="hidden">Act</span></th></tr></thead><tbody id="faults">${faultRows(venue)}</tbody></table></section>
</div>
</main>
</body>
</html>
`.text;
}

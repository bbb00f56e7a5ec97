// What the venue found out about itself, in words: connection, margins, liquidation, assets, losses, canary, pushes.
import { BREAKER_DRAWDOWN } from '#lib/catalog/failure-detection.ts';
import { isUp, lostChannel } from '../models/hl-link.ts';
import { drawdownOf } from '../models/loss-watch.ts';
import { type MarginAccount, marginRatio } from '../models/margin.ts';
import type { Outbox } from '../outbox.ts';
import type { Venue } from '../venue.ts';
import type { VenueState } from '../venue-state.ts';
import { type Html, html } from './html.ts';

const seconds = (ms: number) => `${Math.max(0, Math.round(ms / 1_000))} s`;
const percent = (share: number, digits: number) => `${(share * 100).toFixed(digits)}%`;

/** "up", or since when it is lost, how often it was tried, and when it is tried again. */
export function connectionText({ hl }: Pick<VenueState, 'hl'>, now: number): string {
  const lost = lostChannel(hl);
  if (isUp(hl) || !lost) return 'up';
  const { lostAt, attempts, nextTryAt } = lost;
  const tried = `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
  return `down ${seconds(now - (lostAt ?? now))}, ${tried}, next in ${seconds((nextTryAt ?? now) - now)}`;
}

function line(label: string, fine: boolean, text: string, action: Html | '' = ''): Html {
  const sign = fine
    ? html`<span class="ok" aria-hidden="true">✓</span>`
    : html`<span class="risk" aria-hidden="true">△</span>`;
  return html`<tr><th scope="row">${label}</th><td>${sign} ${text}</td><td>${action}</td></tr>`;
}

function press(path: string, method: string, label: string): Html {
  return html`<button type="button" data-path="${path}" data-method="${method}">${label}</button>`;
}

export function detectionRows(venue: Venue, outbox: Outbox | undefined, now: number): Html {
  const state = venue.state();
  const { margin, liquidation, reconciliation, database, canary, canaryTerms } = state;
  const drawdown = drawdownOf(state.lossWatch, state.book.reserve);
  const account = (label: string, name: MarginAccount, bound: number) =>
    line(label, marginRatio(margin, name) >= bound, percent(marginRatio(margin, name), 0));
  const due = venue.detection.reconciliationMs - (now - reconciliation.at);
  const checked = seconds(now - liquidation.checkedAt);
  const rows = [
    line('HL connection', isUp(state.hl), connectionText(state, now)),
    account('Margin of the HL account', 'hl', 1.5),
    account('Margin of the hedge account', 'hedge', 2),
    line(
      'Liquidation engine',
      liquidation.healthy,
      `${liquidation.healthy ? 'detects' : 'does not detect'}, looked at ${checked} ago, ${liquidation.waiting} accounts wait`,
    ),
    line(
      "Users' assets",
      reconciliation.mismatch <= 0.001,
      `off by ${percent(reconciliation.mismatch, 2)}, compared again in ${seconds(due)}`,
      press('/reconciliation', 'POST', 'Compare now'),
    ),
    line('Drawdown', drawdown < BREAKER_DRAWDOWN, percent(drawdown, 2)),
    line("Exchange's database", database.up, database.up ? 'answers' : 'does not answer'),
    line('Market data', now - state.streamAt < 5_000, `last message ${seconds(now - state.streamAt)} ago`),
    canary === null
      ? line('Canary', true, 'none runs', press('/canary', 'POST', 'Start'))
      : line(
          'Canary',
          canary.streamUp && !canary.strays && !canary.halted,
          `${canary.halted ? 'halted' : 'runs'} for ${seconds(now - canary.startedAt)}, ${canaryTerms.size} ${canaryTerms.symbols.join(', ')}, P&L ${canary.pnlUsd.toFixed(2)} of -${canaryTerms.maxLossUsd} USD`,
          press('/canary', 'DELETE', 'End'),
        ),
    outbox === undefined
      ? line('Pushed alerts', true, 'no intake is set')
      : line(
          'Pushed alerts',
          outbox.waiting() === 0,
          `${outbox.waiting()} wait, ${outbox.counts.taken} taken`,
        ),
  ];
  return html`${rows}`;
}

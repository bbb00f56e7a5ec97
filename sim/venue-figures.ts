// What instances report about themselves with their heartbeats: routers their orders, risk the figures of the venue.
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { FIGURES, type Figures } from '#lib/contract/edge.ts';
import type { InstanceName } from './fleet/names.ts';
import { netExposure } from './models/book.ts';
import { largestDeviation } from './models/deviation.ts';
import { isUp, lostChannel } from './models/hl-link.ts';
import { drawdownOf } from './models/loss-watch.ts';
import { marginRatio } from './models/margin.ts';
import type { OrderDesk } from './order-desk.ts';
import type { VenueState } from './venue-state.ts';

const rounded = (value: number, digits = 0) => Number(value.toFixed(digits));

export function figuresOf(
  { id, service }: InstanceName,
  state: VenueState,
  desk: OrderDesk,
): Figures | undefined {
  if (service === 'router') {
    const { internal, hl, refused } = desk.countersOf(id);
    const { ordersInternal, ordersHl, ordersRefused } = FIGURES;
    return { counters: { [ordersInternal]: internal, [ordersHl]: hl, [ordersRefused]: refused } };
  }
  // Risk figures are of the whole venue: one instance speaks for it.
  if (id !== 'risk-01') return undefined;
  const now = Date.now();
  const secondsTo = (later: number, from = now) => Math.max(0, Math.round((later - from) / 1_000));
  const { market, book, wallet, hl, margin, liquidation, reconciliation, lossWatch } = state;
  const gauges = {
    [FIGURES.netExposureBtc]: rounded(netExposure(book, 'BTC')),
    [FIGURES.netExposureEth]: rounded(netExposure(book, 'ETH')),
    [FIGURES.reserve]: rounded(book.reserve),
    [FIGURES.dailyPnl]: rounded(book.dailyPnl),
    [FIGURES.hlLatency]: rounded(market.hlLatencyMs, 1),
    [FIGURES.volatility]: rounded(market.volatilityPct, 2),
    [FIGURES.hotWallet]: rounded(wallet.hotUsd),
    [FIGURES.hlUp]: isUp(hl) ? 1 : 0,
    [FIGURES.hlTries]: lostChannel(hl)?.attempts ?? 0,
    [FIGURES.hlNextTry]: secondsTo(lostChannel(hl)?.nextTryAt ?? now),
    [FIGURES.hlMargin]: rounded(marginRatio(margin, 'hl'), 3),
    [FIGURES.hedgeMargin]: rounded(marginRatio(margin, 'hedge'), 3),
    [FIGURES.liquidationHealthy]: liquidation.healthy ? 1 : 0,
    [FIGURES.liquidationCheckAge]: secondsTo(now, liquidation.checkedAt),
    [FIGURES.accountsUnderMargin]: liquidation.waiting,
    [FIGURES.assetMismatch]: rounded(reconciliation.mismatch, 5),
    [FIGURES.reconciliationAge]: secondsTo(now, reconciliation.at),
    [FIGURES.streamAge]: secondsTo(now, state.streamAt),
    [FIGURES.largestDeviation]: rounded(
      Math.max(...SYMBOLS.map((symbol) => largestDeviation(state.deviations, symbol))),
      4,
    ),
    [FIGURES.drawdown]: rounded(drawdownOf(lossWatch, book.reserve), 4),
    [FIGURES.databaseUp]: state.database.up ? 1 : 0,
  };
  return { gauges };
}

// Runbooks of the seven P0 alerts of manual 1.
import type { VENUE_ALERTS } from '../alerts/venue.ts';
import type { AlertRunbook } from '../runbook-types.ts';

export const VENUE_RUNBOOKS = {
  'hl-disconnected': {
    means:
      'Orders that go to HL cannot be placed or closed there, and the hedge cannot be moved. What is internalised is unhedged meanwhile.',
    look: [
      'Whether HL itself is down for everybody: its status page, another account.',
      'The reconnection: it is tried after 1, 2, 4 and 8 seconds, then at least every 5 minutes.',
      'Exposure by symbol while the hedge stands still.',
    ],
    causes: [
      { cause: 'HL is down or in maintenance', fix: 'Wait for it. Keep new orders paused.' },
      {
        cause: 'The way to HL is broken',
        fix: 'Change the route or the provider; measure loss and round trip.',
      },
      { cause: 'A key or certificate has run out', fix: 'Replace it and restart the gateway.' },
    ],
    over: 'HL has been connected and in step for five minutes. New orders are then turned on by two people.',
    switches: ['routing_mode', 'hedge_enabled', 'force_hl_latency_ms'],
    figures: ['hlUp', 'hlTries', 'hlNextTry', 'netExposureBtc', 'netExposureEth'],
  },
  'hl-margin-low': {
    means: 'HL may liquidate our account: positions would be closed at its price, not ours.',
    look: [
      'Margin ratio and open positions of the HL account.',
      'Whether the price moved or margin was taken out.',
      'How much can be transferred, and how long that takes.',
    ],
    causes: [
      { cause: 'The market moved against our positions', fix: 'Top up above 200%, or close part of them.' },
      { cause: 'A transfer is late', fix: 'Find it; top up from elsewhere meanwhile.' },
      { cause: 'Leverage is too high', fix: 'Lower hedge_max_leverage and reduce positions.' },
    ],
    over: 'The margin ratio is above 200%. New opens on HL are then turned on again.',
    switches: ['hedge_max_leverage', 'hedge_enabled', 'routing_mode'],
    figures: ['hlMargin', 'netExposureBtc', 'netExposureEth'],
  },
  'hedge-margin-low': {
    means: 'The hedge may be liquidated: internalised exposure would stand open from one moment to the next.',
    look: [
      'Margin ratio of the hedge account and its largest positions.',
      'Net exposure by symbol against both hedge tiers.',
      'What can be topped up at once.',
    ],
    causes: [
      { cause: 'The hedge lost money on a fast move', fix: 'Top up at once, or close positions out.' },
      { cause: 'Leverage crept up', fix: 'Keep hedge_max_leverage at 2x until margin is back.' },
    ],
    over: 'The margin ratio is above 200% and leverage is at the cap that is meant.',
    switches: ['hedge_enabled', 'hedge_threshold_tier1', 'hedge_threshold_tier2', 'global_betting_enabled'],
    figures: ['hedgeMargin', 'netExposureBtc', 'netExposureEth'],
  },
  'liquidation-failing': {
    means:
      'Accounts under their margin are not closed, or closed wrongly. Losses then fall on the reserve, and customers are hurt.',
    look: [
      'Whether detection or execution fails: the two parts of the rule.',
      'Accounts under margin now: those are liquidated by hand, largest first.',
      'Load of the engine and its check interval.',
    ],
    causes: [
      {
        cause: 'The engine is overloaded',
        fix: 'Raise liquidation_check_interval_ms for a while, and find the load.',
      },
      {
        cause: 'Orders are refused by HL',
        fix: 'See "HL is disconnected" and the errors of order placement.',
      },
      { cause: 'A release broke it', fix: 'Take the release back; keep the engine off meanwhile.' },
    ],
    over: 'The engine is fixed and tested, and observes without errors. It is then turned on by two people.',
    switches: ['liquidation_check_interval_ms', 'liquidation_execution'],
    figures: ['liquidationHealthy', 'liquidationCheckAge', 'accountsUnderMargin', 'reserve'],
  },
  'hot-wallet-low': {
    means: 'Withdrawals may have to wait. Customers notice soon, and a run feeds itself.',
    look: [
      'Who withdraws: many small ones, or few large ones.',
      'Whether the key of the wallet is safe: unknown addresses, amounts just under the limit.',
      'How long a transfer from the cold wallet takes.',
    ],
    causes: [
      { cause: 'Ordinary withdrawals outran transfers', fix: 'Transfer from the cold wallet.' },
      {
        cause: 'A run on the venue',
        fix: 'Transfer, hold large withdrawals, and tell customers when they go out.',
      },
      {
        cause: 'The key may be stolen',
        fix: 'Turn withdrawal_enabled off and move the rest to a new wallet.',
      },
    ],
    over: 'The transfer has arrived and the balance is above $100,000. Large withdrawals are then turned on again.',
    switches: ['large_withdrawal_usd', 'withdrawal_enabled'],
    figures: ['hotWallet'],
  },
  'price-deviation': {
    means:
      'Somebody trades at a price that is not the market. Whoever sees it first takes money out of the venue.',
    look: [
      'The symbol, its book on HL, and the reference price at that second.',
      'Whether one order or all of them deviate.',
      'How old our price was: compare HL latency with its limit.',
    ],
    causes: [
      { cause: 'Late prices', fix: 'Lower force_hl_latency_ms, so that late prices are not internalised.' },
      { cause: 'A thin book', fix: 'Keep the symbol off HL until the book is back.' },
      { cause: 'The reference price is wrong', fix: 'Mend the price source, and look at every fill since.' },
    ],
    over: 'Prices agree again over many orders. The symbol is then taken out of the list.',
    switches: ['force_hl_latency_ms', 'force_hl_volatility_pct', 'max_order_size_internal'],
    figures: ['largestDeviation', 'hlLatency', 'volatility'],
  },
  'asset-mismatch': {
    means: 'What customers own and what we hold differ. Until it is known why, nothing may be moved.',
    look: [
      'When the two sides agreed last: reconciliation runs every 5 minutes.',
      'Which asset and which accounts differ, and whether one side only counts later.',
      'Fills, transfers and adjustments since then.',
    ],
    causes: [
      {
        cause: 'A fill was missed or counted twice',
        fix: 'Run "Positions do not reconcile": the exchange is right.',
      },
      { cause: 'A transfer is under way', fix: 'Wait for it, then reconcile again.' },
      { cause: 'An adjustment by hand was wrong', fix: 'Undo it, with two people.' },
    ],
    over: 'Reconciliation agrees within 0.1% twice in a row. Trading is then turned on by two people.',
    switches: ['withdrawal_enabled', 'new_orders_enabled', 'global_api_enabled'],
    figures: ['assetMismatch', 'reconciliationAge'],
  },
} as const satisfies Record<keyof typeof VENUE_ALERTS, AlertRunbook>;

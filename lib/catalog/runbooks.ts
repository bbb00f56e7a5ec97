// The short runbook of every switch: what it is for, how to use it, how to undo it. Shown beside the switch in the console.
import type { SwitchName } from './switches.ts';

export interface Runbook {
  purpose: string;
  use: string;
  undo: string;
}

export const RUNBOOKS: Readonly<Record<SwitchName, Runbook>> = {
  global_betting_enabled: {
    purpose: 'Lets the venue take the other side of orders itself instead of passing every order to HL.',
    use: 'Turn it on only at the start of a signed internalisation stage, with routing_mode and the limits set first. Turn it off when liquidation, prices or the reserve cannot be trusted: orders go to HL within a second.',
    undo: 'One press sets it to false and routing_mode to HL_MODE. Positions already internalised stay open: hedge or close them.',
  },
  routing_mode: {
    purpose:
      'Chooses which orders may be internalised: none (HL_MODE), those up to normal_threshold (NORMAL_MODE), or those up to betting_threshold (BETTING_MODE).',
    use: 'Move one step at a time and watch orders by route and exposure. BETTING_MODE needs global_betting_enabled.',
    undo: 'One press returns to HL_MODE: every order goes to HL from then on.',
  },
  normal_threshold: {
    purpose:
      'The largest order, in US dollars, that is internalised in NORMAL_MODE. A symbol may have its own.',
    use: 'Lower it to send more to HL; $0 internalises nothing. Raise it only within the limits of the signed canary stage.',
    undo: 'One press sets $0 for the venue and every symbol. Or roll back to a moment in its history.',
  },
  betting_threshold: {
    purpose:
      'The largest order, in US dollars, that is internalised in BETTING_MODE. A symbol may have its own.',
    use: 'It has no effect outside BETTING_MODE. Keep it at or above normal_threshold, or large orders would be internalised only in the milder mode.',
    undo: 'One press sets $0, which disables it. Or reset it to $50,000.',
  },
  auto_mode_switch: {
    purpose:
      'Lets the router move between NORMAL_MODE and BETTING_MODE by itself as flow and exposure change.',
    use: 'Leave it off in an incident: the mode then stays where a person put it.',
    undo: 'One press turns it off; the mode it last chose stays until somebody sets routing_mode.',
  },
  per_symbol_betting: {
    purpose: 'The markets whose orders may be internalised at all.',
    use: 'Take a symbol out when its price source is in doubt. Add one only when its canary stage says so.',
    undo: 'One press clears the list: nothing is internalised in any market.',
  },
  max_internal_exposure_usd: {
    purpose: 'The largest net exposure per symbol that the venue carries itself before internalising pauses.',
    use: 'Lower it when the reserve shrinks or the market moves. Keep it above max_order_size_internal.',
    undo: 'One press halves it, for the venue and every symbol that has its own. Press again to halve again.',
  },
  max_order_size_internal: {
    purpose: 'No single order above this is internalised, whatever the mode and threshold say.',
    use: 'Use it as the hard ceiling of a canary stage. It has no effect below the active threshold.',
    undo: 'One press sets $1,000.',
  },
  hedge_enabled: {
    purpose: 'Lets the hedge engine offset internal exposure on HL by itself.',
    use: 'Turn it off only when the engine itself misbehaves, and have somebody hedging by hand before you do.',
    undo: 'Turn it on again as soon as the engine is sound. While it is off, watch net exposure on the Now screen.',
  },
  hedge_max_leverage: {
    purpose: 'The largest leverage the hedge account may use on HL.',
    use: 'Lower it when hedge margin falls: 2.0x is the action of the hedge margin alert.',
    undo: 'One press sets 1.5x. Raise it again only with margin above 200%.',
  },
  hedge_threshold_tier1: {
    purpose: 'Net exposure per symbol above which half of it is hedged.',
    use: 'Lower it to hedge earlier. It must not lie above hedge_threshold_tier2.',
    undo: "The manual's rollback raises it to $500,000, which hedges later: use it only when the hedge engine trades too much.",
  },
  hedge_threshold_tier2: {
    purpose: 'Net exposure per symbol above which 80% of it is hedged.',
    use: 'Lower it to hedge more, sooner. Keep it at or above hedge_threshold_tier1.',
    undo: "The manual's rollback raises it to $1,000,000, which leaves more exposure open: name who watches it.",
  },
  liquidation_enabled: {
    purpose: 'Lets the liquidation engine close accounts that have fallen under their margin.',
    use: 'Turn it off when it fails or liquidates wrongly, and liquidate by hand from then on.',
    undo: 'Turn it on again after the engine is fixed, tested and approved by a second person.',
  },
  liquidation_check_interval_ms: {
    purpose: 'How often every position is checked against its margin, in milliseconds.',
    use: 'Lower is safer and costs more load. Detection must stay under one second in the Phase 3 canary.',
    undo: "The manual's rollback sets 2000 ms to relieve an overloaded engine; go back to 500 ms as soon as it holds.",
  },
  risk_reserve_min_usd: {
    purpose: 'The least risk reserve: below it the reserve trigger pauses or restricts orders.',
    use: 'Raise it to stop earlier. Phase 3 stage 2 restricts orders below $400,000.',
    undo: 'One press raises it to $300,000. Lowering it again raises exposure and is an ordinary edit.',
  },
  daily_net_loss_limit: {
    purpose: 'The circuit breaker: the net loss in one day at which trading stops.',
    use: 'Lower it on a bad day to stop sooner. Off means that no loss stops anything.',
    undo: "The manual's rollback raises it to $1,000,000 so that a tripped breaker lets trading go on: say who watches the loss.",
  },
  force_hl_volatility_pct: {
    purpose: 'While the market moves more than this, no order is internalised.',
    use: 'Lower it before announcements. 0% sends every order to HL as soon as the price moves.',
    undo: "The manual's rollback raises it to 10%, which internalises in rougher markets: watch exposure while it holds.",
  },
  force_hl_latency_ms: {
    purpose: 'While HL answers slower than this, no order is internalised, because our prices would be late.',
    use: 'Lower it when prices deviate. Compare it with the HL latency shown beside the switch.',
    undo: "The manual's rollback raises it to 1000 ms, which internalises on later prices: go back when HL is quick again.",
  },
  withdrawal_enabled: {
    purpose: 'Lets customers withdraw. It is the defence against a run and against a stolen wallet key.',
    use: 'Turn it off when funds may be leaving wrongly: requests already approved stop too.',
    undo: 'Turn it on again with a second approval, after the hot wallet and the queue are reconciled.',
  },
  global_api_enabled: {
    purpose: 'The public API of the venue. Off is level 3: every customer gets 503 and a maintenance page.',
    use: 'Turn it off in a full outage, when the database is lost, or when assets are at risk.',
    undo: 'Turn it on again with a second approval once the recovery checks are done. The console works meanwhile.',
  },
  trading_enabled: {
    purpose: 'All trading: off refuses every order, closes included.',
    use: 'Turn it off when balances do not agree (asset mismatch above 0.1%) and reconcile by hand.',
    undo: 'Turn it on again with a second approval after reconciliation agrees.',
  },
  new_orders_enabled: {
    purpose: 'New positions and increases. Off, customers can still close at market.',
    use: 'Turn it off when HL is disconnected: it is the immediate action of that alert.',
    undo: 'Turn it on again when HL has been connected and in step for five minutes.',
  },
  hl_new_opens_enabled: {
    purpose: 'New positions on HL. Off, HL takes only closes and reductions.',
    use: 'Turn it off when the margin of the HL account falls below 150%, or of the hedge account below 200%.',
    undo: 'Turn it on again after the top-up, with margin above 200%.',
  },
  reduce_only: {
    purpose: 'Customers may only reduce what they hold; limit orders that reduce still work.',
    use: 'Turn it on to let positions run down in order, for instance before maintenance.',
    undo: 'Turn it off again: a raising change, because opens are possible from then on.',
  },
  hl_routing_paused_symbols: {
    purpose: 'Markets whose orders are not sent to HL. What cannot be internalised there is refused.',
    use: 'Add a symbol when its price on HL deviates by more than 5%: the action of that alert.',
    undo: 'Take the symbol out again when prices agree.',
  },
  signup_enabled: {
    purpose: 'Sign-up of new customers. Opens in Phase 3 stage 4.',
    use: 'Turn it on when the canary stage says so; turn it off when support or funds cannot follow.',
    undo: 'One press closes it. Customers who have signed up stay.',
  },
  hedge_execution: {
    purpose:
      'What the hedge engine does with its instructions: trade (live), write them down (log), or only watch (observe).',
    use: 'Phase 2 runs through observe and log before live. Outside a canary it is live.',
    undo: 'Set live again, or roll back to a moment in its history.',
  },
  liquidation_execution: {
    purpose:
      'What the liquidation engine does: close positions (live), compute without closing, or only watch (observe).',
    use: 'Phase 2 observes, then computes. On real customers it is live, or somebody liquidates by hand.',
    undo: 'Set live again, or roll back to a moment in its history.',
  },
  reserve_trigger_mode: {
    purpose:
      'What happens when the reserve falls below risk_reserve_min_usd: pause (enforce), restrict orders, or only log (observe).',
    use: 'Phase 3 stages set it. Outside them it is enforce.',
    undo: 'Set enforce again: it is the safest value.',
  },
  large_withdrawals_enabled: {
    purpose: 'Withdrawals above large_withdrawal_usd. Off holds them and lets smaller ones go.',
    use: 'Turn it off when the hot wallet falls below $100,000: the action of that alert.',
    undo: 'Turn it on again when the transfer from the cold wallet has arrived.',
  },
  large_withdrawal_usd: {
    purpose: 'The amount above which a withdrawal counts as large.',
    use: 'Lower it to hold more withdrawals while the hot wallet is short.',
    undo: 'Reset it to $10,000.',
  },
  go_live_enabled: {
    purpose: 'The first of two locks on real trading. The venue goes live only while both are open.',
    use: 'Open it as the last step of an activation; close it as the first step of a go-live rollback: new orders are then skipped and positions stay open.',
    undo: 'One press closes it. Opening it again takes a second person and the re-activation procedure.',
  },
  activation_enabled: {
    purpose: 'The second lock: while closed, opening go_live_enabled has no effect.',
    use: 'Close it right after go_live_enabled in a go-live rollback, so that nobody re-activates by accident.',
    undo: 'One press closes it. Open it again only inside the re-activation procedure.',
  },
  testnet_accounts: {
    purpose: "Exchange accounts whose orders go to the exchange's testnet instead of production.",
    use: 'Add every account in step 3 of a go-live rollback: later orders cannot move real money.',
    undo: 'One press sends all accounts to testnet. Take one out again only when re-activation says so.',
  },
  strategies_enabled: {
    purpose: 'All trading strategies of the venue itself.',
    use: 'Turn it off to stop generating signals: the first step of a canary rollback.',
    undo: 'Turn it on again after the cause is found and the fix is tested.',
  },
  enabled_strategies: {
    purpose: 'The strategies that may trade while strategies_enabled is on.',
    use: 'Take a strategy out when its win rate falls, without stopping the others.',
    undo: 'One press clears the list; add strategies again one by one.',
  },
  prefunding_quiet_window: {
    purpose: 'Keeps strategies quiet shortly before funding is paid, when prices are least reliable.',
    use: 'Leave it on. The canary form asks for it.',
    undo: 'Turn it on again, or reset it to its default.',
  },
  daily_loss_limit_pct: {
    purpose: 'The loss in one day, as a share of capital, at which strategies stop.',
    use: 'Lower it during a canary. It must not lie above weekly_loss_limit_pct.',
    undo: 'Reset it to 3%, or roll back to a moment in its history.',
  },
  weekly_loss_limit_pct: {
    purpose: 'The loss in one week, as a share of capital, at which strategies stop.',
    use: 'Keep it between the daily limit and the largest drawdown.',
    undo: 'Reset it to 7%, or roll back to a moment in its history.',
  },
  max_drawdown_pct: {
    purpose:
      'The fall from the highest capital, in percent, at which strategies stop for good until a person restarts them.',
    use: 'Lower it to stop sooner. It must not lie below weekly_loss_limit_pct.',
    undo: 'Reset it to 25%, or roll back to a moment in its history.',
  },
  canary_symbols: {
    purpose: 'What the bot of a production canary may trade. Anything else is unauthorised behaviour.',
    use: 'The stage of the canary sets it. Clear it and the bot trades nothing.',
    undo: 'One press clears it; the next canary sets it again.',
  },
  canary_position_size: {
    purpose: 'The size of one position of the canary, in units of what it trades: 0.0001 is 0.0001 BTC.',
    use: 'The stage of the canary sets it; lower it while the bot runs to risk less.',
    undo: 'Reset it to 0.0001, or roll back to a moment in its history.',
  },
  canary_max_loss_usd: {
    purpose: 'The loss at which the canary stops trading and is rolled back.',
    use: 'The stage of the canary sets it; the alert about its loss rests on the same value.',
    undo: 'Reset it to $50, or roll back to a moment in its history.',
  },
  canary_daily_loss_cap_usd: {
    purpose: 'The loss at which the bot of a canary ends by itself, whatever else failed to stop it.',
    use: 'The stage of the canary sets it. Keep it above the largest loss: it is the last stop, not the first.',
    undo: 'Reset it to $100, or roll back to a moment in its history.',
  },
  canary_mode: {
    purpose: 'How much the bot of a canary trades.',
    use: 'CONSERVATIVE, as the manual has it. STANDARD trades twice as often: no canary may set it.',
    undo: 'Reset it to CONSERVATIVE, its default.',
  },
  canary_rsi_confirmation: {
    purpose: 'The bot of a canary takes a signal only when its RSI confirms it.',
    use: 'Leave it on. Without it the bot takes more signals, and worse ones.',
    undo: 'Turn it on again; the next canary does so as well.',
  },
  canary_volatility_filter: {
    purpose: 'How much volatility makes the bot of a canary turn a signal down.',
    use: 'STRICT, as the manual has it. Every canary sets it.',
    undo: 'Reset it to STRICT, its default.',
  },
  canary_max_spread_bps: {
    purpose: 'The bot of a canary turns a signal down when the spread is as wide as this, in basis points.',
    use: 'Lower it to trade tighter markets only: more signals are turned down.',
    undo: 'Reset it to 20, or roll back to a moment in its history.',
  },
  canary_min_depth_usd: {
    purpose: 'The bot of a canary turns a signal down when the book is no deeper than this.',
    use: 'Raise it to trade deeper books only: more signals are turned down.',
    undo: 'Reset it to $100,000, or roll back to a moment in its history.',
  },
  canary_max_error_pct: {
    purpose: 'The share of failed requests, in percent, at which a canary is rolled back.',
    use: 'The stage of the canary sets it; the alert about its errors rests on the same value.',
    undo: 'Reset it to 5%, or roll back to a moment in its history.',
  },
  canary_max_p95_ms: {
    purpose: 'The 95th percentile of latency, in milliseconds, at which a canary is rolled back.',
    use: 'The stage of the canary sets it; the alert about its latency rests on the same value.',
    undo: 'Reset it to 1,000, or roll back to a moment in its history.',
  },
  canary_max_stream_down_s: {
    purpose: 'How long the WebSocket of a canary may be down, in seconds, before it is rolled back.',
    use: 'The stage of the canary sets it; the alert about its stream rests on the same value.',
    undo: 'Reset it to 120, or roll back to a moment in its history.',
  },
};

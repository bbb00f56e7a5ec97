// The lists that set-valued switches choose from: markets, exchanges, strategies.

/** Perpetual markets of the venue. To list another market, add it here. */
export const SYMBOLS = ['AVAX', 'BNB', 'BTC', 'DOGE', 'ETH', 'LINK', 'SOL', 'XRP'] as const;
export type MarketSymbol = (typeof SYMBOLS)[number];

/** Exchange accounts that can be pointed at their testnet (manual 4, step 3). */
export const EXCHANGES = ['binance', 'bybit', 'okx'] as const;

/** Trading strategies that can be enabled one by one (manual 2, part 6). */
export const STRATEGIES = ['geometry', 'kinematics'] as const;

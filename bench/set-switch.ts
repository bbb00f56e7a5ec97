// Writes as an operator's script would: set-switch over HTTP with a personal token, on connections that are kept.
import { Client } from 'undici';
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import type { Installation } from './installation.ts';
import { type Change, timedChange } from './timed-command.ts';

export interface Changer {
  /** One change that really changes something; undefined when the console was too busy to take it (503). */
  change(): Promise<Change | undefined>;
  close(): Promise<void>;
}

/** By symbol: where its threshold stands. Each change goes down by a cent, so that none is a repeat or needs an approval. */
const cents = new Map<MarketSymbol, number>();
const BEGIN_CENTS = 100_000;

/** One connection of its own. Those that write side by side take a symbol each, so that each only goes down. */
export function createChanger({ consoleUrl, account }: Installation, symbol: MarketSymbol = 'BTC'): Changer {
  const client = new Client(consoleUrl);
  const { token } = account('risk_manager');
  return {
    change() {
      const next = (cents.get(symbol) ?? BEGIN_CENTS) - 1;
      cents.set(symbol, next);
      const value = String(next / 100);
      const reason = 'A measurement of npm run bench';
      const body = { switch: 'normal_threshold', symbol, value, reason };
      return timedChange(client, { path: '/api/v1/commands/set-switch', token, body });
    },
    close: () => client.close(),
  };
}

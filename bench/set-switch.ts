// Writes as an operator's script would: set-switch over HTTP with a personal token, on connections that are kept.
import { Client } from 'undici';
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { monotonicMs } from './clock.ts';
import type { Installation } from './installation.ts';

export interface Change {
  /** When the request was sent and its answer had arrived (monotonicMs). */
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly epoch: number;
  readonly revision: number;
}

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
  const headers = {
    authorization: `Bearer ${account('risk_manager').token}`,
    'content-type': 'application/json',
  };
  return {
    async change() {
      const next = (cents.get(symbol) ?? BEGIN_CENTS) - 1;
      cents.set(symbol, next);
      const body = JSON.stringify({
        switch: 'normal_threshold',
        symbol,
        value: String(next / 100),
        reason: 'A measurement of npm run bench',
      });
      const sentAt = monotonicMs();
      const answer = await client.request({
        path: '/api/v1/commands/set-switch',
        method: 'POST',
        headers,
        body,
      });
      const text = await answer.body.text();
      const answeredAt = monotonicMs();
      if (answer.statusCode === 503) return undefined;
      if (answer.statusCode !== 200) throw new Error(`set-switch was answered ${answer.statusCode} ${text}`);
      const { epoch, revision, changed } = JSON.parse(text) as ChangeAnswer;
      if (!changed) throw new Error('set-switch changed nothing.');
      return { sentAt, answeredAt, epoch, revision };
    },
    close: () => client.close(),
  };
}

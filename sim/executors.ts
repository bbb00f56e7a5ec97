// The venue's two executors: they take Bulkhead's commands and carry them out on the simulated accounts, a step at a time.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import type { CommandEvent } from '#lib/contract/executors.ts';
import type { Log } from '#lib/process/log.ts';
import { createExecutor, type Executor } from '#sdk/executor.ts';
import { Link } from './fleet/link.ts';
import type { Account } from './models/accounts.ts';
import { decimalText } from './models/decimal-text.ts';
import type { Venue } from './venue.ts';

export const BREAKER = 'daily-loss';

/** How long one step takes: cancelling a batch of orders, closing one position. */
const STEP_MS = 120;
const ORDERS_PER_STEP = 25;

/** How an executor is broken on purpose; silence is its link's. */
export interface ExecutorFault {
  slowMs: number;
  failSymbol: string | null;
}

export interface VenueExecutor {
  readonly id: string;
  readonly account: Account;
  readonly link: Link;
  fault: ExecutorFault;
}

export interface Executors {
  readonly all: readonly VenueExecutor[];
  find(id: string): VenueExecutor | undefined;
  close(): Promise<void>;
}

export interface ExecutorsOptions {
  edges: readonly string[];
  apiKey: string;
  /** Folder of their logs of commands; without it nothing is kept. */
  folder: string | undefined;
  venue: Venue;
  log: Log;
}

const NAMES: readonly { id: string; account: Account }[] = [
  { id: 'executor-hl', account: 'hl' },
  { id: 'executor-internal', account: 'internal' },
];

const cents = (usd: number) => usd.toFixed(2);

export function startExecutors(options: ExecutorsOptions): Executors {
  const running: Executor[] = [];
  const all = NAMES.map(({ id, account }): VenueExecutor => {
    const one: VenueExecutor = { id, account, link: new Link(), fault: { slowMs: 0, failSymbol: null } };
    running.push(start(one, options));
    return one;
  });
  return {
    all,
    find: (id) => all.find((one) => one.id === id),
    async close() {
      await Promise.all(running.map((executor) => executor.close()));
      await Promise.all(all.map(({ link }) => link.close()));
    },
  };
}

function start(one: VenueExecutor, { edges, apiKey, folder, venue, log }: ExecutorsOptions): Executor {
  const { id, account, link } = one;
  const own = log.with({ instanceId: id });
  const step = () => wait(STEP_MS + one.fault.slowMs);
  type Progress = (done: number, total: number, note?: string) => void;

  async function cancelOrders(progress: Progress): Promise<void> {
    const total = venue.openOrders(account);
    progress(0, total);
    for (let done = 0; done < total; ) {
      await step();
      done = Math.min(total, done + ORDERS_PER_STEP);
      venue.cancelOrders(account, ORDERS_PER_STEP);
      progress(done, total);
    }
    venue.cancelOrders(account, Number.POSITIVE_INFINITY);
  }

  async function close(symbols: readonly MarketSymbol[], progress: Progress): Promise<void> {
    let done = 0;
    const failed: string[] = [];
    progress(0, symbols.length);
    for (const symbol of symbols) {
      await step();
      if (symbol === one.fault.failSymbol) failed.push(symbol);
      else {
        venue.closePosition(account, symbol);
        done += 1;
      }
      progress(done, symbols.length);
    }
    if (failed.length > 0) throw new Error(`The exchange refused to close ${failed.join(', ')}.`);
  }

  const openSymbols = () => venue.positions(account).map(({ symbol }) => symbol);

  async function carryOut({ command, argument }: CommandEvent, progress: Progress): Promise<void> {
    switch (command) {
      case 'cancel_all_orders':
        return cancelOrders(progress);
      case 'close_all_positions':
        return close(openSymbols(), progress);
      case 'close_position':
        return close(
          openSymbols().filter((symbol) => symbol === argument),
          progress,
        );
      case 'disconnect':
      case 'reconnect':
        await step();
        venue.setConnected(account, command === 'reconnect');
        return progress(1, 1);
      case 'reset_breaker':
      case 'resume_trading':
        if (account !== 'hl' || argument !== BREAKER) return progress(0, 0, 'No such breaker here');
        await step();
        if (!venue.moveBreaker(command === 'reset_breaker' ? 'reset' : 'clear'))
          throw new Error(
            command === 'reset_breaker' ? 'The breaker is not tripped.' : 'Reset the breaker first.',
          );
        return progress(1, 1);
      default:
        throw new Error(`This executor does not know the command ${command}.`);
    }
  }

  return createExecutor({
    ...{ edges, apiKey, executorId: id, carryOut, dispatcher: link.dispatcher },
    ...(folder === undefined ? {} : { file: join(folder, `${id}.commands.json`) }),
    state: () => {
      const { state, reason, trippedAt } = venue.state().accounts.breaker;
      return {
        connected: venue.isConnected(account),
        openOrders: venue.openOrders(account),
        positions: venue.positions(account).map(({ symbol, side, notionalUsd, price, entryPrice, pnl }) => ({
          ...{ symbol, side, notionalUsd: cents(notionalUsd), entryPrice: decimalText(entryPrice) },
          size: decimalText(notionalUsd / price),
          unrealisedPnlUsd: cents(pnl),
        })),
        breakers:
          account === 'hl'
            ? [
                {
                  ...{ name: BREAKER, state },
                  ...(reason === null ? {} : { reason }),
                  ...(trippedAt === null ? {} : { trippedAt }),
                },
              ]
            : [],
      };
    },
    onTrouble: (error) => own.debug('trouble with the edge', { err: error }),
  });
}

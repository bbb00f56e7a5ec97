// Executors, their open positions and circuit breakers, and the newest commands with their progress.
import { z } from 'zod';
import type { PositionsBody } from '#lib/contract/emergency.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { commandViews, executorViews } from './command-views.ts';

const input = z.strictObject({});
const COMMANDS = 50;

export const readPositions: Read<z.output<typeof input>, PositionsBody> = {
  action: 'read-positions',
  body: 'PositionsBody',
  input,
  run: async (tx) => {
    const now = await databaseNow(tx);
    const executors = await executorViews(tx, now);
    const positions = await tx.position.findMany({ orderBy: [{ notionalUsd: 'desc' }, { symbol: 'asc' }] });
    const breakers = await tx.breaker.findMany({ orderBy: [{ executorId: 'asc' }, { name: 'asc' }] });
    return ok({
      now: now.toISOString(),
      executors,
      positions: positions.map((row) => ({
        executor: row.executorId,
        symbol: row.symbol,
        side: row.side as 'long' | 'short',
        size: row.size.toFixed(),
        notionalUsd: row.notionalUsd.toFixed(),
        entryPrice: row.entryPrice.toFixed(),
        unrealisedPnlUsd: row.unrealisedPnlUsd.toFixed(),
        at: row.at.toISOString(),
      })),
      breakers: breakers.map((row) => ({
        executor: row.executorId,
        name: row.name,
        state: row.state as 'clear' | 'tripped' | 'reset',
        reason: row.reason,
        trippedAt: row.trippedAt?.toISOString() ?? null,
        at: row.at.toISOString(),
      })),
      commands: await commandViews(tx, {}, executors, COMMANDS),
    });
  },
};

// What criteria of Phase 3 rest on in a stage and over the whole programme alike.
import { counted, observed, scrapes, smallest } from './queries.ts';

export const LIQUIDATIONS = { query: counted('liquidations'), least: 20, of: 'liquidations' } as const;
export const RESERVE = {
  query: smallest('reserve_usd'),
  is: '>',
  target: 500_000,
  unit: 'usd',
  narrow: 10_000,
  samples: { query: scrapes('reserve_usd'), least: 60, of: 'readings' },
} as const;
export const FILLS = { query: observed('internal_fill'), least: 100, of: 'fills' } as const;

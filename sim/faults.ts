// The venue's faults: one for each alert that a rule or a push of the venue brings, named like the alert, and those that only criteria of canaries see.
import type { ALERTS, AlertKey } from '#lib/catalog/alerts.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { CHANNELS } from './models/hl-link.ts';

/** Alerts that the venue's state brings about; Bulkhead's own are broken elsewhere. */
export type VenueAlert = {
  [Key in AlertKey]: (typeof ALERTS)[Key]['source']['kind'] extends 'bulkhead' ? never : Key;
}[AlertKey];

/** What breaks a criterion or a guard of a programme, and no alert. */
export const CANARY_FAULTS = [
  ...(['api-slow', 'receipt-deviation', 'records-lost', 'internal-slow', 'symbol-conflict'] as const),
  ...([
    'risk-imprecise',
    'hedge-log-gaps',
    'liquidation-wrong',
    'pnl-drift',
    'reserve-low',
    'demo-weak',
    'demo-stops',
    'canary-stops',
    'hedge-wrong',
  ] as const),
] as const;
export type CanaryFault = (typeof CANARY_FAULTS)[number];

/** What may be chosen: one of these, the first of it unless somebody chooses; or a share in percent. */
export type FaultChoice = { name: string; of: readonly string[] } | { name: 'percent'; usual: number };

export interface FaultKind {
  /** On its button. */
  label: string;
  /** What happens then, a sentence. */
  does: string;
  choice?: FaultChoice;
}

/** Shares that may be chosen, percent. */
export const PERCENT = { least: 0.1, most: 100 } as const;

export const FAULTS = {
  'hl-disconnected': {
    label: 'HL connection drops',
    does: 'Nothing reaches HL any more; it is tried again after 1, 2, 4 and 8 seconds, at least every 5 minutes.',
    choice: { name: 'channel', of: ['both', ...CHANNELS] },
  },
  'hl-margin-low': {
    label: 'HL account loses its margin',
    does: 'Losses take the ratio to 130%; HL refuses new opens.',
  },
  'hedge-margin-low': {
    label: 'Hedge account loses its margin',
    does: 'Losses take the ratio to 170%; nothing more is hedged.',
  },
  'liquidation-failing': {
    label: 'Liquidation engine hangs',
    does: 'It detects nothing (or most of what it closes is refused): accounts under margin pile up and cost the reserve.',
    choice: { name: 'mode', of: ['hangs', 'executions'] },
  },
  'hot-wallet-low': {
    label: 'Customers run, the treasury is silent',
    does: 'Withdrawals empty the hot wallet and nothing comes from cold storage.',
  },
  'price-deviation': {
    label: 'A price at HL moves away',
    does: 'Orders of one symbol are filled at HL 8% away from its reference price.',
    choice: { name: 'symbol', of: ['SOL', ...SYMBOLS.filter((symbol) => symbol !== 'SOL')] },
  },
  'asset-mismatch': {
    label: 'A transfer to cold storage gets lost',
    does: "0.3% of users' assets are missing; the next reconciliation finds it.",
  },
  'drawdown-breaker': {
    label: 'A bad fill costs 3.4%',
    does: 'The equity falls at once, the circuit breaker trips and halts new orders.',
  },
  'database-lost': {
    label: "The exchange's database is lost",
    does: 'Nothing can be recorded: every order is refused and every withdrawal waits.',
  },
  'stream-interrupted': {
    label: 'Market data stream goes silent',
    does: 'Prices stand still until it is back, then they jump.',
  },
  'order-errors': {
    label: 'HL answers placements with errors',
    does: 'This share of what is placed at HL fails.',
    choice: { name: 'percent', usual: 25 },
  },
  'fill-rate-low': {
    label: 'Books at HL are thin',
    does: 'Two fifths of what is placed at HL are not filled.',
  },
  'latency-high': {
    label: 'HL is slow',
    does: 'HL takes almost two seconds for an answer.',
  },
  'canary-loss': { label: 'Canary: position too large', does: 'It loses $8 a second.' },
  'canary-errors': {
    label: 'Canary: requests fail',
    does: 'This share of its requests ends in an error.',
    choice: { name: 'percent', usual: 20 },
  },
  'canary-latency': { label: 'Canary: slow', does: 'Its requests take more than a second.' },
  'canary-stream-down': { label: 'Canary: stream down', does: 'Its WebSocket is down.' },
  'canary-unauthorized': { label: 'Canary: strays', does: 'It trades a symbol that it was not given.' },

  // What only the criteria and guards of canary programmes see.
  'api-slow': {
    label: 'API slow',
    does: 'Its database answers slowly: requests and routing take much longer.',
  },
  'receipt-deviation': {
    label: 'Receipts differ',
    does: 'Receipts of the HL proxy differ from their fill by 5 bp.',
  },
  'records-lost': { label: 'Records get lost', does: 'Of one order in fifty no record is found.' },
  'internal-slow': { label: 'Internal fills are slow', does: 'The venue fills ten times slower than usual.' },
  'symbol-conflict': {
    label: 'Fills on the wrong symbol',
    does: 'One internal fill in fifty is booked on another symbol.',
  },
  'risk-imprecise': { label: 'Risk engine deaf to hedges', does: 'It adds up exposures without the hedges.' },
  'hedge-log-gaps': { label: 'Hedge log has gaps', does: 'Instructions are missing in the log.' },
  'liquidation-wrong': {
    label: 'Wrong liquidations',
    does: 'Accounts are closed that were not under margin.',
  },
  'pnl-drift': { label: 'PnL drifts', does: 'The ledger is off by 0.05% of the reserve.' },
  'reserve-low': { label: 'Reserve drains', does: 'A payout takes the reserve down to $150,000.' },
  'demo-weak': { label: 'Demo is weak', does: 'The demo bot is slow, and its filters turn down too much.' },
  'demo-stops': {
    label: 'Demo bot stops',
    does: 'A critical error stops it; mended, it starts anew.',
  },
  'canary-stops': {
    label: 'Canary: stops by itself',
    does: 'A critical error ends it, and every one that is started.',
  },
  'hedge-wrong': {
    label: 'Wrong hedge instructions',
    does: 'While hedges are instructed, it instructs some that no threshold asks for.',
  },
} as const satisfies Record<VenueAlert | CanaryFault, FaultKind>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

export const faultKind = (name: FaultName): FaultKind => FAULTS[name];

export function findFault(name: string): FaultName | undefined {
  return FAULT_NAMES.find((one) => one === name);
}

export interface FaultState {
  since: Date;
  /** What was chosen; null for a fault that leaves no choice. */
  choice: string | null;
}

/** What is broken on purpose at this moment. */
export class FaultBoard {
  readonly #on = new Map<FaultName, FaultState>();

  isOn(name: FaultName): boolean {
    return this.#on.has(name);
  }

  find(name: FaultName): FaultState | undefined {
    return this.#on.get(name);
  }

  /** Of a fault whose choice is a share: 0 to 1; 0 while it is off. */
  share(name: FaultName): number {
    return Number(this.#on.get(name)?.choice ?? 0) / 100;
  }

  /** Breaks it. One that is on already goes on, with the choice of now. */
  breaks(name: FaultName, choice: string | null, now: Date): FaultState {
    const state = { since: this.#on.get(name)?.since ?? now, choice };
    this.#on.set(name, state);
    return state;
  }

  mend(name: FaultName): void {
    this.#on.delete(name);
  }
}

// The shape of a switch in the catalogue; every field is data that a rule, a screen or a service reads.
import type { WireValue } from '#lib/contract/values.ts';
import type { Role } from './roles.ts';

/** Who changes most switches, and a second in ms: the words that the lists of switches share. */
export const SUPER = ['super_admin'] as const;
export const RISK = ['risk_manager', 'super_admin'] as const;
export const SECOND = 1_000;

/** Groups of the matrix, in the order of the screen. `manual` groups hold manual 1's matrix. */
export const GROUPS = {
  internalisation: { label: 'Internalisation and routing', manual: true },
  hedge: { label: 'Hedge', manual: true },
  liquidation: { label: 'Liquidation', manual: true },
  reserve: { label: 'Reserve and loss', manual: true },
  forced_hl: { label: 'Forced HL', manual: true },
  platform: { label: 'Platform', manual: true },
  trading: { label: 'Trading and orders', manual: false },
  execution: { label: 'Execution modes', manual: false },
  withdrawals: { label: 'Large withdrawals', manual: false },
  go_live: { label: 'Go-live', manual: false },
  strategies: { label: 'Strategies and loss limits', manual: false },
  canary: { label: 'Production canary', manual: false },
} as const;
export type Group = keyof typeof GROUPS;

/**
 * The action the manual names for undoing a switch in an incident. `to: 'half'` halves the current amount.
 * `losing` says what is no longer protected and is required when the action loosens a control
 * (switches.test.ts checks it). `note` explains a choice between two readings of the manual.
 */
export interface Rollback {
  label: string;
  to: WireValue | 'half';
  also?: readonly { switch: string; value: WireValue }[];
  losing?: string;
  note?: string;
}

/** What an instance does that has lost contact: hold the last value, or fall to the safe value after `afterMs`. */
export type FailMode = { kind: 'hold' } | { kind: 'fall'; afterMs: number };

interface Common {
  label: string;
  group: Group;
  /** Any of these roles may change it. */
  changedBy: readonly Role[];
  /** Time from commit to the last instance, in ms, that the manual allows. */
  budgetMs: number;
  /** Raising it needs a second authorised person (product.md section 2). */
  critical?: true;
  failMode?: FailMode;
  rollback?: Rollback;
}

export interface BoolSwitch extends Common {
  type: 'bool';
  default: boolean;
  /** The value that lowers exposure. */
  safe: boolean;
}

export interface EnumSwitch extends Common {
  type: 'enum';
  /** Safest first: moving right raises. */
  values: readonly string[];
  default: string;
}

/** US dollars. Canonical decimal strings. */
export interface MoneySwitch extends Common {
  type: 'money';
  default: string;
  bounds: { min: string; max: string };
  safer: 'lower' | 'higher';
  /** `null` (off, no limit) is a value, and the least safe one. */
  mayBeOff?: true;
  /** May differ by symbol. */
  perSymbol?: true;
}

export interface NumberSwitch extends Common {
  type: 'decimal' | 'int';
  /** `units` of what is traded, such as 0.0001 BTC. */
  unit: 'x' | '%' | 'ms' | 's' | 'bps' | 'units';
  default: number;
  bounds: { min: number; max: number };
  /** Digits after the point that are accepted. */
  scale: 0 | 1 | 2 | 6;
  safer: 'lower' | 'higher';
}

export interface SetSwitch extends Common {
  type: 'symbols';
  members: readonly string[];
  default: readonly string[];
  safer: 'fewer' | 'more';
}

export type SwitchDefinition = BoolSwitch | EnumSwitch | MoneySwitch | NumberSwitch | SetSwitch;

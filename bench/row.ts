// One line of the table: what was measured, against what, and whether the budget holds.

/** What the row must keep: `value` stays below `limit`, or is at most or at least that. */
export interface Bound {
  readonly value: number;
  readonly is: 'below' | 'at most' | 'at least';
  readonly limit: number;
}

export interface Row {
  readonly what: string;
  /** As it stands in the table, with its unit: `8.1 / 14.0 ms`. */
  readonly measured: string;
  readonly baseline?: string;
  /** Measured by baseline. */
  readonly ratio?: number;
  /** As it stands in the table; the bounds decide. */
  readonly budget?: string;
  readonly bounds?: readonly Bound[];
  /** Why there is no measurement: a sentence. */
  readonly skipped?: string;
  /** What a reader has to know of this row: one line under the table. */
  readonly note?: string;
  /** The plain numbers, for --json. */
  readonly figures?: Readonly<Record<string, number>>;
}

export type Verdict = 'met' | 'missed' | 'skipped' | '';

/** Empty for a row without a budget. */
export function verdictOf(row: Row): Verdict {
  if (row.skipped !== undefined) return 'skipped';
  if (!row.bounds) return '';
  return row.bounds.every(holds) ? 'met' : 'missed';
}

function holds({ value, is, limit }: Bound): boolean {
  // Not a number is a measurement that failed: it keeps no budget.
  if (is === 'below') return value < limit;
  return is === 'at most' ? value <= limit : value >= limit;
}

export function skippedRow(what: string, why: string, budget?: string): Row {
  return { what, measured: 'not measured', budget, skipped: why };
}

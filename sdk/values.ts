// What a read gives: the held values, checked against the catalogue's contract, with fallen switches at their safe value.

import type { Latch } from '#lib/contract/latch.ts';
import { MATRIX, type SwitchFacts } from '#lib/contract/matrix.generated.ts';
import { changedEntries, type Snapshot, type SwitchEntry } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import type { Deadline } from './state.ts';

export interface Term extends SwitchFacts {
  readonly name: string;
  readonly safeEntry: SwitchEntry;
  /** Entries found usable before: a change replaces few of them, and each is looked at once. */
  readonly accepted: WeakSet<SwitchEntry>;
}

/** What reads must know of the switches of a matrix. */
export function termsOf(matrix: Readonly<Record<string, SwitchFacts>>): readonly Term[] {
  return Object.entries(matrix).map(([name, facts]) => ({
    ...facts,
    name,
    safeEntry: { value: facts.safe },
    accepted: new WeakSet(),
  }));
}

export function deadlinesOf(terms: readonly Term[]): readonly Deadline[] {
  return terms.flatMap(({ name, failMode }) =>
    failMode.kind === 'fall' ? [{ name, afterMs: failMode.afterMs }] : [],
  );
}

const TERMS = termsOf(MATRIX);

/** The fall deadlines of the catalogue. */
export const DEADLINES = deadlinesOf(TERMS);

const MONEY = /^\d{1,20}(\.\d{1,18})?$/;

function accepts(term: Term, value: WireValue): boolean {
  switch (term.type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'enum':
      return typeof value === 'string' && (term.values?.includes(value) ?? true);
    case 'money':
      return value === null ? term.mayBeOff === true : typeof value === 'string' && MONEY.test(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value);
    case 'int':
      return Number.isSafeInteger(value);
    case 'symbols':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}

function acceptsEntry(term: Term, entry: SwitchEntry): boolean {
  if (term.accepted.has(entry)) return true;
  const usable =
    accepts(term, entry.value) && Object.values(entry.overrides ?? {}).every((value) => accepts(term, value));
  if (usable) term.accepted.add(entry);
  return usable;
}

export interface Effective {
  /** Every switch of the catalogue with the value a read gives. Position 0.0 when nothing is held. */
  readonly snapshot: Snapshot;
  /** Switches the held snapshot lacks or gives in a wrong form: they read as their safe value. */
  readonly unusable: readonly string[];
  /** All that read as their safe value: nothing held, fallen, or unusable. */
  readonly safe: ReadonlySet<string>;
}

/**
 * Lays the held values over the catalogue, and the latch of an emergency stop over both. Nothing held: every switch has
 * its safe value.
 */
export function effectiveValues(
  held: Snapshot | undefined,
  fallen: readonly string[],
  latch?: Latch,
  terms: readonly Term[] = TERMS,
): Effective {
  const switches: Record<string, SwitchEntry> = {};
  const unusable: string[] = [];
  const safe = new Set<string>();
  for (const term of terms) {
    const { name } = term;
    const entry = held && Object.hasOwn(held.switches, name) ? held.switches[name] : undefined;
    const usable = entry !== undefined && acceptsEntry(term, entry);
    if (held && !usable) unusable.push(name);
    const trusted = usable && !fallen.includes(name);
    if (!trusted) safe.add(name);
    const over = latch && Object.hasOwn(latch.switches, name) ? latch.switches[name] : undefined;
    if (over !== undefined && accepts(term, over)) switches[name] = { value: over };
    else switches[name] = trusted ? entry : term.safeEntry;
  }
  const { epoch, revision, publishedAt } = held ?? { epoch: 0, revision: 0, publishedAt: '' };
  return { snapshot: { epoch, revision, publishedAt, switches }, unusable, safe };
}

/** Names of the switches that read otherwise in `next` than in `old`. Entries that are the same object cost nothing. */
export function changedNames(old: Snapshot, next: Snapshot): string[] {
  const others = Object.entries(next.switches).filter(([name, entry]) => old.switches[name] !== entry);
  return Object.keys(changedEntries(old, { ...next, switches: Object.fromEntries(others) }));
}

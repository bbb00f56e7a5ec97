// The snapshot of all switches that the edge serves and instances keep; depends on nothing but values.
import { sameValue, type WireValue } from './values.ts';

/** One switch in a snapshot. `overrides` is absent when there is none. */
export interface SwitchEntry {
  value: WireValue;
  overrides?: Readonly<Record<string, WireValue>>;
}

/**
 * All switches at one revision. `revision` only grows within an `epoch`; a restored database starts a new
 * epoch. `publishedAt` is the database's commit-side clock, ISO 8601 UTC.
 */
export interface Snapshot {
  epoch: number;
  revision: number;
  publishedAt: string;
  switches: Readonly<Record<string, SwitchEntry>>;
}

/** How a symbol is written. Symbols are compared exactly, as the catalogue writes them. */
export const SYMBOL_FORM = /^[A-Z0-9]{1,20}$/;

/** Position of a snapshot in history. */
export interface Position {
  epoch: number;
  revision: number;
}

/** `epoch.revision`: the entity tag (without quotes) and the SSE event id. */
export function positionId(at: Position): string {
  return `${at.epoch}.${at.revision}`;
}

/** Reads `epoch.revision`; undefined when it is not one. */
export function parsePositionId(text: string | undefined): Position | undefined {
  const match = /^(\d{1,9})\.(\d{1,15})$/.exec(text ?? '');
  return match ? { epoch: Number(match[1]), revision: Number(match[2]) } : undefined;
}

/** Whether `next` may replace `current`: a later epoch, or a later revision of the same epoch. */
export function isNewer(next: Position, current: Position | undefined): boolean {
  if (!current) return true;
  return next.epoch > current.epoch || (next.epoch === current.epoch && next.revision > current.revision);
}

function sameEntry(a: SwitchEntry | undefined, b: SwitchEntry | undefined): boolean {
  if (!a || !b) return a === b;
  if (!sameValue(a.value, b.value)) return false;
  const left = a.overrides ?? {};
  const right = b.overrides ?? {};
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(
    (key) => Object.hasOwn(left, key) === Object.hasOwn(right, key) && sameValue(left[key], right[key]),
  );
}

/** The entries of `next` that differ from `previous`: the body of a change event. Each entry is whole. */
export function changedEntries(previous: Snapshot | undefined, next: Snapshot): Record<string, SwitchEntry> {
  const changed: Record<string, SwitchEntry> = {};
  for (const [name, entry] of Object.entries(next.switches)) {
    if (!sameEntry(previous?.switches[name], entry)) changed[name] = entry;
  }
  return changed;
}

/** The value that holds for a symbol: its override, else the global value. Undefined for an unknown switch. */
export function valueFor(snapshot: Snapshot, name: string, symbol?: string): WireValue | undefined {
  const entry = Object.hasOwn(snapshot.switches, name) ? snapshot.switches[name] : undefined;
  if (!entry) return undefined;
  if (symbol && entry.overrides && Object.hasOwn(entry.overrides, symbol)) return entry.overrides[symbol];
  return entry.value;
}

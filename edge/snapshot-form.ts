// Reads a snapshot from the database or the disk: whole and well formed, or not at all.
import { type Snapshot, type SwitchEntry, SYMBOL_FORM } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { isCount, isFields } from '#lib/door/form.ts';

const SWITCH_NAME = /^[a-z][a-z0-9_]{0,99}$/;

export function isWireValue(value: unknown): value is WireValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function readEntry(value: unknown): SwitchEntry | undefined {
  if (!isFields(value) || !isWireValue(value.value)) return undefined;
  if (value.overrides === undefined) return { value: value.value };
  if (!isFields(value.overrides)) return undefined;
  const overrides = Object.entries(value.overrides);
  if (overrides.length === 0) return { value: value.value };
  if (
    !overrides.every((pair): pair is [string, WireValue] => SYMBOL_FORM.test(pair[0]) && isWireValue(pair[1]))
  ) {
    return undefined;
  }
  return { value: value.value, overrides: Object.fromEntries(overrides.sort(byName)) };
}

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}

/** The snapshot with names in order (the database keeps them in its own); undefined when anything is malformed. */
export function readSnapshot(value: unknown): Snapshot | undefined {
  if (!isFields(value) || !isFields(value.switches)) return undefined;
  const { epoch, revision, publishedAt } = value;
  if (!isCount(epoch) || !isCount(revision)) return undefined;
  if (typeof publishedAt !== 'string' || Number.isNaN(Date.parse(publishedAt))) return undefined;
  const switches: [string, SwitchEntry][] = [];
  for (const [name, raw] of Object.entries(value.switches).sort(byName)) {
    const entry = SWITCH_NAME.test(name) ? readEntry(raw) : undefined;
    if (!entry) return undefined;
    switches.push([name, entry]);
  }
  return switches.length === 0
    ? undefined
    : { epoch, revision, publishedAt, switches: Object.fromEntries(switches) };
}

// The values of a switch over time as a step line: levels, names of the levels, and the points where it changed. Pure.

import { formatShort } from '#components/format-value.ts';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import type { HistoryBody } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { wayOfChange } from './change-plan.ts';
import type { Way } from './direction-mark.tsx';

export type HistoryItem = HistoryBody['items'][number];

export interface Step {
  /** Milliseconds since 1970. */
  t: number;
  level: number;
  words: string;
  /** Absent at both ends of the line, where nothing changed. */
  item?: HistoryItem;
  way?: Way;
}

export interface Steps {
  steps: readonly Step[];
  /** Where the axis is labelled. */
  ticks: readonly { level: number; words: string }[];
  domain: readonly [number, number];
}

/** Height of a value on the axis; off lies above every amount. */
function levelOf(definition: SwitchDefinition, value: WireValue, top: number): number {
  switch (definition.type) {
    case 'bool':
      return value === true ? 1 : 0;
    case 'enum':
      return Math.max(0, definition.values.indexOf(String(value)));
    case 'symbols':
      return Array.isArray(value) ? value.length : 0;
    default:
      return value === null ? top : Number(value);
  }
}

function amounts(values: readonly WireValue[]): number[] {
  return values.filter((value) => typeof value === 'string' || typeof value === 'number').map(Number);
}

/** Changes of one place, oldest first: the venue's value (null) or a symbol's. */
export function changesOf(items: readonly HistoryItem[], symbol: string | null): HistoryItem[] {
  return items
    .filter((item) => item.symbol === symbol)
    .sort((a, b) => a.revision - b.revision || a.epoch - b.epoch);
}

/** Symbols that had a value of their own at some time, sorted. */
export function symbolsIn(items: readonly HistoryItem[]): string[] {
  return [...new Set(items.flatMap((item) => (item.symbol === null ? [] : [item.symbol])))].sort();
}

/** The step line from before the first change to `now` (ms); null when there was no change. */
export function stepsOf(
  name: string,
  definition: SwitchDefinition,
  items: readonly HistoryItem[],
  symbol: string | null,
  now: number,
): Steps | null {
  const changes = changesOf(items, symbol);
  const [first] = changes;
  const last = changes.at(-1);
  if (!first || !last) return null;
  const values = [first.oldValue, ...changes.map((change) => change.newValue)];
  const top = Math.max(1, ...amounts(values)) * 1.25;
  const level = (value: WireValue) => levelOf(definition, value, top);
  const from = Date.parse(first.at);
  const until = Math.max(now, Date.parse(last.at) + 1_000);
  const before = from - Math.max(1_000, (until - from) * 0.08);
  const steps: Step[] = [
    { t: before, level: level(first.oldValue), words: formatShort(definition, first.oldValue) },
    ...changes.map((item) => ({
      t: Date.parse(item.at),
      level: level(item.newValue),
      words: formatShort(definition, item.newValue),
      item,
      way: wayOfChange({ ...item, switch: name, oldInherited: false }),
    })),
    { t: until, level: level(last.newValue), words: formatShort(definition, last.newValue) },
  ];
  const ticks = [...new Map(values.map((value) => [level(value), formatShort(definition, value)])).entries()]
    .map(([at, words]) => ({ level: at, words }))
    .sort((a, b) => a.level - b.level);
  const low = Math.min(...ticks.map((tick) => tick.level));
  const high = Math.max(...ticks.map((tick) => tick.level));
  const room = (high - low || Math.abs(high) || 1) * 0.15;
  return { steps, ticks: thinned(ticks, low, high), domain: [low - room, high + room] };
}

/** Labels that stand too close are left out, the ends never. */
function thinned(
  ticks: readonly { level: number; words: string }[],
  low: number,
  high: number,
): { level: number; words: string }[] {
  const least = (high - low) / 6;
  const kept: { level: number; words: string }[] = [];
  for (const tick of ticks) {
    const previous = kept.at(-1);
    if (!previous || tick.level - previous.level >= least) kept.push(tick);
    else if (tick.level === high && kept.length > 1) kept[kept.length - 1] = tick;
  }
  return kept;
}

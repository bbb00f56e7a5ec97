// The bodies on the wire, byte by byte: the edge writes them as the golden files have them, the SDK reads them back whole.
import { describe, expect, test } from 'vitest';
import { asciiJson, switchTexts, valuesFrame } from '#edge/encode.ts';
import { readSnapshot as edgeReads } from '#edge/snapshot-form.ts';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { parseValue } from '#lib/rules/changes/parse-value.ts';
import { readEvent, readSnapshot as sdkReads } from '#sdk/wire.ts';
import type { ChangeEvent, SnapshotBody, SwitchBody } from './edge.ts';
import change from './fixtures/change.json' with { type: 'json' };
import snapshot from './fixtures/snapshot.json' with { type: 'json' };
import switches from './fixtures/switches.json' with { type: 'json' };
import { changedEntries, valueFor } from './snapshot.ts';

const golden: SnapshotBody = snapshot;
const goldenChange: ChangeEvent = change;
const goldenSwitches: readonly SwitchBody[] = switches;

/** The snapshot that the change leads to. */
const next: SnapshotBody = {
  ...goldenChange,
  switches: { ...golden.switches, ...goldenChange.switches },
};

describe('the golden snapshot', () => {
  test('holds every switch of the catalogue once, in order, at a canonical value', () => {
    expect(Object.keys(golden.switches)).toEqual([...SWITCH_NAMES].sort());
    for (const [name, entry] of Object.entries({ ...golden.switches, ...goldenChange.switches })) {
      for (const value of [entry.value, ...Object.values(entry.overrides ?? {})]) {
        expect(parseValue(name, definitionOf(name as SwitchName), value)).toEqual({ ok: true, value });
      }
      expect(Object.keys(entry).filter((key) => key !== 'value' && key !== 'overrides')).toEqual([]);
    }
  });

  test('has these fields and no other', () => {
    expect(Object.keys(golden)).toEqual(['epoch', 'revision', 'publishedAt', 'switches']);
    expect(new Date(golden.publishedAt).toISOString()).toBe(golden.publishedAt);
  });

  test('is what edge and SDK read, and what the edge writes', () => {
    const text = JSON.stringify(golden);
    expect(edgeReads(JSON.parse(text))).toEqual(golden);
    expect(sdkReads(JSON.parse(text))).toEqual(golden);
    expect(asciiJson(edgeReads(JSON.parse(text)))).toBe(text);
    expect(valuesFrame('snapshot', golden).toString('latin1')).toBe(
      `event: snapshot\nid: 1.5\ndata: ${text}\n\n`,
    );
    expect(readEvent('snapshot', text)).toEqual({ kind: 'snapshot', snapshot: golden });
  });
});

describe('the golden change', () => {
  test('is exactly what differs: a lost and a new override, off and not, a smaller set', () => {
    expect(changedEntries(golden, next)).toEqual(goldenChange.switches);
    expect(changedEntries(next, next)).toEqual({});
    expect(changedEntries(undefined, golden)).toEqual(golden.switches);
  });

  test('is what the edge writes and the SDK reads', () => {
    const text = JSON.stringify(goldenChange);
    expect(valuesFrame('change', goldenChange).toString('latin1')).toBe(
      `event: change\nid: 1.6\ndata: ${text}\n\n`,
    );
    expect(readEvent('change', text)).toEqual({ kind: 'change', change: goldenChange });
  });
});

describe('the golden switch bodies', () => {
  test.each(goldenSwitches.map((body) => [body.name, body.symbol ?? 'the venue', body] as const))(
    '%s for %s',
    (_name, _place, body) => {
      expect(valueFor(golden, body.name, body.symbol)).toEqual(body.value);
      expect(Object.keys(body)).toEqual(
        body.symbol === undefined
          ? ['name', 'value', 'epoch', 'revision']
          : ['name', 'value', 'symbol', 'epoch', 'revision'],
      );
      const texts = switchTexts(golden).get(body.name);
      const written =
        body.symbol === undefined
          ? texts?.global
          : (texts?.bySymbol.get(body.symbol) ?? `${texts?.before}${body.symbol}${texts?.after}`);
      expect(JSON.parse(written ?? '')).toEqual(body);
    },
  );

  test('cover every type of switch, off, an override and a symbol without one', () => {
    const types = goldenSwitches.map(({ name }) => definitionOf(name as SwitchName).type);
    expect([...new Set(types)].sort()).toEqual(['bool', 'decimal', 'enum', 'int', 'money', 'symbols']);
    expect(goldenSwitches.some(({ value }) => value === null)).toBe(true);
  });
});

// The generated facts are what the catalogue says today; run scripts/generate-contract.ts when this fails.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type SwitchName as CatalogueName, SWITCH_NAMES, type ValueOf } from '#lib/catalog/switches.ts';
import { contractJson, contractText } from '#scripts/generate-contract.ts';
import { MATRIX, type SwitchName, type SwitchValues, SYMBOLS } from './matrix.generated.ts';

test('the files are the texts that the catalogue gives', () => {
  const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  expect(file('./matrix.generated.ts')).toBe(contractText());
  expect(file('./matrix.generated.json')).toBe(contractJson());
});

test('names every switch, its type and where it falls to', () => {
  expect(Object.keys(MATRIX)).toEqual([...SWITCH_NAMES]);
  expect(MATRIX.global_betting_enabled).toEqual({
    ...{ type: 'bool', safe: false, perSymbol: false },
    failMode: { kind: 'fall', afterMs: 60_000 },
  });
  expect(MATRIX.normal_threshold).toEqual({
    type: 'money',
    safe: '0',
    perSymbol: true,
    failMode: { kind: 'hold' },
  });
  expect(SYMBOLS).toContain('BTC');
});

/** Compiles only while both are the same type. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

test('types of names and values are those of the catalogue', () => {
  const names: Same<SwitchName, CatalogueName> = true;
  const values: Same<SwitchValues, { [N in CatalogueName]: ValueOf<N> }> = true;
  // @ts-expect-error the comparison can fail
  const other: Same<SwitchValues, { [N in CatalogueName]: ValueOf<N> | undefined }> = true;
  expect([names, values, other]).toEqual([true, true, true]);
});

// Which key for which act after which outcome: once while nobody knows, anew once somebody does.
import { expect, test } from 'vitest';
import { ActKeys, KEPT_MS } from './act-keys.ts';

const NOW = 1_700_000_000_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

test('two presses before the answer are one act', () => {
  const keys = new ActKeys();
  const key = keys.keyOf('press A', NOW);
  expect(key).toMatch(UUID);
  expect(keys.keyOf('press A', NOW + 40)).toBe(key);
  expect(keys.keyOf('press B', NOW + 40)).not.toBe(key);
});

test('pressed again after it was done, or refused, it is a new act', () => {
  for (const outcome of ['ok', 'unavailable', 'conflict', 'invalid_reason', 'internal'] as const) {
    const keys = new ActKeys();
    const key = keys.keyOf('press A', NOW);
    keys.answered('press A', key, outcome, NOW);
    expect(keys.keyOf('press A', NOW), outcome).not.toBe(key);
  }
});

test('pressed again after silence it is the same act, whatever was pressed in between', () => {
  const keys = new ActKeys();
  const silent = keys.keyOf('press A', NOW);
  keys.answered('press A', silent, 'outcome_unknown', NOW);
  const other = keys.keyOf('press B', NOW);
  keys.answered('press B', other, 'ok', NOW);
  expect(keys.keyOf('press A', NOW + 1_000)).toBe(silent);
  keys.answered('press A', silent, 'ok', NOW + 1_000);
  expect(keys.keyOf('press A', NOW + 2_000)).not.toBe(silent);
});

test('a refusal after silence does not tell what the silent press did: the key is kept', () => {
  const keys = new ActKeys();
  const key = keys.keyOf('press A', NOW);
  keys.answered('press A', key, 'outcome_unknown', NOW);
  keys.answered('press A', key, 'unavailable', NOW + 1_000);
  expect(keys.keyOf('press A', NOW + 2_000)).toBe(key);
});

test('two presses with one key: one is refused, the other falls silent', () => {
  const keys = new ActKeys();
  const key = keys.keyOf('press A', NOW);
  keys.answered('press A', key, 'unavailable', NOW);
  keys.answered('press A', key, 'outcome_unknown', NOW + 1_000);
  expect(keys.keyOf('press A', NOW + 2_000)).toBe(key);
});

test('long after silence the same press is a new wish, not a repetition', () => {
  const keys = new ActKeys();
  const key = keys.keyOf('press A', NOW);
  keys.answered('press A', key, 'outcome_unknown', NOW);
  expect(keys.keyOf('press A', NOW + KEPT_MS)).toBe(key);
  expect(keys.keyOf('press A', NOW + KEPT_MS + 1)).not.toBe(key);
});

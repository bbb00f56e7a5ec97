// What people choose to break in a version is what breaks in it, is said, and is mended again.
import { expect, test } from 'vitest';
import { OrderGatewayInstance, WELL } from './instance.ts';
import {
  brokenWords,
  chosenOf,
  VERSION_FAULT_NAMES,
  type VersionFaultName,
  versionFaultKind,
} from './version-faults.ts';

test('each breaks something, says so, and is well again when it is mended', () => {
  for (const name of VERSION_FAULT_NAMES) {
    const kind = versionFaultKind(name);
    const chosen = chosenOf(kind, undefined);
    if ('wrong' in chosen) throw new Error(chosen.wrong);
    const broken = { ...WELL, ...kind.breaks(chosen.choice) };
    expect(broken, name).not.toEqual(WELL);
    expect(brokenWords(broken), name).toBe(kind.says(broken));
    expect({ ...broken, ...kind.mends }, name).toEqual(WELL);
  }
  expect(brokenWords(WELL)).toBe('');
});

// biome-ignore format: a row a line
test.each<[VersionFaultName, unknown, string]>([
  ['slow', 30, '30% slower'],
  ['slow', '12.5', '12.5% slower'],
  ['failing', 0.5, '0.5% fail'],
  ['failing', '20', '20% fail'],
  ['positions', undefined, '1 mismatch'],
  ['part', 'database', 'database connection down'],
  ['trades', 40, 'wins 40%'],
  ['idle', undefined, 'makes no trades'],
  ['halted', undefined, 'halted'],
])('%s, %j: %s', (name, asked, words) => {
  const kind = versionFaultKind(name);
  const chosen = chosenOf(kind, asked);
  if ('wrong' in chosen) throw new Error(chosen.wrong);
  expect(brokenWords({ ...WELL, ...kind.breaks(chosen.choice) })).toBe(words);
});

test.each<[VersionFaultName, unknown]>([
  ['slow', 0],
  ['slow', 901],
  ['slow', ' '],
  ['failing', 'half'],
  ['failing', null],
  ['part', 'coffee machine'],
  ['part', 'constructor'],
  ['halted', 5],
])('%s is not broken by %j', (name, asked) => {
  expect(chosenOf(versionFaultKind(name), asked)).toEqual({ wrong: expect.stringMatching(/\.$/) });
});

test('a halted version is not healthy, and what is deployed in its place is', () => {
  const instance = new OrderGatewayInstance('green-1', 'v1.2.5', () => 0.5);
  instance.breaks({ halted: true });
  expect(instance.healthy).toBe(false);
  instance.deploy('v1.2.6');
  expect(instance.healthy).toBe(true);
});

// Versions: the order of semver.org's own example, manual 2's examples, and what is no version.
import { expect, test } from 'vitest';
import { changeOf, compareVersions, parseVersion, type Version } from './version.ts';

function of(text: string): Version {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  return version;
}

const ORDER = [
  ...['v0.9.9', 'v1.0.0-alpha', 'v1.0.0-alpha.1', 'v1.0.0-alpha.beta', 'v1.0.0-beta', 'v1.0.0-beta.2'],
  ...['v1.0.0-beta.11', 'v1.0.0-rc.1', 'v1.0.0', 'v1.0.2', 'v1.0.10', 'v1.2.0', 'v1.10.0', 'v2.0.0'],
];

test('every version is older than all that follow it, and the same as itself', () => {
  for (const [at, a] of ORDER.entries())
    for (const [place, b] of ORDER.entries())
      expect(`${a} ${b} ${Math.sign(compareVersions(of(a), of(b)))}`).toBe(
        `${a} ${b} ${Math.sign(at - place)}`,
      );
});

test.each([
  ['v1.2.3', 'v1.2.4', 'patch'],
  ['v1.2.4', 'v1.3.0', 'minor'],
  ['v1.3.0', 'v2.0.0', 'major'],
  ['v1.3.0', 'v1.3.0', 'same'],
  ['v1.3.0', 'v1.2.9', 'older'],
])('%s to %s is %s', (from, to, change) => {
  expect(changeOf(of(from), of(to))).toBe(change);
});

test.each([
  '1.2.3',
  'v1.2',
  'v01.2.3',
  'v1.2.3-',
  'v1.2.3-01',
  'v1.2.3+build',
  'v1.2.3 ',
  'v1.2.3\n',
  'V1.2.3',
  `v1.2.3-${'a'.repeat(60)}`,
  '',
])('%j is no version', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

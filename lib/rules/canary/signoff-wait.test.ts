// A form waits for figures that are missing: for how long, and in which words it becomes void.
import { expect, test } from 'vitest';
import { SNAPSHOT } from '#test/signoff-snapshot.ts';
import { differenceText } from './signoff-snapshot.ts';
import {
  asDifferences,
  hasWaitedOut,
  holdEnd,
  type LineSigner,
  lapsesOf,
  missingText,
} from './signoff-wait.ts';

const SINCE = new Date('2026-03-19T02:00:00Z');
const MISSING = { what: 'Latency, P50', was: 'pass, 195 ms', why: 'The query finds nothing.' };

test('it waits for five minutes, not longer, and not while nothing was seen missing', () => {
  expect(holdEnd(SINCE)).toEqual(new Date('2026-03-19T02:05:00Z'));
  expect(hasWaitedOut({ heldSince: SINCE }, new Date('2026-03-19T02:04:59.999Z'))).toBe(false);
  expect(hasWaitedOut({ heldSince: SINCE }, new Date('2026-03-19T02:05:00Z'))).toBe(true);
  expect(hasWaitedOut({ heldSince: null }, new Date('2026-03-20T00:00:00Z'))).toBe(false);
});

test('what is missing and what it made void are sentences, each with one full stop', () => {
  expect(missingText(MISSING)).toBe('Latency, P50: The query finds nothing.');
  expect(missingText({ ...MISSING, why: 'unavailable: HTTP 503' })).toBe(
    'Latency, P50: unavailable: HTTP 503.',
  );
  expect(asDifferences([MISSING]).map(differenceText)).toEqual([
    'Latency, P50 was pass, 195 ms and is missing: The query finds nothing.',
  ]);
});

// biome-ignore format: a row a line
test.each<[string, LineSigner, string[]]>([
  ['their role', { line: 'engineer', name: 'Ada', rolesNow: ['auditor', 'engineer'] }, []],
  ['another role of the same line', { line: 'risk_manager', name: 'Ada', rolesNow: ['super_admin'] }, []],
  ['only the role of another line', { line: 'engineer', name: 'Ada', rolesNow: ['risk_manager'] }, ['Ada, who signed, was engineer and is no engineer any more.']],
  ['no access', { line: 'product_owner', name: 'Ada', rolesNow: [] }, ['Ada, who signed, was product owner and is without access.']],
])('a signature of somebody who has %s', (_what, signer, sentences) => {
  const { configuration, criteria, build, changes } = SNAPSHOT;
  const live = { configuration, criteria, build, changes, epoch: 1, blind: [] };
  expect(lapsesOf(SNAPSHOT, live, [signer]).changed.map(differenceText)).toEqual(sentences);
});

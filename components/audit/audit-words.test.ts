// Audit entries in words: switch changes in their own format and direction, other kinds as they are.
import { expect, test } from 'vitest';
import { shortHash } from '#components/short-hash.ts';
import type { AuditEntryView } from '#lib/contract/console.ts';
import { sidesOf, subjectOf } from './audit-words.ts';

function entry(part: Partial<AuditEntryView>): AuditEntryView {
  return {
    seq: 1,
    at: '2026-03-19T03:07:40.218000Z',
    actor: { kind: 'person', id: '1', name: 'Risk manager' },
    kind: 'switch.changed',
    subject: 'normal_threshold',
    symbol: null,
    oldValue: '"10000"',
    newValue: '"5000"',
    reason: null,
    changeSetId: null,
    epoch: 1,
    revision: 2,
    details: null,
    prevHash: '00'.repeat(32),
    hash: 'ab'.repeat(32),
    ...part,
  };
}

test('a switch change shows both values as the switch writes them, and the way', () => {
  expect(sidesOf(entry({}))).toEqual({ from: '$10,000', to: '$5,000', way: 'reducing' });
  expect(sidesOf(entry({ oldValue: '"5000"', newValue: '"10000"' })).way).toBe('raising');
});

test("the manual's rollback that loosens a control is told from an ordinary raise", () => {
  const loosened = entry({
    subject: 'hedge_enabled',
    oldValue: 'true',
    newValue: 'false',
    details: { direction: 'rollback' },
  });
  expect(sidesOf(loosened).way).toBe('rollback');
});

test('other kinds, and a switch that is no longer in the catalogue, show their words unread', () => {
  expect(sidesOf(entry({ kind: 'instance.isolated', oldValue: 'counted', newValue: 'isolated' }))).toEqual({
    from: 'counted',
    to: 'isolated',
    way: 'none',
  });
  expect(sidesOf(entry({ subject: 'gone_switch' })).from).toBe('"10000"');
});

test('hash and subject in short', () => {
  expect(shortHash('e90b3a5500000000000000000000000000000000000000000000000008c42d77')).toBe('e90b…2d77');
  expect(subjectOf({ subject: 'normal_threshold', symbol: 'BTC' })).toBe('normal_threshold.BTC');
});

// Every state with every verb by hand; whose approvals count; and each cause that keeps a withdrawal from going out.
import { describe, expect, test } from 'vitest';
import { WITHDRAWAL_STATE_NAMES, WITHDRAWAL_VERBS } from '#lib/catalog/withdrawals.ts';
import {
  type ApprovalStanding,
  approvalRefused,
  causesOf,
  expiryFrom,
  missingText,
  moveWithdrawal,
  type Standing,
  sendAfter,
  slaOf,
} from './withdrawal.ts';

const NONE = [null, null, null, null, null];

/** approve, undo, hold, resume, reject, amend, expire; release, accept, confirm, refuse, lose. */
const BY_HAND: Record<string, readonly (string | null)[]> = {
  pending: ['approved', 'pending', 'held', null, 'rejected', 'pending', 'expired', ...NONE],
  held: [null, null, null, 'pending', 'rejected', 'held', null, ...NONE],
  approved: [
    null,
    'pending',
    'held',
    null,
    'rejected',
    'pending',
    'expired',
    'releasing',
    null,
    null,
    null,
    null,
  ],
  releasing: [null, null, null, null, null, null, null, null, 'released', 'confirmed', 'rejected', 'unknown'],
  released: [null, null, null, null, null, null, null, null, null, 'confirmed', null, null],
  confirmed: [null, null, null, null, null, null, null, ...NONE],
  unknown: [null, null, null, null, null, null, null, null, 'released', 'confirmed', 'rejected', null],
  rejected: [null, null, null, null, null, null, null, ...NONE],
  expired: [null, null, 'held', 'pending', 'rejected', 'pending', null, ...NONE],
};

test('the table names every state', () => {
  expect(Object.keys(BY_HAND)).toEqual(WITHDRAWAL_STATE_NAMES);
});

describe.each(WITHDRAWAL_STATE_NAMES)('%s', (state) => {
  test.each(WITHDRAWAL_VERBS.map((verb, at) => [verb, BY_HAND[state]?.[at] ?? null] as const))(
    '%s leads to %s',
    (verb, to) => {
      const moved = moveWithdrawal({ number: 7, state }, verb);
      if (to === null) expect(moved).toMatchObject({ ok: false, error: { code: 'conflict' } });
      else expect(moved).toEqual({ ok: true, value: to });
    },
  );
});

const by = (personId: string, roles: string[], rolesNow = roles): ApprovalStanding => ({
  ...{ personId, name: personId, roles, rolesNow },
});
const OP = by('Ann', ['operations']);
const SA = by('Sam', ['super_admin']);
const TWO = { number: 7, people: 2, oneOf: null };
const ONE_SUPER = { number: 7, people: 2, oneOf: 'super_admin' } as const;

describe('approvals', () => {
  test('what is missing', () => {
    expect(missingText({ people: 1, oneOf: null }, [])).toBe('Needs one approval');
    expect(missingText({ people: 1, oneOf: null }, [OP])).toBeNull();
    expect(missingText(TWO, [])).toBe('Needs 2 approvals');
    expect(missingText(TWO, [OP])).toBe('Needs a second approval');
    expect(missingText(TWO, [OP, SA])).toBeNull();
    expect(missingText(ONE_SUPER, [OP])).toBe('Needs a second approval, by a super admin');
    expect(missingText(ONE_SUPER, [OP, SA])).toBeNull();
    expect(missingText({ people: null, oneOf: null }, [OP, SA])).toMatch(/nobody/);
  });

  test('somebody who may not approve any more does not count', () => {
    expect(missingText(TWO, [OP, by('Bea', ['operations'], ['auditor'])])).toBe('Needs a second approval');
    expect(missingText(ONE_SUPER, [OP, by('Sam', ['super_admin'], ['operations'])])).toMatch(/super admin/);
    // A role that came later does not stand for one that was not there.
    expect(missingText(ONE_SUPER, [OP, by('Bea', ['operations'], ['operations', 'super_admin'])])).toMatch(
      /super admin/,
    );
  });

  test.each([
    ['the policy blocks it', { ...TWO, people: null }, 'Ann', ['operations'], [], [], /policy blocks/],
    ['their own key asked', TWO, 'Ann', ['operations'], ['Ann'], [], /Your key asked/],
    ['their own key changed it', TWO, 'Ann', ['operations'], [null, 'Ann'], [], /Your key asked/],
    ['they approved already', TWO, 'Ann', ['operations'], [], [OP], /already/],
    ['the last one has to be a super admin', ONE_SUPER, 'Bea', ['operations'], [], [OP], /super admin/],
  ] as const)('refused: %s', (_what, standing, id, roles, requesters, approvals, why) => {
    expect(approvalRefused(standing, { id, roles }, requesters, approvals)).toMatch(why);
  });

  test.each([
    ['the first of two', TWO, 'Ann', ['operations'], []],
    ['the second of two', TWO, 'Bea', ['operations'], [OP]],
    ['the super admin comes last', ONE_SUPER, 'Sam', ['super_admin'], [OP]],
    ['the super admin came first', ONE_SUPER, 'Bea', ['operations'], [SA]],
    [
      'a third, where the first may not any more',
      TWO,
      'Cay',
      ['operations'],
      [OP, by('Bea', ['operations'], [])],
    ],
  ] as const)('taken: %s', (_what, standing, id, roles, approvals) => {
    expect(approvalRefused(standing, { id, roles }, [null, 'Somebody'], approvals)).toBeNull();
  });
});

const NOW = new Date('2026-11-27T12:00:00Z');
const ON = { enabled: true, largeEnabled: true, largeUsd: '10000' };
const later = new Date(NOW.getTime() + 1_000);

describe('causes', () => {
  const approved: Standing = {
    ...{ number: 7, state: 'approved', people: 2, oneOf: null, usdValue: '10000.01' },
    ...{ expiresAt: later, sendAfter: NOW, problem: null },
  };
  const keys = (standing: Partial<Standing>, approvals: readonly ApprovalStanding[], switches = ON) =>
    causesOf({ ...approved, ...standing }, approvals, switches, NOW).map(({ key }) => key);

  test('none once it was approved and its minute is over', () => {
    expect(keys({}, [OP, SA])).toEqual([]);
  });
  test('the minute in which it can be undone', () => {
    expect(keys({ sendAfter: later }, [OP, SA])).toEqual(['undo']);
  });
  test('withdrawals are off, whatever was approved', () => {
    expect(keys({}, [OP, SA], { ...ON, enabled: false })).toEqual(['withdrawal_enabled']);
  });
  test('large ones are off: those above the limit, not at it', () => {
    const off = { ...ON, largeEnabled: false };
    expect(keys({}, [OP, SA], off)).toEqual(['large_withdrawals_enabled']);
    expect(keys({ usdValue: '10000' }, [OP, SA], off)).toEqual([]);
  });
  test('an approver was demoted or disabled', () => {
    expect(keys({}, [OP, by('Bea', ['operations'], [])])).toEqual(['approver']);
    expect(keys({ oneOf: 'super_admin' }, [OP, by('Sam', ['super_admin'], ['operations'])])).toEqual([
      'approver',
    ]);
  });
  test('enough others stand by it', () => {
    expect(keys({}, [OP, by('Bea', ['operations'], []), SA])).toEqual([]);
  });
  test('its approval ran out', () => {
    expect(keys({ expiresAt: NOW }, [OP, SA])).toEqual(['expired']);
    expect(keys({ state: 'expired', expiresAt: NOW }, [OP, SA])).toEqual(['expired']);
  });
  test('approvals are missing, it is held, the policy blocks it, or all at once', () => {
    expect(keys({ state: 'pending' }, [OP])).toEqual(['approval']);
    expect(keys({ state: 'held', expiresAt: null }, [])).toEqual(['held']);
    expect(keys({ state: 'pending', people: null, expiresAt: null }, [])).toEqual(['policy']);
    expect(
      keys({ state: 'pending', expiresAt: null }, [], { enabled: false, largeEnabled: false, largeUsd: '0' }),
    ).toEqual(['withdrawal_enabled', 'large_withdrawals_enabled', 'approval']);
  });
  test('what the wallet has taken is stopped by nothing here, and says where it is', () => {
    const off = { enabled: false, largeEnabled: false, largeUsd: '0' };
    expect(keys({ state: 'released' }, [OP, SA], off)).toEqual(['wallet']);
    expect(keys({ state: 'unknown' }, [OP, SA], off)).toEqual(['unknown']);
  });
  test('what the wallet has not taken yet is still stopped by the switches', () => {
    expect(keys({ state: 'releasing' }, [OP, SA])).toEqual(['wallet']);
    expect(keys({ state: 'releasing' }, [OP, SA], { ...ON, enabled: false })).toEqual([
      'withdrawal_enabled',
      'wallet',
    ]);
    const off = { ...ON, largeEnabled: false };
    expect(keys({ state: 'releasing' }, [OP, SA], off)).toEqual(['large_withdrawals_enabled', 'wallet']);
    expect(keys({ state: 'releasing', usdValue: '10000' }, [OP, SA], off)).toEqual(['wallet']);
  });
  test('what is over has none', () => {
    expect(keys({ state: 'rejected' }, [], { ...ON, enabled: false })).toEqual([]);
  });
});

test('the times of the catalogue', () => {
  expect(expiryFrom(NOW).toISOString()).toBe('2026-11-27T14:00:00.000Z');
  expect(sendAfter(NOW).toISOString()).toBe('2026-11-27T12:01:00.000Z');
  const after = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
  expect([9, 10, 14, 15].map((minutes) => slaOf(NOW, after(minutes)))).toEqual([
    'fine',
    'soon',
    'soon',
    'late',
  ]);
});

// Keys and tokens: how long they last, what a rotation leaves of the old one, who may own and revoke them.
import { describe, expect, test } from 'vitest';
import { MACHINE_KEY, PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import {
  credentialState,
  decideOwner,
  decideRotation,
  decideTokenCount,
  decideTokenRevoking,
  endAfter,
  prefixOf,
  type RotatedKey,
} from './credential.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

const KEY: RotatedKey = {
  name: 'router',
  createdAt: at(-24),
  expiresAt: at(29 * 24),
  revokedAt: null,
  owner: { name: 'Ada', disabled: false },
  replaced: false,
};

function admin(part: Partial<PersonActor> = {}): PersonActor {
  return {
    ...{ kind: 'person', id: 'admin', name: 'Admin', email: 'admin@test.invalid' },
    ...{ roles: ['super_admin'], via: 'session', factor: 'proven' },
    ...part,
  };
}

test('of a secret its mark and eight characters are shown', () => {
  expect(prefixOf(`bhk_4fKq81Zt_${'s'.repeat(32)}`)).toBe('bhk_4fKq81Zt');
});

test.each([
  [null, null, 'live'],
  [at(0.001), null, 'live'],
  [at(0), null, 'expired'],
  [at(1), at(-1), 'revoked'],
  [at(-2), at(-1), 'revoked'],
] as const)('ends %s, revoked %s: %s', (expiresAt, revokedAt, state) => {
  expect(credentialState({ createdAt: at(-48), expiresAt, revokedAt }, NOW)).toBe(state);
});

test('an end is counted in whole days from now', () => {
  expect(endAfter(30, NOW)).toEqual(at(30 * 24));
});

describe('rotation', () => {
  test('the new key lasts as long as the old one was to last, the old one for the overlap', () => {
    const rotation = decideRotation(KEY, 24, NOW);
    expect(rotation).toEqual({ ok: true, value: { expiresAt: at(30 * 24), oldEndsAt: at(24) } });
  });

  test('never makes the old key last longer than it would have', () => {
    const soon = { ...KEY, createdAt: at(-100), expiresAt: at(2) };
    expect(decideRotation(soon, 24, NOW)).toMatchObject({ value: { oldEndsAt: at(2), expiresAt: at(102) } });
  });

  test('a key without an end is followed by one without an end, and ends itself', () => {
    const endless = { ...KEY, expiresAt: null };
    expect(decideRotation(endless, 0, NOW)).toEqual({ ok: true, value: { expiresAt: null, oldEndsAt: NOW } });
  });

  test.each([
    ['revoked', { revokedAt: at(-1) }, 'conflict', /was revoked/],
    ['expired', { expiresAt: NOW }, 'conflict', /has expired/],
    ['rotated', { replaced: true }, 'conflict', /rotated already/],
    [
      'of a disabled person',
      { owner: { name: 'Ada', disabled: true } },
      'rule_violated',
      /Ada.* is disabled/,
    ],
  ] as const)('a key that is %s is not rotated', (_what, part, code, message) => {
    const refused = decideRotation({ ...KEY, ...part }, 24, NOW);
    expect(refused).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } });
  });
});

test('an owner is there, enabled, and has not more keys than one can look after', () => {
  const ada = { name: 'Ada', disabled: false };
  expect(decideOwner(ada, MACHINE_KEY.mostOfOwner - 1)).toEqual({ ok: true, value: ada });
  expect(decideOwner(ada, MACHINE_KEY.mostOfOwner)).toMatchObject({ error: { code: 'rule_violated' } });
  expect(decideOwner({ ...ada, disabled: true }, 0)).toMatchObject({ error: { code: 'rule_violated' } });
  expect(decideOwner(undefined, 0)).toMatchObject({ error: { code: 'not_found' } });
});

test('tokens are counted', () => {
  expect(decideTokenCount(PERSONAL_TOKEN.mostOfOwner - 1).ok).toBe(true);
  expect(decideTokenCount(PERSONAL_TOKEN.mostOfOwner).ok).toBe(false);
});

test('everybody revokes their own tokens, a super admin anybody’s, and to others they are not there', () => {
  const token = { personId: 'ada' };
  expect(decideTokenRevoking(admin({ id: 'ada', roles: ['engineer'] }), token).ok).toBe(true);
  expect(decideTokenRevoking(admin(), token).ok).toBe(true);
  for (const roles of [['engineer'], ['risk_manager'], ['auditor']] as const)
    expect(decideTokenRevoking(admin({ roles }), token)).toMatchObject({ error: { code: 'not_found' } });
  expect(decideTokenRevoking(admin(), undefined)).toMatchObject({ error: { code: 'not_found' } });
});

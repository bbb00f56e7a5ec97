// Every pair of roles by hand, and every flaw of a credential at its edge.
import { describe, expect, test } from 'vitest';
import { DUTIES } from '#lib/catalog/duties.ts';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import { credentialFlaws, dutyFindings, type StoredCredential } from './duty-review.ts';

const found = (...roles: Role[]) => dutyFindings(roles).map(({ duty }) => duty);

describe('roles together', () => {
  test.each(ROLE_NAMES)('%s alone combines nothing', (role) => expect(found(role)).toEqual([]));

  test.each<[Role, Role, string[]]>([
    ['super_admin', 'risk_manager', ['request-and-approve']],
    ['super_admin', 'operations', ['both-withdrawal-approvals']],
    ['super_admin', 'engineer', []],
    ['super_admin', 'executive', []],
    ['super_admin', 'auditor', ['reviews-own-acts']],
    ['risk_manager', 'engineer', ['signs-several-lines']],
    ['risk_manager', 'executive', ['signs-several-lines']],
    ['risk_manager', 'operations', []],
    ['engineer', 'product_owner', ['signs-several-lines']],
    ['product_owner', 'executive', ['signs-several-lines']],
    ['product_owner', 'auditor', []],
    ['executive', 'auditor', []],
    ['operations', 'auditor', ['reviews-own-acts']],
    ['engineer', 'auditor', ['reviews-own-acts']],
  ])('%s and %s', (one, other, duties) => {
    expect(found(one, other)).toEqual(duties);
    expect(found(other, one)).toEqual(duties);
  });

  test('name the roles that make them up, in the order of the duty', () => {
    expect(dutyFindings(['executive', 'super_admin', 'engineer', 'risk_manager'])).toEqual([
      { duty: 'request-and-approve', roles: ['risk_manager', 'super_admin'] },
      { duty: 'signs-several-lines', roles: ['engineer', 'risk_manager', 'executive'] },
    ]);
  });

  test('in staging an engineer holds two lines of a form', () => {
    expect(found(...effectiveRoles(['engineer'], 'staging'))).toEqual(['signs-several-lines']);
    expect(found(...effectiveRoles(['engineer'], 'production'))).toEqual([]);
  });

  test('every duty has its own key and two whole sentences', () => {
    expect(new Set(DUTIES.map(({ key }) => key)).size).toBe(DUTIES.length);
    for (const { allows, prevents } of DUTIES) {
      expect(allows).toMatch(/^[a-z].{10,}\.$/);
      expect(prevents).toMatch(/^[A-Z].{10,}\.$/);
    }
  });
});

describe('a credential', () => {
  const now = new Date('2026-11-26T12:00:00Z');
  const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
  const good: StoredCredential = {
    ...{ ownerId: 'p', ownerDisabled: false, createdAt: days(200), expiresAt: days(-30) },
    ...{ lastUsedAt: days(1), revokedAt: null },
  };

  test.each<[string, Partial<StoredCredential>, string[]]>([
    ['in order', {}, []],
    ['without an owner', { ownerId: null }, ['no_owner']],
    ['of somebody disabled', { ownerDisabled: true }, ['owner_disabled']],
    ['that never expires', { expiresAt: null }, ['no_expiry']],
    ['last used 90 days ago', { lastUsedAt: days(90) }, ['unused']],
    ['last used a moment less ago', { lastUsedAt: new Date(days(90).getTime() + 1) }, []],
    ['never used since it was made', { lastUsedAt: null }, ['unused']],
    ['never used, but new', { lastUsedAt: null, createdAt: days(3) }, []],
    [
      'with everything wrong',
      { ownerId: null, expiresAt: null, lastUsedAt: null },
      ['no_owner', 'no_expiry', 'unused'],
    ],
    [
      'with everything wrong, revoked',
      { ownerId: null, expiresAt: null, lastUsedAt: null, revokedAt: days(0) },
      [],
    ],
    ['of somebody disabled, expired this moment', { ownerDisabled: true, expiresAt: now }, []],
  ])('%s', (_name, part, flaws) => expect(credentialFlaws({ ...good, ...part }, now)).toEqual(flaws));
});

// Access of people: nobody decides on themselves, the last super admin stays, groups give roles.
import { describe, expect, test } from 'vitest';
import type { Role } from '#lib/catalog/roles.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { decideDisabling, decideReset, decideRoles, rolesAtProvider, type Subject } from './people.ts';

const admin: Actor = {
  ...{
    kind: 'person',
    id: 'admin',
    name: 'Ada',
    email: 'ada@test.invalid',
    via: 'session',
    factor: 'proven',
  },
  roles: ['super_admin'],
};
const ownKey: Actor = { kind: 'service', id: 'k', name: 'Key', scopes: [], ownerId: 'bob' };
const bob = (change: Partial<Subject> = {}): Subject => ({
  ...{ id: 'bob', name: 'Bob', roles: ['risk_manager'], disabled: false, external: false },
  ...change,
});
const codeOf = (result: { ok: boolean; error?: { code: string } }) => result.error?.code ?? 'ok';

describe('roles', () => {
  test.each<[Role[], Role[], unknown]>([
    [['risk_manager'], ['risk_manager'], null],
    [['risk_manager'], ['auditor'], { added: ['auditor'], removed: ['risk_manager'] }],
    [['risk_manager'], ['auditor', 'risk_manager'], { added: ['auditor'], removed: [] }],
    [[], ['operations'], { added: ['operations'], removed: [] }],
  ])('from %j to %j', (roles, wanted, change) => {
    expect(decideRoles(admin, bob({ roles }), wanted, 1)).toEqual({ ok: true, value: change });
  });

  test('one’s own are somebody else’s to change, by token and key too', () => {
    const me = bob({ id: 'admin' });
    expect(codeOf(decideRoles(admin, me, ['auditor'], 5))).toBe('forbidden');
    expect(codeOf(decideRoles({ ...admin, via: 'token' }, me, ['auditor'], 5))).toBe('forbidden');
    expect(codeOf(decideRoles(ownKey, bob(), ['auditor'], 5))).toBe('forbidden');
  });

  test('those of an identity provider are changed there', () => {
    expect(codeOf(decideRoles(admin, bob({ external: true }), ['auditor'], 5))).toBe('rule_violated');
  });

  test.each<[string, Partial<Subject>, Role[], number, string]>([
    ['the last super admin stays one', { roles: ['super_admin'] }, ['auditor'], 0, 'rule_violated'],
    ['with another one they may stop', { roles: ['super_admin'] }, ['auditor'], 1, 'ok'],
    ['the last may get more roles', { roles: ['super_admin'] }, ['super_admin', 'auditor'], 0, 'ok'],
    [
      'one who is disabled counts for nothing',
      { roles: ['super_admin'], disabled: true },
      ['auditor'],
      0,
      'ok',
    ],
  ])('%s', (_name, subject, wanted, others, code) => {
    expect(codeOf(decideRoles(admin, bob(subject), wanted, others))).toBe(code);
  });
});

test.each<[string, Actor, Partial<Subject>, number, string]>([
  ['somebody else', admin, {}, 0, 'ok'],
  ['oneself', admin, { id: 'admin' }, 3, 'forbidden'],
  ['oneself by key', ownKey, {}, 3, 'forbidden'],
  ['the last super admin', admin, { roles: ['super_admin'] }, 0, 'rule_violated'],
  ['a super admin among two', admin, { roles: ['super_admin'] }, 1, 'ok'],
  ['one who is disabled already', admin, { roles: ['super_admin'], disabled: true }, 0, 'ok'],
  ['by Bulkhead itself', SYSTEM, {}, 0, 'ok'],
])('disabling %s', (_name, actor, subject, others, code) => {
  expect(codeOf(decideDisabling(actor, bob(subject), others))).toBe(code);
});

test.each<[string, Actor, Partial<Subject>, string]>([
  ['somebody else', admin, {}, 'ok'],
  ['oneself', admin, { id: 'admin' }, 'forbidden'],
  ['oneself by key', ownKey, {}, 'forbidden'],
  ['somebody disabled', admin, { disabled: true }, 'rule_violated'],
])('resetting %s', (_name, actor, subject, code) => {
  expect(codeOf(decideReset(actor, bob(subject)))).toBe(code);
});

describe('groups at the identity provider', () => {
  const rolesOf = {
    risk: ['risk_manager'],
    leads: ['risk_manager', 'super_admin'],
    audit: ['auditor'],
  } as const;

  test.each<[string[], Role[], boolean, Role[]]>([
    [['risk'], [], false, ['risk_manager']],
    [['audit', 'leads'], [], false, ['super_admin', 'risk_manager', 'auditor']],
    [['elsewhere'], ['risk_manager'], false, []],
    [[], ['super_admin'], false, []],
    [[], ['super_admin'], true, ['super_admin']],
    [['audit'], ['auditor'], true, ['auditor']],
    [['__proto__', 'constructor', 'toString'], [], false, []],
  ])('%j with %j (last: %s) give %j', (groups, current, last, roles) => {
    expect(rolesAtProvider(groups, rolesOf, current, last)).toEqual(roles);
  });
});

// Who may do what: every role and kind of caller against every action, from a table written by hand (product.md section 1).
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, permissionOf } from '#lib/catalog/permissions.ts';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { type Actor, ANONYMOUS, effectiveRoles, SYSTEM } from './actor.ts';
import { may, mayChange } from './may.ts';

const EVERYBODY = 'SA RM OP EN PO EX AU';
const SHORT: Record<string, Role> = {
  ...{ SA: 'super_admin', RM: 'risk_manager', OP: 'operations', EN: 'engineer' },
  ...{ PO: 'product_owner', EX: 'executive', AU: 'auditor' },
};

/** Roles, then `key` for a machine key with switches:read, `system` for Bulkhead itself, `anyone` without sign-in. */
// biome-ignore format: an action a line
const TABLE: Record<Action, string> = {
  'set-switch': 'SA RM system',
  'set-switches': 'SA RM system',
  'rollback-switch': 'SA RM',
  'undo-change-set': 'SA RM',
  'reset-to-default': 'SA RM',
  'isolate-instance': 'SA RM',
  'restore-instance': 'SA RM',
  'sign-in': `${EVERYBODY} anyone`,
  'sign-out': EVERYBODY,
  'sync-catalogue': 'system',
  'ensure-account': 'system',
  'ensure-api-key': 'system',
  'record-missed-budget': 'system',
  'record-integrity': 'system',
  'read-me': EVERYBODY,
  'read-status': `${EVERYBODY} key`,
  'read-switches': `${EVERYBODY} key`,
  'read-switch-history': `${EVERYBODY} key`,
  'read-changes': EVERYBODY,
  'read-instances': `${EVERYBODY} key`,
  'read-figures': EVERYBODY,
  'read-audit': EVERYBODY,
  'read-outcome': EVERYBODY,
};

const person = (...roles: Role[]): Actor => ({
  ...{ kind: 'person', id: 'p', name: 'Ada', email: 'ada@test.invalid', via: 'session' },
  roles,
});
const key = (...scopes: string[]): Actor => ({
  kind: 'service',
  id: 'k',
  name: 'Venue',
  scopes,
  ownerId: null,
});

const CALLERS: readonly [string, Actor, string][] = [
  ...Object.entries(SHORT).map(([short, role]): [string, Actor, string] => [role, person(role), short]),
  ['a key that reads switches', key('switches:read'), 'key'],
  ['Bulkhead itself', SYSTEM, 'system'],
  ['nobody signed in', ANONYMOUS, 'anyone'],
];

test('the table knows every action, and every role', () => {
  expect(Object.keys(TABLE).sort()).toEqual([...ACTIONS].sort());
  expect(Object.values(SHORT).sort()).toEqual([...ROLE_NAMES].sort());
});

describe.each(CALLERS)('%s', (_name, actor, word) => {
  test.each(ACTIONS)('%s', (action) => {
    const allowed = TABLE[action].split(' ').includes(word);
    const decided = may(actor, action);
    expect(decided.ok).toBe(allowed);
    if (decided.ok) return;
    expect(decided.error.code).toBe(actor.kind === 'anonymous' ? 'unauthenticated' : 'forbidden');
    expect(decided.error.message).toMatch(/^[A-Z].{15,200}\.$/);
    expect(decided.error.message).toContain(permissionOf(action).sentence);
  });
});

describe.each(ACTIONS)('%s', (action) => {
  test('is refused to a person without a role, unless nobody needs one', () => {
    expect(may(person(), action).ok).toBe(action === 'sign-in');
  });

  test('is refused to keys with other scopes or none, whatever they resemble', () => {
    for (const scopes of [
      [],
      ['switches:write'],
      ['alerts:write'],
      ['switches'],
      ['*'],
      ['switches:read2'],
    ]) {
      expect(may(key(...scopes), action).ok).toBe(false);
    }
  });

  test('is allowed to several roles when one of them is', () => {
    const allowed = TABLE[action].split(' ').includes('RM');
    expect(may(person('auditor', 'risk_manager'), action).ok).toBe(allowed);
  });
});

test('refusals say who may instead', () => {
  const says = (actor: Actor, action: Action) => {
    const decided = may(actor, action);
    return decided.ok ? '' : decided.error.message;
  };
  expect(says(person('auditor'), 'set-switch')).toBe(
    'You may not change a switch: it takes a risk manager or super admin.',
  );
  expect(says(ANONYMOUS, 'set-switch')).toBe('Sign in, or send a token, to change a switch.');
  expect(says(key('switches:read'), 'set-switch')).toBe(
    'Machine keys may not change a switch: a person has to.',
  );
  expect(says(key('alerts:write'), 'read-status')).toContain('switches:read');
});

describe('switches', () => {
  const superAdminOnly = [
    ...['global_betting_enabled', 'liquidation_enabled', 'withdrawal_enabled', 'global_api_enabled'],
    ...['go_live_enabled', 'activation_enabled'],
  ];

  test.each(SWITCH_NAMES)('%s', (name) => {
    const roles = ROLE_NAMES.filter((role) => mayChange(person(role), name).ok);
    expect(roles).toEqual(superAdminOnly.includes(name) ? ['super_admin'] : ['super_admin', 'risk_manager']);
    expect(mayChange(SYSTEM, name).ok).toBe(true);
    expect(mayChange(key('switches:read', 'switches:write'), name).ok).toBe(false);
    expect(mayChange(ANONYMOUS, name).ok).toBe(false);
    expect(mayChange(person(), name)).toMatchObject({
      ok: false,
      error: { code: 'forbidden', message: expect.stringMatching(/^\w+ may be changed only by a .+\.$/) },
    });
  });
});

describe('roles of an environment', () => {
  test('in staging an engineer also works as a risk manager', () => {
    expect(effectiveRoles(['engineer'], 'staging').sort()).toEqual(['engineer', 'risk_manager']);
    expect(effectiveRoles(['engineer', 'risk_manager'], 'staging').sort()).toEqual([
      'engineer',
      'risk_manager',
    ]);
  });

  test.each(['production', 'demo'] as const)('in %s nobody gets anything', (environment) => {
    for (const role of ROLE_NAMES) expect(effectiveRoles([role], environment)).toEqual([role]);
    expect(effectiveRoles([], environment)).toEqual([]);
  });

  test('in staging nobody else gets anything', () => {
    for (const role of ROLE_NAMES.filter((one) => one !== 'engineer'))
      expect(effectiveRoles([role], 'staging')).toEqual([role]);
  });
});

// Who may do what: every role and kind of caller against every action, from a table written by hand (product.md section 1).
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action, permissionOf } from '#lib/catalog/permissions.ts';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { CALLERS, type Caller, isAllowed, LISTED_ACTIONS, SUPER_ADMIN_SWITCHES } from '#test/authority.ts';
import { type Actor, ANONYMOUS, effectiveRoles, SYSTEM } from './actor.ts';
import { may, mayChange, needsStepUp, notAllowedTo } from './may.ts';

const person = (...roles: Role[]): Actor => ({
  ...{ kind: 'person', id: 'p', name: 'Ada', email: 'ada@test.invalid', via: 'session', factor: 'proven' },
  roles,
});
const key = (...scopes: string[]): Actor => ({
  kind: 'service',
  id: 'k',
  name: 'Venue',
  scopes,
  ownerId: null,
});

function caller(name: Caller): Actor {
  if (name === 'key') return key('switches:read');
  if (name === 'system') return SYSTEM;
  return name === 'anyone' ? ANONYMOUS : person(name);
}

test('the table knows every action, and every role', () => {
  expect([...LISTED_ACTIONS].sort()).toEqual([...ACTIONS].sort());
  expect([...CALLERS].sort()).toEqual([...ROLE_NAMES, 'key', 'system', 'anyone'].sort());
});

describe.each(CALLERS)('%s', (name) => {
  const actor = caller(name);

  test.each(ACTIONS)('%s', (action) => {
    const decided = may(actor, action);
    expect(decided.ok).toBe(isAllowed(name, action));
    if (decided.ok) return;
    expect(decided.error.code).toBe(actor.kind === 'anonymous' ? 'unauthenticated' : 'forbidden');
    expect(decided.error.message).toMatch(/^[A-Z].{15,200}\.$/);
    expect(decided.error.message).toContain(permissionOf(action).sentence);
  });
});

describe.each(ACTIONS)('%s', (action) => {
  test('is refused to a person without a role, unless nobody needs one', () => {
    expect(may(person(), action).ok).toBe(isAllowed('anyone', action));
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
    const allowed = isAllowed('risk_manager', action) || isAllowed('auditor', action);
    expect(may(person('auditor', 'risk_manager'), action).ok).toBe(allowed);
  });
});

describe('before the second factor', () => {
  /** What the owner of an account needs to set one up and to keep strangers out of it. */
  const OPEN: readonly Action[] = [
    ...(['sign-out', 'change-password', 'set-up-totp', 'add-passkey', 'prove-second-factor'] as const),
    ...(['revoke-session', 'revoke-token'] as const),
  ];
  const without = (factor: 'none' | 'unproven', ...roles: Role[]): Actor =>
    ({ ...person(...roles), factor }) as Actor;

  test.each(ACTIONS.filter((action) => permissionOf(action).kind === 'command'))(
    'super admins and risk managers may not %s, unless it is their own account',
    (action) => {
      for (const role of ['super_admin', 'risk_manager'] as const) {
        for (const factor of ['none', 'unproven'] as const) {
          const decided = may(without(factor, role, 'auditor'), action);
          const open = OPEN.includes(action) || isAllowed('anyone', action);
          expect(decided.ok, role).toBe((isAllowed(role, action) || isAllowed('auditor', action)) && open);
          if (!decided.ok && isAllowed(role, action)) {
            expect(decided.error.code).toBe('second_factor_required');
            expect(decided.error.message).toMatch(
              factor === 'none' ? /set one up in your profile/ : /^Prove/,
            );
          }
        }
      }
    },
  );

  test('reads, and writes of other roles, do not wait for one', () => {
    expect(may(without('none', 'super_admin'), 'read-audit').ok).toBe(true);
    expect(may(without('none', 'operations'), 'rename-passkey').ok).toBe(true);
  });
});

describe('proving anew', () => {
  test.each(ACTIONS)('%s', (action) => {
    const { stepUp } = permissionOf(action);
    const asked = (factor: 'none' | 'proven') =>
      needsStepUp({ ...person('super_admin'), factor } as Actor, action);
    expect(asked('proven')).toEqual({ ok: true, value: stepUp !== undefined });
    if (stepUp === 'always')
      expect(asked('none')).toMatchObject({ ok: false, error: { code: 'second_factor_required' } });
    else expect(asked('none')).toEqual({ ok: true, value: false });
    for (const actor of [SYSTEM, ANONYMOUS, key('switches:read')])
      expect(needsStepUp(actor, action)).toEqual({ ok: true, value: false });
  });

  test('access is given with it and taken without', () => {
    const asking = ACTIONS.filter((action) => permissionOf(action).stepUp !== undefined);
    expect(asking).toEqual(
      expect.arrayContaining([
        'invite-person',
        'change-roles',
        'enable-person',
        'reset-second-factor',
        'create-key',
        'create-token',
      ]),
    );
    for (const action of [
      'disable-person',
      'revoke-key',
      'revoke-token',
      'revoke-session',
      'withdraw-link',
    ] as const)
      expect(permissionOf(action).stepUp).toBeUndefined();
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
  expect(notAllowedTo('command-executors', ['engineer'])).toBe(
    'You may not send commands to executors: it takes operations, a risk manager or super admin.',
  );
  expect(notAllowedTo('command-executors', ['auditor', 'operations'])).toBeNull();
  expect(says(person('auditor'), 'tick-step')).toBe(notAllowedTo('tick-step', ['auditor']));
  expect(notAllowedTo('tick-step', [])).toContain('operations, an engineer, risk manager or super admin.');
  expect(notAllowedTo('advance-run', ['super_admin'])).toContain('only Bulkhead itself does');
  expect(says(ANONYMOUS, 'set-switch')).toBe('Sign in, or send a token, to change a switch.');
  expect(says(key('switches:read'), 'set-switch')).toBe(
    'Machine keys may not change a switch: a person has to.',
  );
  expect(says(key('alerts:write'), 'read-status')).toContain('switches:read');
});

describe('switches', () => {
  test.each(SWITCH_NAMES)('%s', (name) => {
    const roles = ROLE_NAMES.filter((role) => mayChange(person(role), name).ok);
    expect(roles).toEqual(
      SUPER_ADMIN_SWITCHES.includes(name) ? ['super_admin'] : ['super_admin', 'risk_manager'],
    );
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

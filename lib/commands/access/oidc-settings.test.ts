// The identity provider's environment variables: whole or not at all, groups to roles, no secret in a message.
import { expect, test } from 'vitest';
import { EnvError } from '#lib/process/env.ts';
import { oidcSettings, parseGroupRoles } from './oidc-settings.ts';

const whole = {
  BULKHEAD_OIDC_ISSUER: 'https://id.exchange.example/',
  BULKHEAD_OIDC_CLIENT_ID: 'bulkhead',
  BULKHEAD_OIDC_CLIENT_SECRET: 'kept to ourselves',
  BULKHEAD_OIDC_ROLES: 'risk team=risk_manager, leads = risk_manager+super_admin',
};

function problems(source: Record<string, string>): readonly string[] {
  try {
    oidcSettings(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

test('none of them: people sign in here only', () => {
  expect(oidcSettings({})).toBeUndefined();
  expect(oidcSettings({ BULKHEAD_OIDC_NAME: 'Corporate login' })).toBeUndefined();
});

test('all of them', () => {
  expect(oidcSettings(whole)).toEqual({
    issuer: 'https://id.exchange.example',
    clientId: 'bulkhead',
    clientSecret: 'kept to ourselves',
    name: 'single sign-on',
    scope: 'openid email profile',
    groupsClaim: 'groups',
    rolesOf: { 'risk team': ['risk_manager'], leads: ['risk_manager', 'super_admin'] },
  });
});

test.each(Object.keys(whole))('without %s a sentence names it, and no secret', (name) => {
  const { [name as keyof typeof whole]: _left, ...rest } = whole;
  const said = problems(rest);
  expect(said).toEqual([expect.stringMatching(new RegExp(`^${name} is not set\\. .+\\.$`))]);
  expect(said.join()).not.toContain('kept to ourselves');
});

test.each<[string, unknown]>([
  ['a=auditor', { a: ['auditor'] }],
  ['cn=ops=operations', undefined],
  ['a=auditor,', undefined],
  ['a=auditor,a=operations', undefined],
  ['a=admin', undefined],
  ['a=', undefined],
  ['=auditor', undefined],
  ['auditor', undefined],
])('%j are groups and roles: %j', (text, roles) => {
  expect(parseGroupRoles(text)).toEqual(roles);
});

test('a group named like a property of every object is a group like any other', () => {
  expect(Object.keys(parseGroupRoles('__proto__=auditor') ?? {})).toEqual(['__proto__']);
});

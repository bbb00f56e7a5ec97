// People in words, and why something cannot be done to them.
import { expect, test } from 'vitest';
import type { PersonView } from '#lib/contract/access.ts';
import {
  factorWords,
  isLastSuperAdmin,
  lacksFactor,
  linkEnd,
  personState,
  roleDiff,
  seenWords,
  whyNot,
} from './people-words.ts';

const NOW = '2026-03-19T03:12:47.000Z';

function person(part: Partial<PersonView> = {}): PersonView {
  return {
    id: 'a',
    name: 'Ana Reyes',
    email: 'ana@example.com',
    roles: ['risk_manager'],
    addedRoles: [],
    state: 'active',
    external: false,
    totp: true,
    passkeys: 0,
    sessions: 1,
    tokens: 0,
    lastSeenAt: NOW,
    createdAt: NOW,
    locked: false,
    ...part,
  };
}

const admin = person({ id: 'b', roles: ['super_admin'] });

test('a state: disabled comes before locked, locked before waiting', () => {
  expect(personState(person()).word).toBe('Active');
  expect(personState(person({ locked: true, state: 'waiting' })).word).toBe('Locked out');
  expect(personState(person({ locked: true, state: 'disabled' })).word).toBe('Disabled');
  expect(personState(person({ state: 'waiting' })).word).toBe('Waits for a link');
});

test.each([
  [true, 0, 'App'],
  [true, 2, 'App and 2 passkeys'],
  [false, 1, '1 passkey'],
  [false, 0, 'None'],
])('a second factor: app %s, passkeys %i', (totp, passkeys, words) => {
  expect(factorWords({ totp, passkeys })).toBe(words);
});

test('a factor is missing only where the roles ask for one, those of the environment included', () => {
  const none = { totp: false, passkeys: 0 };
  expect(lacksFactor(person(none))).toBe(true);
  expect(lacksFactor(person({ ...none, roles: ['engineer'] }))).toBe(false);
  expect(lacksFactor(person({ ...none, roles: ['engineer'], addedRoles: ['risk_manager'] }))).toBe(true);
  expect(lacksFactor(person({ ...none, state: 'disabled' }))).toBe(false);
  expect(lacksFactor(person({ totp: false, passkeys: 1 }))).toBe(false);
});

test('last seen', () => {
  expect(seenWords(null, NOW)).toBe('never');
  expect(seenWords('2026-03-19T03:12:10.000Z', NOW)).toBe('now');
  expect(seenWords('2026-03-19T03:02:47.000Z', NOW)).toBe('10 min ago');
});

test('the difference of roles', () => {
  expect(roleDiff(['auditor'], ['auditor'])).toBeNull();
  expect(roleDiff(['auditor', 'engineer'], ['engineer', 'super_admin'])).toEqual({
    added: ['Super admin'],
    removed: ['Auditor'],
  });
});

test('the last super admin is the only one who is not disabled', () => {
  const other = person({ id: 'c', roles: ['super_admin'], state: 'disabled' });
  expect(isLastSuperAdmin(admin, [admin, other, person()])).toBe(true);
  expect(isLastSuperAdmin(admin, [admin, { ...other, state: 'waiting' }])).toBe(false);
  expect(isLastSuperAdmin(person(), [person()])).toBe(false);
});

test('why something cannot be done', () => {
  const everybody = [admin, person()];
  expect(whyNot('disable', person(), everybody, 'b')).toBeNull();
  expect(whyNot('disable', admin, everybody, 'x')).toContain('last super admin');
  expect(whyNot('roles', admin, everybody, 'b')).toContain('their own roles');
  expect(whyNot('reset', admin, everybody, 'b')).toContain('their own second factor');
  expect(whyNot('roles', person({ external: true }), everybody, 'b')).toContain('identity provider');
  expect(whyNot('reset', person({ state: 'disabled' }), everybody, 'b')).toContain('enable them first');
  expect(whyNot('allow', person(), everybody, 'b')).toContain('No wrong attempts');
  expect(whyNot('allow', person({ locked: true }), everybody, 'b')).toBeNull();
});

test('how long a link can be used', () => {
  expect(linkEnd({ expiresAt: '2026-03-21T03:12:47.000Z', expired: false }, NOW)).toBe('for 48 h more');
  expect(linkEnd({ expiresAt: '2026-03-19T03:42:47.000Z', expired: false }, NOW)).toContain(
    'less than an hour',
  );
  expect(linkEnd({ expiresAt: '2026-03-18T03:12:47.000Z', expired: true }, NOW)).toBe('expired 18 Mar');
});

// A release waits for whoever may approve it, and never for who started it.
import { expect, test } from 'vitest';
import { releasesFor } from './release-waits.ts';

const release = {
  ...{ number: 3, fromVersion: 'v1.2.4', toVersion: 'v1.2.5', startedAt: '2026-03-20T00:00:00.000Z' },
  startedBy: { id: 'emil', name: 'Emil' },
};

test.each([
  ['a risk manager', { id: 'rita', roles: ['risk_manager'] }, 1],
  ['a super admin', { id: 'sam', roles: ['super_admin'] }, 1],
  ['another engineer', { id: 'ella', roles: ['engineer'] }, 0],
  ['who started it, whatever else they are', { id: 'emil', roles: ['engineer', 'super_admin'] }, 0],
])('%s', (_who, me, count) => {
  expect(releasesFor(me, [release])).toHaveLength(count);
});

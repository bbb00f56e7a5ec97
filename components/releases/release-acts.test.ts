// Who is shown the buttons of releases.
import { expect, test } from 'vitest';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { actsOnReleases } from './release-acts.ts';

test('those who deploy, answer for it or respond act; the others look', () => {
  expect(ROLE_NAMES.filter((role) => actsOnReleases([role])).toSorted()).toEqual([
    ...['engineer', 'operations', 'risk_manager', 'super_admin'],
  ]);
  expect(actsOnReleases([])).toBe(false);
});

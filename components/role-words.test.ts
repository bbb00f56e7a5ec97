// Roles in words: which combinations are pointed out.
import { expect, test } from 'vitest';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { combinationWarnings } from './role-words.ts';

test('no single role is pointed out', () => {
  for (const role of ROLE_NAMES) expect(combinationWarnings([role]), role).toEqual([]);
});

test.each([
  [['super_admin', 'risk_manager'], ['ask for a change']],
  [['operations', 'super_admin'], ['both approvals of a withdrawal']],
  [['executive', 'product_owner'], ['As product owner and executive they could sign several lines']],
  [
    ['auditor', 'engineer', 'risk_manager'],
    ['sign several lines', 'As risk manager and engineer and auditor they would review'],
  ],
  [['executive', 'operations'], []],
  [['auditor', 'executive'], []],
])('%j', (roles, parts) => {
  const warnings = combinationWarnings(roles);
  expect(warnings).toHaveLength(parts.length);
  for (const [index, part] of parts.entries()) expect(warnings[index]).toContain(part);
});

// Roles in words: which combinations are pointed out.
import { expect, test } from 'vitest';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { combinationWarnings } from './role-words.ts';

test('no single role is pointed out', () => {
  for (const role of ROLE_NAMES) expect(combinationWarnings([role]), role).toEqual([]);
});

test.each([
  [['super_admin', 'risk_manager'], ['As risk manager and super admin they could ask for a raising change']],
  [['operations', 'super_admin'], ['Two approvals of one withdrawal come from two people.']],
  [['executive', 'product_owner'], ['As product owner and executive they could sign more than one line']],
  [
    ['auditor', 'engineer', 'risk_manager'],
    ['sign more than one line', 'As risk manager and engineer and auditor they could act and then audit'],
  ],
  [['executive', 'operations'], []],
  [['auditor', 'executive'], []],
])('%j', (roles, parts) => {
  const warnings = combinationWarnings(roles);
  expect(warnings).toHaveLength(parts.length);
  for (const [index, part] of parts.entries()) expect(warnings[index]).toContain(part);
});

// A form waits for whoever may sign its next line and has signed none of it.
import { expect, test } from 'vitest';
import { formHref, formsFor } from './form-words.ts';

const form = {
  ...{ run: 3, gate: 2, title: 'Phase 3', line: 'risk_manager', signedBy: ['ines'] },
  closesAt: '2026-03-20T00:00:00.000Z',
};

test.each([
  ['its next signer', { id: 'rita', roles: ['risk_manager'] }, 1],
  ['a super admin in their place', { id: 'sam', roles: ['super_admin'] }, 1],
  ['somebody of a later line', { id: 'paul', roles: ['product_owner'] }, 0],
  ['somebody who has signed', { id: 'ines', roles: ['engineer', 'risk_manager'] }, 0],
])('%s', (_who, me, count) => {
  expect(formsFor(me, [form])).toHaveLength(count);
});

test('where it is signed', () => {
  expect(formHref(form)).toBe('/canary/3/forms/2');
});

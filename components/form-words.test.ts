// A form waits for whoever may sign its next line and has signed none of it.
import { expect, test } from 'vitest';
import { formHref, formsFor, formTitle } from './form-words.ts';

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

test('what it is about', () => {
  expect(formTitle({ from: null, to: 'Stage 1, BTC only' })).toBe('Into stage 1, BTC only');
  expect(formTitle({ from: 'Stage 1, BTC only', to: 'Stage 2, ETH' })).toBe(
    'Stage 1, BTC only, to stage 2, ETH',
  );
});

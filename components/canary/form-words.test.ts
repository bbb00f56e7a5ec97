// A form waits for whoever may sign its next line and has signed none of it.
import { expect, test } from 'vitest';
import { formHref, formsFor, formTitle, waitEnd, waitReason } from './form-words.ts';

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

test('a form that waits says for which figures, since when, and until when', () => {
  const one = { what: 'Latency, P50', was: 'pass, 195 ms', why: 'The query finds nothing.' };
  expect(waitReason({ missing: [one] })).toBe('Nobody can sign while a figure is missing: Latency, P50.');
  expect(waitReason({ missing: [one, one, one] })).toBe(
    'Nobody can sign while figures are missing: Latency, P50 and 2 more.',
  );
  const waits = { missing: [one], since: '2026-03-19T02:00:10Z', until: '2026-03-19T02:05:10Z' };
  expect(waitEnd(waits, '2026-03-19T02:01:00Z')).toBe(
    'It waits since 02:00:10 UTC, and goes on with every signature when they are back. Without them it becomes void at 02:05:10 UTC.',
  );
  expect(waitEnd({ ...waits, since: null, until: null }, '2026-03-19T02:01:00Z')).toMatch(/as soon as/);
});

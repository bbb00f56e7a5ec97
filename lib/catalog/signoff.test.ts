// The form holds what manual 5 asks for: its counts, limits and order, and every role can sign exactly its line.
import { expect, test } from 'vitest';
import { ROLE_NAMES } from './roles.ts';
import { formAt, SIGNATURE_LINES, SIGNOFF_FORMS } from './signoff.ts';
import { formName, LINE_ROLES, SIGNOFF_LINES } from './signoff-types.ts';

const ALL = Object.values(SIGNOFF_FORMS);

test('manual 5: three checklists of five, six figures, what follows a rollback, a success and a failure', () => {
  const { canary } = SIGNOFF_FORMS;
  expect(canary.checklists.map(({ title, checks }) => [title, checks.length])).toEqual([
    ['Demo validation', 5],
    ['System metrics', 5],
    ['Risk controls', 5],
  ]);
  expect(canary.metrics.map(({ title }) => title)).toEqual([
    ...['Acceptance rate', 'p50 latency', 'p95 latency', 'Order success', 'WebSocket uptime', 'Error rate'],
  ]);
  const after = [canary.afterRollback, canary.afterSuccess, canary.afterFailure];
  expect(after.map(({ length }) => length)).toEqual([4, 5, 5]);
});

test('four lines in order, three statements each and one for the last', () => {
  expect(SIGNOFF_LINES).toEqual(['engineer', 'risk_manager', 'product_owner', 'executive']);
  expect(SIGNOFF_LINES.map((line) => SIGNATURE_LINES[line].statements.length)).toEqual([3, 3, 3, 1]);
  for (const line of SIGNOFF_LINES) {
    const roles = LINE_ROLES[line];
    expect(roles[0]).toBe(line);
    for (const role of roles) expect(ROLE_NAMES).toContain(role);
  }
});

test.each(ALL)('$key: every check and figure stands there once', (form) => {
  const checks = form.checklists.flatMap((list) => list.checks);
  const keys = [
    ...checks.map(({ criterion }) => criterion),
    ...form.metrics.map(({ key }) => `metric ${key}`),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  for (const { text } of checks) expect(text).toMatch(/^[A-Zp].*[^.]$/);
  expect(form.windowHours).toBeGreaterThan(0);
});

test("manual 5's form stands before its canary, and the form of a gate everywhere else", () => {
  expect(formAt('production-canary', 0).key).toBe('canary');
  expect(formAt('production-canary', 1).key).toBe('gate');
  expect(formAt('phase-3', 0).key).toBe('gate');
});

test('a form is named by its run and its gate', () => {
  expect(formName(3, 2)).toBe('CN-3-2');
});

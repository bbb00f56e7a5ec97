// The form holds what manual 5 asks for: its counts, limits and order, and every role can sign exactly its line.
import { expect, test } from 'vitest';
import { ROLE_NAMES } from './roles.ts';
import { checksOf, SIGNATURE_LINES, SIGNOFF_FORMS } from './signoff.ts';
import { formName, SIGNOFF_LINES } from './signoff-types.ts';

const ALL = Object.values(SIGNOFF_FORMS);

test('manual 5: three checklists of five, six figures, five triggers, success by five and three of five', () => {
  const { canary } = SIGNOFF_FORMS;
  expect(canary.checklists.map(({ title, checks }) => [title, checks.length])).toEqual([
    ['Demo validation', 5],
    ['System metrics', 5],
    ['Risk controls', 5],
  ]);
  expect(canary.metrics.map(({ comparator, target, unit }) => `${comparator} ${target}${unit}`)).toEqual([
    ...['≥ 90%', '< 200ms', '< 500ms', '> 95%', '> 99%', '< 1%'],
  ]);
  expect([canary.triggers.length, canary.mustHave.length, canary.shouldHave.length]).toEqual([5, 5, 5]);
  expect(canary.shouldHaveAtLeast).toBe(3);
  expect([canary.afterSuccess.length, canary.afterFailure.length]).toEqual([5, 5]);
});

test('four lines in order, three statements each and one for the last', () => {
  expect(SIGNOFF_LINES).toEqual(['engineer', 'risk_manager', 'product_owner', 'executive']);
  expect(SIGNOFF_LINES.map((line) => SIGNATURE_LINES[line].statements.length)).toEqual([3, 3, 3, 1]);
  for (const line of SIGNOFF_LINES) {
    const { roles } = SIGNATURE_LINES[line];
    expect(roles[0]).toBe(line);
    for (const role of roles) expect(ROLE_NAMES).toContain(role);
  }
});

test.each(ALL)(
  '$key: keys are told once, and a sentence is no sentence of the manual with a full stop',
  (form) => {
    const keys = checksOf(form).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const metrics = form.metrics.map(({ key }) => key);
    expect(new Set(metrics).size).toBe(metrics.length);
    for (const { text } of checksOf(form)) expect(text).toMatch(/^[A-Zp].*[^.]$/);
    expect(form.windowHours).toBeGreaterThan(0);
  },
);

test('a form is named by its run and its gate', () => {
  expect(formName(3, 2)).toBe('CN-3-2');
});

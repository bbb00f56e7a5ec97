// Who may start a procedure: both whoever works in runs at all, and whom this one names.
import { expect, test } from 'vitest';
import { notStartedBy } from './run-start.ts';

test('starting takes the right to start any, and one of the roles that the procedure names', () => {
  const procedure = { title: 'Weekly drill', startedBy: ['risk_manager', 'product_owner'] } as const;
  expect(notStartedBy(procedure, ['risk_manager'])).toBeNull();
  expect(notStartedBy(procedure, ['operations'])).toBe(
    '"Weekly drill" takes a risk manager or product owner.',
  );
  expect(notStartedBy(procedure, ['product_owner'])).toMatch(/^You may not start a procedure: it takes op/);
});

// What stands before somebody's first change.
import { expect, test } from 'vitest';
import { factorNotice } from './factor-words.ts';

test('what stands before the first change', () => {
  expect(factorNotice(['risk_manager'], 'none')?.title).toContain('Set up');
  expect(factorNotice(['risk_manager'], 'unproven')?.title).toContain('Prove');
  expect(factorNotice(['risk_manager'], 'proven')).toBeNull();
  expect(factorNotice(['auditor'], 'none')).toBeNull();
});

// People in two letters and in roles.
import { expect, it } from 'vitest';
import { initials, roleWords } from './initials.ts';

it('shortens names', () => {
  expect(initials('Mara Okafor')).toBe('MO');
  expect(initials('Risk')).toBe('R');
  expect(initials('  ')).toBe('');
  expect(initials('Ana de la Cruz')).toBe('AC');
});

it('writes roles as a sentence', () => {
  expect(roleWords(['risk_manager', 'auditor'])).toBe('Risk manager, auditor');
  expect(roleWords([])).toBe('No role');
});

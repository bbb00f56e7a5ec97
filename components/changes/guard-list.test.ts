// Counting guards.
import { expect, it } from 'vitest';
import { guardCount } from './guard-list.tsx';

it('counts guards without the noughts', () => {
  const block = { state: 'block', title: 'a' } as const;
  const warn = { state: 'warn', title: 'b' } as const;
  const pass = { state: 'pass', title: 'c' } as const;
  expect(guardCount([block, warn, warn, pass, pass, pass])).toBe('1 blocks, 2 warn, 3 pass');
  expect(guardCount([warn, pass])).toBe('1 warns, 1 passes');
  expect(guardCount([])).toBe('');
});

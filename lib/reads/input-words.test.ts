// Whoever asks a read without what it needs, or with what it does not know, is told in a sentence what to send.
import { expect, test } from 'vitest';
import { READS } from './registry.ts';

test.each([...READS].map(([name, read]) => [name, read.input] as const))('%s', (_name, input) => {
  const parsed = input.safeParse({});
  const said = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  for (const message of said) expect(message).not.toMatch(/^Invalid|expected/);
});

// What the venue files is taken by the same checks that every service meets.
import { expect, test } from 'vitest';
import { withdrawalInput } from '#lib/commands/withdrawals/withdrawal-input.ts';
import { matchPolicy } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import { seededRandom } from './random.ts';
import { aRequest } from './withdrawal-request.ts';

test('a thousand requests: every one fits, most are routine, some are not', () => {
  const random = seededRandom(7);
  const now = new Date('2026-11-27T12:00:00Z');
  const rules = new Map<string, number>();
  for (let at = 0; at < 1_000; at++) {
    const parsed = withdrawalInput.safeParse(aRequest(random, now, `sim-${at}`));
    if (!parsed.success) throw new Error(JSON.stringify(parsed.error.issues));
    const { key } = matchPolicy(parsed.data, now).rule;
    rules.set(key, (rules.get(key) ?? 0) + 1);
  }
  expect(rules.get('routine')).toBeGreaterThan(600);
  expect(rules.get('large')).toBeGreaterThan(10);
  expect(rules.get('young-destination')).toBeGreaterThan(5);
});

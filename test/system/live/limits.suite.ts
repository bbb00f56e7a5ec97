// What the console tells callers of how much they may still ask.
import { describe, expect, test } from 'vitest';
import { RATE_LIMITS } from '#lib/catalog/rate-limits.ts';
import { command, onConsole, seen, serviceKey, tokenOf } from '../installation.ts';

describe('limits of reads', () => {
  test.for([
    ['credential', tokenOf],
    ['credential', serviceKey],
    ['address', () => ({})],
  ] as const)('every answer tells them: %s', async ([name, headers]) => {
    const { requests, windowSeconds } = RATE_LIMITS[name];
    for (const path of ['status', 'no-such-read', 'status?unknown=1']) {
      const answer = await onConsole(`/api/v1/${path}`, { headers: headers('auditor') });
      expect(answer.headers['ratelimit-policy']).toBe(`"${name}";q=${requests};w=${windowSeconds}`);
      expect(answer.headers.ratelimit).toMatch(new RegExp(`^"${name}";r=\\d+;t=\\d+$`));
    }
  });

  test('a command has none', async () => {
    const answer = await command('sign-out', {});
    expect([answer.headers.ratelimit, answer.headers['ratelimit-policy']]).toEqual([undefined, undefined]);
  });

  test('all these tests together leave callers more than a third of what they may ask', () => {
    for (const [name, left] of seen.left) {
      const { requests } = RATE_LIMITS[name as keyof typeof RATE_LIMITS];
      expect([name, left > requests / 3, left]).toEqual([name, true, left]);
    }
  });
});

// What an answer of the wallet means: only what certainly never left is asked again.
import { expect, test } from 'vitest';
import { askOutcome } from './wallet-answer.ts';

test.each([
  [{ status: 200, retryAfter: null }, 'sent'],
  [{ status: 202, retryAfter: null }, 'sent'],
  [{ status: 400, retryAfter: null }, 'refused'],
  [{ status: 422, retryAfter: null }, 'refused'],
  [{ status: 401, retryAfter: null }, 'again'],
  [{ status: 404, retryAfter: null }, 'again'],
  [{ status: 429, retryAfter: null }, 'again'],
  [{ status: 503, retryAfter: null }, 'again'],
  // It may have sent before it broke.
  [{ status: 500, retryAfter: null }, 'lost'],
  [{ status: 302, retryAfter: null }, 'lost'],
  [{ status: null, problem: 'It did not answer within 10 seconds.', sent: true }, 'lost'],
  [{ status: null, problem: 'It could not be reached: ECONNREFUSED.', sent: false }, 'again'],
] as const)('%j: %s', (answer, kind) => {
  expect(askOutcome(answer, 1).kind).toBe(kind);
});

test('it is asked again later each time, a minute apart at most', () => {
  const answer = { status: 503, retryAfter: null };
  const waits = [1, 2, 3, 6, 60].map((asked) => {
    const outcome = askOutcome(answer, asked);
    return outcome.kind === 'again' ? outcome.seconds : null;
  });
  expect(waits).toEqual([2, 4, 8, 60, 60]);
});

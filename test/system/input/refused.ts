// What every refusal of an input has in common.
import { expect } from 'vitest';
import { type Answer, errorCode } from '../http.ts';
import { headRevision } from '../installation.ts';

/** One of the codes with a sentence, no inner workings, and the matrix still at `revision`. */
export async function expectRefused(
  answer: Answer,
  codes: readonly string[],
  revision: number,
): Promise<void> {
  expect(codes).toContain(errorCode(answer));
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toMatch(/at .*\.(js|ts):\d+/);
  expect(await headRevision()).toBe(revision);
}

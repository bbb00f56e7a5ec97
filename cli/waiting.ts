// A change that was only asked for: says so, and ends with a code of its own, so that no script takes it for done.
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { WAITS_EXIT } from './exit-codes.ts';
import { printLine } from './output.ts';

/** True when the answer is a change request; then it has been said. `what` is what waits, where it is more than the change. */
export function saidItWaits(
  answer: { request?: ChangeAnswer['request'] | null },
  json = false,
  what?: string,
): boolean {
  if (!answer.request) return false;
  process.exitCode = WAITS_EXIT;
  if (!json) {
    const { number, expiresAt } = answer.request;
    const waits = `CR-${number} waits for a second person until ${expiresAt}; nothing has changed.`;
    printLine(what === undefined ? waits : `${what}: ${waits}`);
  }
  return true;
}

// What a passkey signs: a hash of its purpose, of what is being proven, and of a nonce. Evidence needs no secret of ours.
import { createHash } from 'node:crypto';

/** base64url of sha256; anybody can compute it again from what was signed and the nonce. */
export function challengeOf(purpose: string, content: string, nonce: string): string {
  return createHash('sha256').update(`bulkhead ${purpose}\n${content}\n${nonce}`).digest('base64url');
}

/** What a step-up is for: one command with one input. */
export function stepUpContent(command: string, inputHash: string): string {
  return `${command} ${inputHash}`;
}

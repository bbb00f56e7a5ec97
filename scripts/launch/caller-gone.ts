// Tells the errors by which Node says that a caller hung up before its request was over: nothing of ours has failed.
import type { IncomingMessage } from 'node:http';

const gone = new WeakSet<object>();

/** From here on what breaks this request off is known as its caller's doing. */
export function watchCaller(request: IncomingMessage): void {
  request.once('error', (error) => gone.add(error));
}

export function isCallerGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && gone.has(error);
}

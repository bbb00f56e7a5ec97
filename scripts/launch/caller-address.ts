// Which network address a request came from: the connection's, or what proxies of ours that are counted say.
import type { IncomingMessage } from 'node:http';
import { plainAddress } from '#lib/process/address.ts';

/** The header under which the console's own code finds it. What a caller sends under this name is overwritten. */
export const ADDRESS_HEADER = 'x-bulkhead-address';

/**
 * `proxies` is how many of our own stand before the console: each appends to X-Forwarded-For whom it was called by, so
 * the caller is that many places from its end. Anything further left is the caller's own word and counts nothing.
 */
export function callerAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: number): string {
  const own = request.socket.remoteAddress ?? 'unknown';
  if (proxies === 0) return plain(own);
  const forwarded = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  // A request that did not come through all of them is from within: its connection says who it is.
  return plain(hops.at(-proxies) ?? own);
}

function plain(address: string): string {
  return plainAddress(address) ?? 'unknown';
}

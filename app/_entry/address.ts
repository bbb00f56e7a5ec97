// The network address that a request came from, as the console's door saw it on the socket.

/** `unknown` when nothing told it; all such callers then count as one. */
export function callerAddress(request: Pick<Request, 'headers'>): string {
  return request.headers.get('x-bulkhead-address') ?? 'unknown';
}

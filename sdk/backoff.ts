// How long to wait before the next attempt to reach an edge.

const BASE_MS = 100;
const CAP_MS = 2_000;

/**
 * Milliseconds before attempt number `attempt` (1 = the first one after a failure) over `edges` edges; `random`
 * in [0, 1). The other edges are tried almost at once; each further round waits longer, up to CAP_MS, and the
 * jitter keeps a fleet from coming back in step.
 */
export function backoffMs(attempt: number, edges: number, random: number): number {
  const round = Math.floor(attempt / edges);
  const longest = round === 0 ? BASE_MS / 2 : Math.min(CAP_MS, BASE_MS * 2 ** (round - 1));
  return Math.round(longest * (0.5 + random / 2));
}

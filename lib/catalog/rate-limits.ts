// How often the reads of the HTTP API may be asked; commands are never limited: nothing may stand before a stop.

export interface RateLimit {
  /** Requests within the window. */
  requests: number;
  windowSeconds: number;
}

/** By who asks: each token or key, each session of the console's own pages, each address without any of them. */
export const RATE_LIMITS = {
  credential: { requests: 3_000, windowSeconds: 60 },
  session: { requests: 6_000, windowSeconds: 60 },
  address: { requests: 600, windowSeconds: 60 },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;

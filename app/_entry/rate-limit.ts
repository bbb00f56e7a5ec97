// Counts reads by who asks, in this process's memory, and says in the headers of each answer how many are left.
import { createHash } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { RATE_LIMITS, type RateLimitName } from '#lib/catalog/rate-limits.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { callerAddress } from './address.ts';
import { failureResponse } from './answer.ts';

const KEY = Symbol.for('bulkhead.rate-limits');
const shared = globalThis as { [KEY]?: Record<RateLimitName, RateLimiterMemory> };

function limiterOf(name: RateLimitName): RateLimiterMemory {
  // On globalThis because Next loads modules once per bundle.
  shared[KEY] ??= Object.fromEntries(
    Object.entries(RATE_LIMITS).map(([each, { requests, windowSeconds }]) => [
      each,
      new RateLimiterMemory({ points: requests, duration: windowSeconds }),
    ]),
  ) as Record<RateLimitName, RateLimiterMemory>;
  return shared[KEY][name];
}

interface Caller {
  limit: RateLimitName;
  /** Never the credential itself. */
  key: string;
}

/** A credential that opened nothing counts for the address it came from: there is no end of wrong ones. */
function callerOf(request: Pick<Request, 'headers'>, actor: Actor): Caller {
  if (actor.kind === 'person' && actor.sessionId) return { limit: 'session', key: actor.sessionId };
  const credential = request.headers.get('authorization') ?? request.headers.get('x-api-key');
  if (actor.kind === 'anonymous' || credential === null)
    return { limit: 'address', key: callerAddress(request) };
  return { limit: 'credential', key: createHash('sha256').update(credential).digest('hex') };
}

/** Gives the answer, or `rate_limited` when this caller has asked too often; either way with the figures. */
export async function limited(
  request: Pick<Request, 'headers'>,
  actor: Actor,
  answer: () => Promise<Response> | Response,
): Promise<Response> {
  const caller = callerOf(request, actor);
  const { requests, windowSeconds } = RATE_LIMITS[caller.limit];
  // Takes one like consume(), but tells the figures in either case instead of throwing them.
  const left = await limiterOf(caller.limit).penalty(caller.key);
  const seconds = Math.max(1, Math.ceil(left.msBeforeNext / 1_000));
  const response =
    left.consumedPoints > requests
      ? failureResponse({
          code: 'rate_limited',
          message: `Reads are limited to ${requests.toLocaleString('en-US')} in ${windowSeconds} seconds. Try again in ${seconds} s. Commands are not limited.`,
          details: { retryAfterSeconds: seconds },
        })
      : await answer();
  response.headers.set('ratelimit-policy', `"${caller.limit}";q=${requests};w=${windowSeconds}`);
  response.headers.set('ratelimit', `"${caller.limit}";r=${left.remainingPoints};t=${seconds}`);
  return response;
}

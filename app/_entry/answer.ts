// Results as HTTP: the status of the closed error table, one error form, never cached.
import { ERRORS } from '#lib/catalog/errors.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { Failure, Result } from '#lib/rules/result.ts';

const NO_STORE = { 'cache-control': 'no-store' };

/** The error form with its status; 401 and 429 carry the headers clients look for. */
export function failureResponse(failure: Failure, extra: Record<string, string> = {}): Response {
  const headers: Record<string, string> = { ...NO_STORE, ...extra };
  if (failure.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="bulkhead"';
  if (failure.code === 'unavailable' || failure.code === 'outcome_unknown') headers['retry-after'] = '1';
  const retryAfter = failure.details?.retryAfterSeconds;
  if (typeof retryAfter === 'number') headers['retry-after'] = String(retryAfter);
  const body: ErrorBody = {
    error: {
      code: failure.code,
      message: failure.message,
      ...(failure.details ? { details: failure.details } : {}),
    },
  };
  return Response.json(body, { status: ERRORS[failure.code].status, headers });
}

/** Handler for the methods an address does not take: a `method_not_allowed` that names those it does. */
export function takesOnly(...methods: string[]): () => Response {
  const allow = methods.join(', ');
  return () =>
    failureResponse(
      { code: 'method_not_allowed', message: `This address takes ${methods.join(' and ')} only.` },
      { allow },
    );
}

export function resultResponse<T>(result: Result<T>, extra: Record<string, string> = {}): Response {
  return result.ok
    ? Response.json(result.value, { status: 200, headers: { ...NO_STORE, ...extra } })
    : failureResponse(result.error, extra);
}

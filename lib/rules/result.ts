// Expected failures are values: a code of the closed table, a sentence a person can act on, and details.
import type { ErrorCode } from '#lib/catalog/errors.ts';

export interface Failure {
  code: ErrorCode;
  message: string;
  details?: Readonly<Record<string, unknown>>;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): { ok: false; error: Failure } {
  return { ok: false, error: details ? { code, message, details } : { code, message } };
}

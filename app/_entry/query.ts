// The query parameters of a request, each at most once.
import { fail, ok, type Result } from '#lib/rules/result.ts';

export function queryOf(parameters: URLSearchParams): Result<Record<string, string>> {
  const query: Record<string, string> = {};
  for (const [key, value] of parameters) {
    if (Object.hasOwn(query, key)) return fail('invalid_input', `${key}: send it once.`);
    Object.defineProperty(query, key, { value, enumerable: true });
  }
  return ok(query);
}

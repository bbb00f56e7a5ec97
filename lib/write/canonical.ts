// The hash of an input that does not depend on the order of its keys, for idempotency and for what a passkey signs.
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';

/** sha256 hex of the input as canonical JSON. */
export function inputHash(input: unknown): string {
  return sha256(canonicalJson(input));
}

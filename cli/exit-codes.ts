// The exit codes of every command in words, for --help and the documentation; the numbers are the error table's.
import { ERRORS } from '#lib/catalog/errors.ts';

/** The change takes a second person: it was asked for and has not happened. */
export const WAITS_EXIT = 11;

/** Of `release status`: it is failing or was rolled back; nobody knows whether it is healthy. */
export const FAILING_EXIT = ERRORS.rule_violated.exit;
export const UNKNOWN_HEALTH_EXIT = 12;

export const EXIT_WORDS: ReadonlyMap<number, string> = new Map([
  [0, 'done, also when the value held already'],
  [1, 'something in Bulkhead broke'],
  [2, 'the input does not fit, or nobody confirmed'],
  [ERRORS.unauthenticated.exit, 'not signed in'],
  [ERRORS.forbidden.exit, 'not allowed, or a code is needed'],
  [ERRORS.not_found.exit, 'there is no such thing'],
  [ERRORS.conflict.exit, 'changed meanwhile'],
  [ERRORS.rule_violated.exit, 'refused by a rule, or the audit log is broken, or a release is failing'],
  [ERRORS.rate_limited.exit, 'too many requests'],
  [ERRORS.unavailable.exit, 'not available'],
  [WAITS_EXIT, 'asked for: a change request waits for a second person'],
  [UNKNOWN_HEALTH_EXIT, 'a release is not known to be healthy: wait and ask again'],
  [ERRORS.outcome_unknown.exit, 'no answer came: the change may or may not have happened'],
]);

export const EXIT_CODE_HELP = `
Exit codes:
${[...EXIT_WORDS].map(([code, words]) => `  ${String(code).padEnd(3)} ${words}`).join('\n')}`;

// What each kind of operation may be refused with, from the closed error table, and when.
import { ERRORS, type ErrorCode } from '#lib/catalog/errors.ts';
import type { Answer } from '#lib/contract/open-api.ts';
import { headersOfRefusal } from './headers.ts';
import { schemaRef } from './schemas.ts';

/** Completes "`code`: ...": when it comes, and what to do. */
const WHEN: Record<ErrorCode, string> = {
  unauthenticated: 'no credential came along, or it is wrong, expired or revoked. Sign in, or send a token.',
  forbidden: 'who asks is known and may not. The message says who may.',
  second_factor_required: 'the roles of this person ask for a second factor that is set up and proven.',
  step_up_required: 'prove anew that it is you; details say how. Send it again with Bulkhead-Step-Up.',
  not_found: 'there is nothing of that name.',
  method_not_allowed: 'the address takes another method; the header Allow names it.',
  conflict: 'it changed in the meantime. Look again, then decide again.',
  payload_too_large: 'the body is larger than allowed.',
  unsupported_media_type: 'the body is not sent as application/json.',
  invalid_input: 'a field or parameter is missing, unknown or malformed. The message names the first one.',
  invalid_reason: 'the reason is too short, too long or not one line of plain text.',
  invalid_value: 'the switch does not take that value. The message says what it takes.',
  rule_violated: 'a rule across switches forbids it. The message names the rule.',
  idempotency_mismatch: 'this Idempotency-Key came with another input before. Send a new key.',
  integrity_broken: 'the audit chain is broken: nothing that raises exposure is taken.',
  break_glass_debt:
    'somebody used break-glass, and nobody else has reviewed it: nothing outside that incident is raised.',
  latched: 'the emergency stop holds it, until the restart that two people agree on.',
  rate_limited: 'too many requests. Wait as long as Retry-After says.',
  unavailable: 'the database does not answer. Nothing was changed, and nothing will be later. Try again.',
  outcome_unknown: 'the database stopped answering in the middle: send the same key again, or ask outcome.',
  internal: 'a mistake in Bulkhead; details.requestId stands in its log.',
};

const ANYBODY: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'unavailable', 'internal'];

const COMMAND: readonly ErrorCode[] = [
  ...ANYBODY,
  'invalid_input',
  'not_found',
  'conflict',
  'integrity_broken',
  'break_glass_debt',
  'latched',
  'payload_too_large',
  'unsupported_media_type',
  'invalid_reason',
  'invalid_value',
  'rule_violated',
  'idempotency_mismatch',
  'outcome_unknown',
];

const KINDS = {
  command: [...COMMAND, 'second_factor_required'],
  // What is guessed at (a code, a password) is limited by its failures.
  proven: [...COMMAND, 'second_factor_required', 'step_up_required', 'rate_limited'],
  open: COMMAND,
  read: [...ANYBODY, 'invalid_input', 'not_found', 'rate_limited'],
  file: [...ANYBODY, 'not_found', 'rate_limited'],
  export: [
    ...ANYBODY,
    'invalid_input',
    'not_found',
    'conflict',
    'second_factor_required',
    'outcome_unknown',
    'rate_limited',
  ],
  live: [...ANYBODY, 'rate_limited'],
  document: ['rate_limited', 'internal'],
  signed: ['unauthenticated', 'payload_too_large', 'unavailable', 'internal'],
  edge: ['unauthenticated', 'forbidden', 'not_found', 'invalid_input', 'unavailable', 'internal'],
  delivery: [
    'unauthenticated',
    'forbidden',
    'invalid_input',
    'payload_too_large',
    'unsupported_media_type',
    'unavailable',
    'internal',
  ],
  report: [
    'unauthenticated',
    'forbidden',
    'not_found',
    'invalid_input',
    'payload_too_large',
    'unsupported_media_type',
    'internal',
  ],
} as const satisfies Record<string, readonly ErrorCode[]>;

export type RefusalKind = keyof typeof KINDS;

function byStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERRORS[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function answerOf(status: number, codes: readonly ErrorCode[]): Answer {
  const headers = headersOfRefusal(status);
  return {
    description: codes.map((code) => `\`${code}\`: ${WHEN[code]}`).join('\n\n'),
    'x-codes': codes,
    ...(headers ? { headers } : {}),
    content: {
      'application/json': {
        schema: {
          allOf: [
            schemaRef('ErrorBody'),
            { properties: { error: { properties: { code: { enum: codes } } } } },
          ],
        },
      },
    },
  };
}

/** `components.responses`: one for each kind and status. */
export function refusalComponents(): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(KINDS).flatMap(([kind, codes]) =>
      [...byStatus(codes)].map(([status, same]) => [`${kind}-${status}`, answerOf(status, same)]),
    ),
  );
}

/** The refusals of an operation, by status, as references into the components. */
export function refusals(kind: RefusalKind): Record<string, { $ref: string }> {
  return Object.fromEntries(
    [...byStatus(KINDS[kind]).keys()]
      .sort((a, b) => a - b)
      .map((status) => [String(status), { $ref: `#/components/responses/${kind}-${status}` }]),
  );
}

// The closed table of error codes: HTTP status and CLI exit code of each (architecture.md section 2).

export const ERRORS = {
  unauthenticated: { status: 401, exit: 3 },
  forbidden: { status: 403, exit: 4 },
  /** The person's roles ask for a second factor, which is not set up or not proven in this session. */
  second_factor_required: { status: 403, exit: 4 },
  /** The command asks to prove anew that it is you; `details` say how. */
  step_up_required: { status: 403, exit: 4 },
  not_found: { status: 404, exit: 5 },
  method_not_allowed: { status: 405, exit: 2 },
  conflict: { status: 409, exit: 6 },
  payload_too_large: { status: 413, exit: 2 },
  unsupported_media_type: { status: 415, exit: 2 },
  invalid_input: { status: 400, exit: 2 },
  invalid_reason: { status: 422, exit: 2 },
  invalid_value: { status: 422, exit: 2 },
  rule_violated: { status: 422, exit: 7 },
  idempotency_mismatch: { status: 422, exit: 6 },
  integrity_broken: { status: 409, exit: 7 },
  /** Somebody used break-glass and nobody else has reviewed it: nothing is raised outside that incident. */
  break_glass_debt: { status: 409, exit: 7 },
  /** An emergency stop holds this switch until the restart. */
  latched: { status: 409, exit: 7 },
  rate_limited: { status: 429, exit: 8 },
  unavailable: { status: 503, exit: 9 },
  outcome_unknown: { status: 503, exit: 10 },
  internal: { status: 500, exit: 1 },
} as const satisfies Record<string, { status: number; exit: number }>;

export type ErrorCode = keyof typeof ERRORS;

// Times and forms of second approvals, break-glass and deadlines (product.md section 2).

/** A change request nobody approved ends after this. */
export const REQUEST_MINUTES = 30;

/** When a control that a rollback loosened is looked at again, unless its owner chooses another time. */
export const REVIEW_HOURS = 4;

/** How far ahead the deadline of a temporary value may lie. */
export const DEADLINE = { leastMinutes: 1, mostDays: 30 } as const;

/** How an incident is called outside; the same text means the same incident. */
export const INCIDENT_REFERENCE = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9 ._/#-]{2,59}$/,
  sentence:
    'Name the incident as you write it elsewhere, such as INC-42: 3 to 60 letters, digits and - _ . / #.',
} as const;

/** How a change set came to be authorised; the database backs each of them (change_sets_authorised). */
export const AUTHORITIES = {
  single: 'one authorised person',
  approved: 'approved by a second person',
  break_glass: 'break-glass, without a second person',
  level: 'a level, authorised beforehand',
  emergency: 'the emergency stop, authorised beforehand',
  alert: 'the action of an alert, authorised beforehand',
  signed: 'the stage of a canary, signed by four people',
  guard: 'the guard of a canary, authorised beforehand',
  system: 'Bulkhead itself',
} as const satisfies Record<string, string>;
export type Authority = keyof typeof AUTHORITIES;

/** What becomes of a change request. `open` is the only one it leaves again. */
export const REQUEST_STATES = {
  open: 'Waits for a second person',
  approved: 'Approved and carried out',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  void: 'Void: a value was set meanwhile',
  expired: 'Expired',
} as const satisfies Record<string, string>;
export type RequestState = keyof typeof REQUEST_STATES;

/** As it is shown and typed: CR-12. */
export function requestName(number: number): string {
  return `CR-${number}`;
}

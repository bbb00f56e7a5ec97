// An incident: where it stands, how long until somebody has to take it, what moves it, and what may be recorded of it. Pure.
import {
  INCIDENT_MOVES,
  INCIDENT_STATES,
  type IncidentState,
  incidentName,
  SEVERITIES,
  type Severity,
} from '#lib/catalog/incidents.ts';
import type { Clock } from '#lib/rules/alerts/firing.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

export interface IncidentMoments {
  respondBy: Date;
  respondedAt: Date | null;
  mitigatedAt: Date | null;
  resolvedAt: Date | null;
}

const DAY_MS = 86_400_000;

/** Midnight UTC at the end of the first Monday to Friday after the day of `at`. */
function endOfNextBusinessDay(at: Date): Date {
  const midnight = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  let next = midnight + DAY_MS;
  while ([0, 6].includes(new Date(next).getUTCDay())) next += DAY_MS;
  return new Date(next + DAY_MS);
}

/** Until when somebody takes an incident that was opened then (manual 4). */
export function respondBy(severity: Severity, openedAt: Date): Date {
  const { respond } = SEVERITIES[severity];
  return typeof respond === 'number'
    ? new Date(openedAt.getTime() + respond * 1_000)
    : endOfNextBusinessDay(openedAt);
}

export function stateOf(moments: Pick<IncidentMoments, 'mitigatedAt' | 'resolvedAt'>): IncidentState {
  if (moments.resolvedAt !== null) return 'resolved';
  return moments.mitigatedAt !== null ? 'mitigated' : 'open';
}

/** The clock of the response. What is resolved without an owner needs none any more. */
export function respondClock(moments: IncidentMoments, now: Date): Clock {
  const stoppedAt = moments.respondedAt ?? moments.resolvedAt;
  return { dueAt: moments.respondBy, stoppedAt, late: (stoppedAt ?? now) > moments.respondBy };
}

/** Where the verb leads, or why it is refused. */
export function move(
  incident: Pick<IncidentMoments, 'mitigatedAt' | 'resolvedAt'> & { number: number },
  verb: 'mitigate' | 'resolve',
): Result<IncidentState> {
  const state = stateOf(incident);
  const next = INCIDENT_MOVES[state][verb];
  return next === null
    ? fail(
        'conflict',
        `${incidentName(incident.number)} is ${INCIDENT_STATES[state].toLowerCase()} already. What comes again is a new incident.`,
        { state },
      )
    : ok(next);
}

const AMOUNT = /^-?\d{1,15}(\.\d{1,8})?$/;
const SIZE = /^-?\d{1,15}(\.\d{1,18})?$/;

export interface Impact {
  exposureUsd: string | null;
  pnlUsd: string | null;
  systems: string | null;
  positions: readonly { symbol: string; size: string; valueUsd: string | null }[];
}

/** The figures as they are kept, or which of them to mend; an empty one is one that nobody knows. */
export function parseImpact(sent: Impact): Result<Impact> {
  const { exposureUsd, pnlUsd, positions } = sent;
  if (exposureUsd !== null && (!AMOUNT.test(exposureUsd) || exposureUsd.startsWith('-'))) {
    return fail('invalid_input', 'Exposure is an amount of US dollars from 0, such as 50000 or 1284.10.', {
      field: 'exposureUsd',
    });
  }
  if (pnlUsd !== null && !AMOUNT.test(pnlUsd)) {
    return fail('invalid_input', 'P&L is an amount of US dollars, a loss with its minus, such as -124.32.', {
      field: 'pnlUsd',
    });
  }
  const seen = new Set<string>();
  for (const { symbol, size, valueUsd } of positions) {
    if (seen.has(symbol)) {
      return fail('invalid_input', `${symbol} stands there twice. Name each symbol once.`, {
        field: 'positions',
      });
    }
    seen.add(symbol);
    if (!SIZE.test(size) || (valueUsd !== null && !AMOUNT.test(valueUsd))) {
      return fail(
        'invalid_input',
        `${symbol}: size and value are plain decimals, such as 0.25 and 16250.00.`,
        {
          field: 'positions',
        },
      );
    }
  }
  return ok(sent);
}

/** How long it lasted until it was resolved, in seconds; null while it is not. */
export function durationSeconds(incident: { beganAt: string; resolvedAt: string | null }): number | null {
  if (incident.resolvedAt === null) return null;
  return Math.max(0, Math.floor((Date.parse(incident.resolvedAt) - Date.parse(incident.beganAt)) / 1_000));
}

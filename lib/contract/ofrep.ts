// OFREP 0.3 and OpenFeature: the forms that switch values take for clients of the standard; depends on nothing but values.
import type { WireValue } from './values.ts';

/** What an OpenFeature client can hold. It knows no list and no null (docs/decisions/0020). */
export type FlagValue = boolean | string | number | { items: readonly string[] };

/** Money that is off, no limit: text, as money always is, so that no client takes its own default for it. */
export const OFF = 'off';

/** A switch value as a flag value: lists as `{ items }`, off as OFF, everything else as it is. */
export function flagValue(value: WireValue): FlagValue {
  if (value === null) return OFF;
  return Array.isArray(value) ? { items: value as readonly string[] } : (value as FlagValue);
}

/** STATIC: the value of the venue. TARGETING_MATCH: the override of the symbol in the context. */
export type FlagReason = 'STATIC' | 'TARGETING_MATCH';

/** 200 of `POST /ofrep/v1/evaluate/flags/{key}`. `symbol` stands there when its override was used. */
export interface EvaluationSuccess {
  key: string;
  value: FlagValue;
  reason: FlagReason;
  metadata: { epoch: number; revision: number; symbol?: string };
}

/**
 * A flag of the bulk answer. The position stands once for all of them: clients find out what changed by comparing
 * flags as text, and must not find every flag changed by every revision.
 */
export interface BulkFlag {
  key: string;
  value: FlagValue;
  reason: FlagReason;
  metadata?: { symbol: string };
}

export interface EventStream {
  type: 'sse';
  /** Path and query at the origin the client asks anyway. The query holds a ticket: not for logs. */
  endpoint: { requestUri: string };
  inactivityDelaySec: number;
}

/** 200 of `POST /ofrep/v1/evaluate/flags`. */
export interface BulkSuccess {
  flags: readonly BulkFlag[];
  metadata: { epoch: number; revision: number; publishedAt: string };
  eventStreams: readonly EventStream[];
}

export type OfrepErrorCode = 'PARSE_ERROR' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND' | 'GENERAL';

/** Every failure that a route of OFREP answers. `key` stands there when one flag was asked for. */
export interface EvaluationFailure {
  key?: string;
  errorCode: OfrepErrorCode;
  errorDetails: string;
}

/** Data of an event of the stream. `etag` is the position to ask for, as the parameter `flagConfigEtag`. */
export interface RefetchEvent {
  type: 'refetchEvaluation';
  etag: string;
}

/** The member of the evaluation context that chooses a symbol's overrides. */
export const SYMBOL_MEMBER = 'symbol';

export const OFREP_FLAGS = '/ofrep/v1/evaluate/flags';
export const OFREP_EVENTS = '/ofrep/v1/events';
/** A browser tab that is hidden for this long lets go of its stream. */
export const INACTIVITY_SECONDS = 120;

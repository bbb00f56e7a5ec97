// What an OFREP request asks for: the symbol in its context, and how new its answer must be. Says what is wrong with it.
import type { OfrepErrorCode } from '#lib/contract/ofrep.ts';
import { SYMBOL_MEMBER } from '#lib/contract/ofrep.ts';
import { type Position, parsePositionId, SYMBOL_FORM } from '#lib/contract/snapshot.ts';
import { isFields } from '#lib/door/form.ts';

export type Read<T> = { ok: true; value: T } | { ok: false; errorCode: OfrepErrorCode; errorDetails: string };

const NOT_JSON = 'The body must be a JSON object such as {"context":{}}.';
const BAD_CONTEXT = 'context must be an object.';
const BAD_SYMBOL = 'context.symbol must be 1 to 20 capital letters and digits, such as "BTC".';
const BAD_QUERY =
  'This address takes flagConfigEtag and flagConfigLastModified, each at most once; a symbol goes into the context.';

function refused(errorCode: OfrepErrorCode, errorDetails: string): Read<never> {
  return { ok: false, errorCode, errorDetails };
}

/**
 * The symbol whose overrides hold, undefined for the venue. A wrong symbol is a mistake, never the global value: that
 * one may be larger. Everything else in the context is the client's own, and a targeting key is not needed.
 */
export function readSymbol(body: string): Read<string | undefined> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refused('PARSE_ERROR', NOT_JSON);
  }
  if (!isFields(parsed)) return refused('PARSE_ERROR', NOT_JSON);
  const { context } = parsed;
  if (context === undefined) return { ok: true, value: undefined };
  if (!isFields(context)) return refused('INVALID_CONTEXT', BAD_CONTEXT);
  const symbol = context[SYMBOL_MEMBER];
  if (symbol === undefined) return { ok: true, value: undefined };
  if (typeof symbol !== 'string' || !SYMBOL_FORM.test(symbol)) return refused('INVALID_CONTEXT', BAD_SYMBOL);
  return { ok: true, value: symbol };
}

/**
 * The position that the client has heard of and wants answered, from what follows the `?`. An entity tag of others
 * asks for nothing. Other parameters are refused: a symbol there would be taken for the global value.
 */
export function readFreshness(query: string | undefined): Read<Position | undefined> {
  if (query === undefined || query === '') return { ok: true, value: undefined };
  const given = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const known = name === 'flagConfigEtag' || name === 'flagConfigLastModified';
    if (!known || given.has(name)) return refused('GENERAL', BAD_QUERY);
    given.set(name, value);
  }
  return { ok: true, value: parsePositionId(given.get('flagConfigEtag')) };
}

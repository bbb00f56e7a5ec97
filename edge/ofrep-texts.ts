// OFREP's answers as exact texts, made once for each revision that somebody asks for, never for each request.
import {
  type BulkFlag,
  type BulkSuccess,
  type EvaluationSuccess,
  type EventStream,
  flagValue,
  INACTIVITY_SECONDS,
  OFREP_EVENTS,
} from '#lib/contract/ofrep.ts';
import type { Snapshot, SwitchEntry } from '#lib/contract/snapshot.ts';
import { asciiJson } from './encode.ts';

export interface OfrepTexts {
  /** The body for one flag; undefined for a flag that does not exist. */
  single(key: string, symbol: string | undefined): string | undefined;
  /** The body for all flags, up to where the event streams begin. */
  bulk(symbol: string | undefined): string;
  /** The symbol if it has an override anywhere; all others read the same. */
  distinct(symbol: string | undefined): string | undefined;
}

export function ofrepTexts(snapshot: Snapshot): OfrepTexts {
  const { epoch, revision, publishedAt } = snapshot;
  const entries = Object.entries(snapshot.switches);
  const symbols = new Set(entries.flatMap(([, { overrides = {} }]) => Object.keys(overrides)));
  /** By symbol, undefined for the venue: made when first asked for. */
  const singles = new Map<string | undefined, ReadonlyMap<string, string>>();
  const bulks = new Map<string | undefined, string>();

  function made<T>(by: Map<string | undefined, T>, symbol: string | undefined, make: () => T): T {
    const known = by.get(symbol);
    if (known !== undefined) return known;
    const fresh = make();
    by.set(symbol, fresh);
    return fresh;
  }

  function singleText(key: string, entry: SwitchEntry, symbol: string | undefined): string {
    const { value, reason, metadata } = bulkFlag(key, entry, symbol);
    return asciiJson({
      key,
      value,
      reason,
      metadata: { epoch, revision, ...metadata },
    } satisfies EvaluationSuccess);
  }

  function bulkText(symbol: string | undefined): string {
    const flags = entries.map(([key, entry]) => bulkFlag(key, entry, symbol));
    const body: Omit<BulkSuccess, 'eventStreams'> = { flags, metadata: { epoch, revision, publishedAt } };
    return `${asciiJson(body).slice(0, -1)},"eventStreams":`;
  }

  const distinct = (symbol: string | undefined) =>
    symbol !== undefined && symbols.has(symbol) ? symbol : undefined;

  return {
    distinct,
    single(key, asked) {
      const symbol = distinct(asked);
      const texts = made(
        singles,
        symbol,
        () => new Map(entries.map(([name, entry]) => [name, singleText(name, entry, symbol)])),
      );
      return texts.get(key);
    },
    bulk(asked) {
      const symbol = distinct(asked);
      return made(bulks, symbol, () => bulkText(symbol));
    },
  };
}

function bulkFlag(key: string, { value, overrides }: SwitchEntry, symbol: string | undefined): BulkFlag {
  const own =
    symbol !== undefined && overrides && Object.hasOwn(overrides, symbol) ? overrides[symbol] : undefined;
  if (own === undefined || symbol === undefined) return { key, value: flagValue(value), reason: 'STATIC' };
  return { key, value: flagValue(own), reason: 'TARGETING_MATCH', metadata: { symbol } };
}

/** What completes the bulk body: where to hear of changes from position `since` on. */
export function streamsText(ticket: string, since: string): string {
  const stream: EventStream = {
    type: 'sse',
    endpoint: { requestUri: `${OFREP_EVENTS}?ticket=${ticket}&since=${since}` },
    inactivityDelaySec: INACTIVITY_SECONDS,
  };
  return `${asciiJson([stream])}}`;
}

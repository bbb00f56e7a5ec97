// The alerts that do not wait for a scrape: the venue says at once that one began, and that it is over (manual 3).
import { createHash } from 'node:crypto';
import { ALERTS } from '#lib/catalog/alerts.ts';
import { BREAKER_DRAWDOWN } from '#lib/catalog/failure-detection.ts';
import type { ReportedAlert } from '#lib/contract/intake.ts';
import type { VenueAlert } from './faults.ts';
import { strayOf } from './models/canary-terms.ts';
import { drawdownOf } from './models/loss-watch.ts';
import type { Outbox } from './outbox.ts';
import type { VenueState } from './venue-state.ts';

export type PushedKey = {
  [Key in VenueAlert]: (typeof ALERTS)[Key]['source']['kind'] extends 'push' ? Key : never;
}[VenueAlert];

interface Holding {
  /** When it began, milliseconds since 1970. */
  since: number;
  /** The figure behind it. */
  value: string;
}

/** What holds now of each; undefined while it does not. */
const CONDITIONS: Readonly<
  Record<PushedKey, (state: Readonly<VenueState>, now: number) => Holding | undefined>
> = {
  'drawdown-breaker': ({ lossWatch, book }, now) => {
    const drawdown = drawdownOf(lossWatch, book.reserve);
    return drawdown >= BREAKER_DRAWDOWN
      ? { since: now, value: `${(drawdown * 100).toFixed(1)}%` }
      : undefined;
  },
  'database-lost': ({ database }, now) =>
    database.up ? undefined : { since: database.silentSince ?? now, value: 'no answer' },
  'canary-unauthorized': ({ canary, canaryTerms }, now) => {
    if (!canary?.strays) return undefined;
    const given = canaryTerms.symbols.join(', ') || 'nothing';
    return {
      since: now,
      value: `it trades ${strayOf(canaryTerms) ?? 'another account'}, and was given ${given}`,
    };
  },
};

export const PUSHED_KEYS = Object.keys(CONDITIONS) as readonly PushedKey[];

const fingerprintOf = (key: PushedKey) =>
  createHash('sha256').update(`venue ${key}`).digest('hex').slice(0, 16);

function alertOf(key: PushedKey, { since, value }: Holding, endedAt: number | null): ReportedAlert {
  const { title, priority, when } = ALERTS[key];
  return {
    status: endedAt === null ? 'firing' : 'resolved',
    labels: { alertname: key, bulkhead_alert: key, priority, source: 'venue' },
    annotations: { summary: title, description: `It fires when ${when}.`, value },
    startsAt: new Date(since).toISOString(),
    ...(endedAt === null ? {} : { endsAt: new Date(endedAt).toISOString() }),
    fingerprint: fingerprintOf(key),
  };
}

/** Looks at each state of the venue and puts what changed into the outbox. */
export function createPushes(
  outbox: Pick<Outbox, 'put'>,
): (state: Readonly<VenueState>, now: number) => void {
  const holding = new Map<PushedKey, Holding>();
  return (state, now) => {
    for (const key of PUSHED_KEYS) {
      const before = holding.get(key);
      const holds = CONDITIONS[key](state, now);
      if (holds && !before) {
        holding.set(key, holds);
        outbox.put(alertOf(key, holds, null));
      } else if (before && !holds) {
        holding.delete(key);
        outbox.put(alertOf(key, before, now));
      }
    }
  };
}

// Every alert: the seven of manual 1, the triggers of manuals 3 and 5, and what Bulkhead watches about itself.
import type { Alert } from './alert-types.ts';
import { CANARY_ALERTS } from './alerts/canary.ts';
import { OWN_ALERTS } from './alerts/own.ts';
import { TRIGGERS } from './alerts/triggers.ts';
import { VENUE_ALERTS } from './alerts/venue.ts';

export const ALERTS = { ...VENUE_ALERTS, ...TRIGGERS, ...CANARY_ALERTS, ...OWN_ALERTS } as const;

export type AlertKey = keyof typeof ALERTS;

export const ALERT_KEYS = Object.keys(ALERTS) as readonly AlertKey[];

/** The catalogue entry of a name from outside, or undefined; `__proto__` and the like are not names. */
export function findAlert(key: string): Alert | undefined {
  return Object.hasOwn(ALERTS, key) ? ALERTS[key as AlertKey] : undefined;
}

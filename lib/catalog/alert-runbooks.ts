// The runbook of every alert; an alert without one does not compile.
import { OWN_RUNBOOKS } from './alert-runbooks/own.ts';
import { TRIGGER_RUNBOOKS } from './alert-runbooks/triggers.ts';
import { VENUE_RUNBOOKS } from './alert-runbooks/venue.ts';
import { ALERT_KEYS, type AlertKey, findAlert } from './alerts.ts';
import { PROCEDURES } from './procedures.ts';
import type { AlertRunbook } from './runbook-types.ts';
import { SWITCH_NAMES, type SwitchName } from './switches.ts';

export const ALERT_RUNBOOKS: Readonly<Record<AlertKey, AlertRunbook>> = {
  ...VENUE_RUNBOOKS,
  ...TRIGGER_RUNBOOKS,
  ...OWN_RUNBOOKS,
};

/** Manual 2's four runbooks, which are procedures that can be run. */
export const RUNBOOK_PROCEDURES = [
  'runbook-wont-start',
  'runbook-high-latency',
  'runbook-positions',
  'runbook-circuit-breaker',
] as const;

/** Switches of an alert: those its action sets first, then those its runbook speaks of. */
export function switchesOfAlert(key: AlertKey): SwitchName[] {
  const action = findAlert(key)?.action;
  return [
    ...new Set<SwitchName>([
      ...(action?.settings ?? []).map((setting) => setting.switch),
      ...(action?.addSymbolTo ? [action.addSymbolTo] : []),
      ...ALERT_RUNBOOKS[key].switches,
    ]),
  ];
}

/** Switches that a procedure sets or names in its words, in the order of the matrix. */
export function switchesOfProcedure(key: string): SwitchName[] {
  const words = JSON.stringify(PROCEDURES[key] ?? {});
  return SWITCH_NAMES.filter((name) => new RegExp(`\\b${name}\\b`).test(words));
}

/** Names of the metrics that the rule of an alert is made of. */
export function metricsOfAlert(key: AlertKey): string[] {
  const source = findAlert(key)?.source;
  return source?.kind === 'rule' ? [...new Set(source.expr.match(/\bvenue_\w+/g) ?? [])] : [];
}

/**
 * Metrics that a runbook is about: of the rule of its alert, or of all alerts that lead to its procedure. Undefined where
 * there is no such runbook.
 */
export function metricsOfRunbook(key: string): string[] | undefined {
  if (RUNBOOK_PROCEDURES.some((one) => one === key)) {
    const leading = ALERT_KEYS.filter((alert) => findAlert(alert)?.procedure === key);
    return [...new Set(leading.flatMap(metricsOfAlert))];
  }
  return findAlert(key) ? metricsOfAlert(key as AlertKey) : undefined;
}

// The named action of an alert against the matrix as it is: what one press would set, and never back toward risk.

import type { Alert } from '#lib/catalog/alert-types.ts';
import { ALERT_KEYS, type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Request } from '#lib/rules/changes/decide-change.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

/** The market a firing is about, of those the venue lists. */
export function symbolOf(labels: readonly (readonly [string, string])[]): MarketSymbol | null {
  const named = labels.find(([name]) => name === 'symbol')?.[1];
  return SYMBOLS.find((symbol) => symbol === named) ?? null;
}

/**
 * Whether a value of the action is still to be set: not when it holds, and not when what holds is safer already, such
 * as a leverage below 2x. Turning liquidation off is the manual's, although it is no move toward safety.
 */
function toBeSet(matrix: Matrix, alert: Alert, name: SwitchName, value: WireValue): boolean {
  const now = valueIn(matrix, name);
  if (sameValue(now, value)) return false;
  return alert.action?.losing !== undefined || moveOf(definitionOf(name), now, value) !== 'raising';
}

/**
 * What one press of the action would ask of the matrix; an empty list when everything holds. `conflict` for an alert
 * without an action, and for one about a market when its firing names none.
 */
export function actionOf(
  key: AlertKey | null,
  labels: readonly (readonly [string, string])[],
  matrix: Matrix,
): Result<Request[]> {
  const market = symbolOf(labels);
  return actionOn(key, market === null ? [] : [market], matrix);
}

/** The same for the markets of all the firings that one press acts for. */
export function actionOn(
  key: AlertKey | null,
  markets: readonly MarketSymbol[],
  matrix: Matrix,
): Result<Request[]> {
  const alert = key === null ? undefined : findAlert(key);
  if (!alert?.action)
    return fail('conflict', 'This alert has no action of its own: say in a note what you did.');
  const { settings, addSymbolTo } = alert.action;
  const requests: Request[] = settings
    .filter((one) => toBeSet(matrix, alert, one.switch, one.value as WireValue))
    .map((one) => ({ switch: one.switch, value: one.value }));
  if (addSymbolTo === undefined) return ok(requests);
  if (markets.length === 0) {
    return fail(
      'conflict',
      `This firing does not name a market that the venue lists: set ${addSymbolTo} on the Switches screen.`,
    );
  }
  const listed = valueIn(matrix, addSymbolTo) as readonly string[];
  const value = [...new Set([...listed, ...markets])].sort();
  return ok(value.length === listed.length ? requests : [...requests, { switch: addSymbolTo, value }]);
}

/** The switches that the action of this alert sets; empty for one without. */
export function switchesOf(key: AlertKey | null): string[] {
  const action = key === null ? undefined : findAlert(key)?.action;
  if (!action) return [];
  const { settings, addSymbolTo } = action;
  return [...settings.map((one) => one.switch), ...(addSymbolTo ? [addSymbolTo] : [])];
}

/** Alerts whose action is about the market that a firing names. */
export const ABOUT_A_MARKET: readonly AlertKey[] = ALERT_KEYS.filter(
  (key) => findAlert(key)?.action?.addSymbolTo !== undefined,
);

/** The reason that stands in the log when nobody gave another. */
export function reasonOf(title: string, number: number): string {
  return `Action of alert A-${number}: ${title}`;
}

/** The same for a press that acts for `count` firings, of which this is the first. */
export function stormReasonOf(title: string, number: number, count: number): string {
  return count === 1
    ? reasonOf(title, number)
    : `Action of alert A-${number} and ${count - 1} more like it: ${title}`;
}

// What the triggers of the database rest on: the owner tells it at every start (scripts/database/rules.ts), the application only looks whether it was told.
import { ALERT_KEYS, findAlert } from '#lib/catalog/alerts.ts';
import { LEVELS } from '#lib/catalog/levels.ts';
import { definitionOf, SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { type Settings, settingsOf } from './levels.ts';

export interface ToldRules {
  /** Switches that take a second person to be raised, by name. */
  critical: readonly string[];
  /** What each level sets, the lowest first. */
  bundles: readonly { level: number; settings: Settings }[];
  /** What the action of each alert sets, in the order of their keys. */
  actions: readonly { alert: string; settings: Settings; addsSymbolTo: string | null }[];
}

export const TOLD_RULES: ToldRules = {
  critical: SWITCH_NAMES.filter((name) => definitionOf(name).critical).sort(),
  bundles: LEVELS.map((level) => ({ level: level.level, settings: settingsOf(level) })),
  actions: [...ALERT_KEYS].sort().flatMap((alert) => {
    const action = findAlert(alert)?.action;
    if (!action) return [];
    const settings: Settings = Object.fromEntries(action.settings.map((one) => [one.switch, one.value]));
    return [{ alert, settings, addsSymbolTo: action.addSymbolTo ?? null }];
  }),
};

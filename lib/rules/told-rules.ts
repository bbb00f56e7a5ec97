// What the triggers of the database rest on: the owner tells it at every start (scripts/database/rules.ts), the application only looks whether it was told.
import { LEVELS } from '#lib/catalog/levels.ts';
import { definitionOf, SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { type Settings, settingsOf } from './levels.ts';

export interface ToldRules {
  /** Switches that take a second person to be raised, by name. */
  critical: readonly string[];
  /** What each level sets, the lowest first. */
  bundles: readonly { level: number; settings: Settings }[];
}

export const TOLD_RULES: ToldRules = {
  critical: SWITCH_NAMES.filter((name) => definitionOf(name).critical).sort(),
  bundles: LEVELS.map((level) => ({ level: level.level, settings: settingsOf(level) })),
};

// What the screens say of the emergency stop: who may press it, what it takes away, how its commands and its restart stand. Pure.

import { planChange } from '#components/changes/change-plan.ts';
import type { DiffRow } from '#components/changes/diff-preview.tsx';
import { lostWords } from '#components/changes/level-words.ts';
import { effectWords, lasting } from '#components/format-time.ts';
import { STOP_SETTINGS, STOP_TRIGGERS, STOP_WORD } from '#lib/catalog/emergency.ts';
import type { EffectView } from '#lib/contract/console.ts';
import type { StopView } from '#lib/contract/emergency.ts';
import { capabilities } from '#lib/rules/changes/capabilities.ts';
import { lost } from '#lib/rules/changes/levels.ts';
import { applyChanges, changesFor, type Matrix } from '#lib/rules/changes/matrix.ts';
import { notAllowedTo } from '#lib/rules/may.ts';

/** The reason for one of the manual's triggers. */
export function triggerReason(trigger: string): string {
  return `Emergency stop: ${trigger.charAt(0).toLowerCase()}${trigger.slice(1)}`;
}

/** The reason to begin with: what every one of them comes to. */
export const OFFERED_STOP_REASON = triggerReason(STOP_TRIGGERS[3]);

/** Why these roles may not press it, naming who may; null when they may. */
export function stopHeldBy(roles: readonly string[]): string | null {
  const held = notAllowedTo('emergency-stop', roles);
  return held === null ? null : `${held} Call one of them.`;
}

/** Whether the typed word confirms; a phone's keyboard may write it small. */
export function confirmsStop(typed: string): boolean {
  return typed.trim().toUpperCase() === STOP_WORD;
}

const WANTED = STOP_SETTINGS.map(({ switch: name, value }) => ({ switch: name, symbol: null, value }));

/** What it would set now, and what users of the exchange lose by it. */
export function stopPlan(matrix: Matrix): { changes: readonly DiffRow[]; lost: readonly string[] } {
  const after = applyChanges(matrix, changesFor(matrix, WANTED));
  return {
    changes: planChange(matrix, WANTED).changes,
    lost: lostWords(lost(capabilities(matrix), capabilities(after))),
  };
}

/** Who pressed it where: `Mara Okafor`, `Mara Okafor at edge edge-a`. */
export function pressedWords({
  pressedBy,
  source,
  edgeId,
}: Pick<StopView, 'pressedBy' | 'source' | 'edgeId'>): string {
  return source === 'edge' ? `${pressedBy.name} at edge ${edgeId}` : pressedBy.name;
}

export interface RecoveryState {
  tone: 'plain' | 'ok' | 'risk';
  words: string;
}

/** Where the way back stands, in a few words. */
export function recoveryWords({ recovery, restartRequest, restartedAt }: StopView): RecoveryState {
  if (restartedAt) return { tone: 'ok', words: 'Restarted' };
  if (restartRequest) return { tone: 'plain', words: 'Restart waits for a second person' };
  if (!recovery) return { tone: 'risk', words: 'Recovery not started' };
  return recovery.completedAt
    ? { tone: 'ok', words: 'Recovery complete' }
    : { tone: 'plain', words: 'Recovery in progress' };
}

/**
 * How far its change set has come. `effect`: null while it is read, or when every value held already. Green only once
 * every instance has been measured.
 */
export function stopInstances(
  { changeSetId }: Pick<StopView, 'changeSetId'>,
  effect: EffectView | null,
): { value: string; note: string; tone: RecoveryState['tone'] } {
  if (changeSetId === null) return { value: 'none', note: 'nothing had to change', tone: 'plain' };
  if (effect === null) return { value: 'unknown', note: 'not read yet', tone: 'plain' };
  const { applied, expected, slowestMs } = effect;
  return {
    value: `${applied}/${expected}`,
    note: slowestMs === null ? 'applying' : `slowest ${effectWords(slowestMs)}`,
    tone: applied < expected ? 'risk' : slowestMs === null ? 'plain' : 'ok',
  };
}

/** How far it is, in the words of its marks: once the instances are whole, as each order is done, along the way back. */
export function stopNews(stop: StopView, effect: EffectView | null): string {
  const whole = effect !== null && effect.expected > 0 && effect.applied === effect.expected;
  const done = stop.commands.filter((command) => command.done).length;
  return [
    ...(whole ? [`All ${effect.expected} instances have applied it`] : []),
    `${done} of ${stop.commands.length} orders done`,
    recoveryWords(stop).words,
  ].join('. ');
}

/** How long it held, or holds: `12:04`, `3 h 12 min`. */
export function heldFor(from: string, until: number): string {
  return lasting(Math.max(0, Math.floor((until - Date.parse(from)) / 1_000)));
}

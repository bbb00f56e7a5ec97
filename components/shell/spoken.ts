// What a screen reader hears on every screen of what changes by itself: the stop, the level, what waits for this person. Pure.
import { levelName } from '#lib/catalog/levels.ts';
import type { StatusBody } from '#lib/contract/console.ts';

/** A sentence each, with the same words until it changes: so each change is heard once. `waiting`: requests to decide on. */
export function spokenOf({ stop, level }: Pick<StatusBody, 'stop' | 'level'>, waiting: number): string[] {
  const requests = waiting === 1 ? 'One change request waits' : `${waiting} change requests wait`;
  return [
    ...(stop ? [`The venue is stopped by ${stop.pressedBy}.`] : []),
    `Level ${level.current}, ${levelName(level.current)}.`,
    ...(waiting > 0 ? [`${requests} for you to decide.`] : []),
  ];
}

// In which order notifications of a channel leave: within a lane as they were written, the pressing lanes first, so many at once.
import { type ChannelKind, NOTIFYING } from '#lib/catalog/on-call.ts';
import type { Notice } from './notice.ts';
import { dedupKeyOf } from './notice-pagerduty.ts';

/** Lower goes first. */
export const URGENCIES = { pressing: 0, other: 1 } as const;

export type Urgency = (typeof URGENCIES)[keyof typeof URGENCIES];

/**
 * Those of one lane arrive in the order in which they were written. What happened to one firing is a lane: a resolve that
 * overtakes its trigger leaves a phone ringing. A Slack channel is one lane as a whole: people read it from top to bottom.
 */
export function laneOf(kind: ChannelKind, notice: Notice): string {
  if (kind === 'slack') return 'channel';
  return dedupKeyOf(notice) ?? ('form' in notice ? `form-${notice.form.name}` : 'on-call');
}

/** What tells of a real P0, or of a canary that was rolled back, goes before a storm of everything else. */
export function urgencyOf(notice: Notice): Urgency {
  const pressing =
    'canary' in notice || ('firing' in notice && notice.firing.priority === 'P0' && !notice.firing.drill);
  return pressing ? URGENCIES.pressing : URGENCIES.other;
}

/**
 * The least urgent that may be begun now beside those that are under way; null for none. The last free place is kept for
 * what presses: a storm whose requests are not answered does not hold up a P0. `troubles`: answers in a row that were none.
 */
export function roomFor(
  kind: ChannelKind,
  troubles: number,
  underWay: readonly { urgency: Urgency }[],
): Urgency | null {
  const usual = NOTIFYING.mostAtOnce[kind];
  const most = troubles > 0 ? Math.min(usual, NOTIFYING.mostInTrouble) : usual;
  if (underWay.length >= most) return null;
  const free = most - underWay.length;
  return free > 1 || most === 1 ? URGENCIES.other : URGENCIES.pressing;
}

// Whether a notification that failed for good may be sent again by hand, and if not, why.
import type { ChannelKind } from '#lib/catalog/on-call.ts';
import { type NoticeKind, pagerDutyAction } from './notice.ts';

export interface FailedNotice {
  kind: NoticeKind;
  channelKind: ChannelKind;
  channelRemoved: boolean;
  /** The firing is resolved, or the call of the test page is answered. */
  over: boolean;
}

/** A sentence; null when it may. */
export function heldFromSending({ kind, channelKind, channelRemoved, over }: FailedNotice): string | null {
  if (channelRemoved) return 'Its channel was removed: there is nowhere to send it to.';
  // PagerDuty takes a trigger after its resolve for a new incident.
  if (channelKind === 'pagerduty' && pagerDutyAction(kind) === 'trigger' && over)
    return 'What it tells of is over: PagerDuty would ring for it as something new.';
  return null;
}

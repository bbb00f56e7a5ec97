// A notification as an event of PagerDuty Events v2. The same firing has the same dedup_key always: repeats are folded there.
import { type Notice, noticeWords, pagerDutyAction, placeOf } from './notice.ts';

const SUMMARY_MOST = 1_024;

/** Prefixes tell our keys from everybody else's when PagerDuty's webhooks come in. */
const FIRING_KEY = 'bulkhead-firing-';
const CALL_KEY = 'bulkhead-test-';
/** Nothing comes back about it: a rollback that was made is not confirmed, its run is looked at. */
const CANARY_KEY = 'bulkhead-canary-';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a dedup_key of ours stands for; null for one of somebody else's. */
export function ofDedupKey(key: string): { firingId: string } | { callId: string } | null {
  const rest = (prefix: string): string | null =>
    key.startsWith(prefix) && ID.test(key.slice(prefix.length)) ? key.slice(prefix.length) : null;
  const [firingId, callId] = [rest(FIRING_KEY), rest(CALL_KEY)];
  return firingId !== null ? { firingId } : callId !== null ? { callId } : null;
}

/** What a notice is about, as a key; null for what is about nothing that goes on. */
export function dedupKeyOf(notice: Notice): string | null {
  if ('firing' in notice) return `${FIRING_KEY}${notice.firing.id}`;
  if ('page' in notice) return `${CALL_KEY}${notice.page.callId}`;
  if ('canary' in notice) return `${CANARY_KEY}${notice.canary.id}`;
  return null;
}

function cutTo(text: string, most: number): string {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

function severityOf(notice: Notice): 'critical' | 'warning' {
  const pressing = ('firing' in notice && notice.firing.priority === 'P0') || 'canary' in notice;
  return pressing ? 'critical' : 'warning';
}

/** `at`: when it was written, which PagerDuty shows as the time of the event. */
export function pagerDutyEvent(
  notice: Notice,
  { routingKey, consoleUrl, at, answerUrl }: PagerDutyAround,
): Record<string, unknown> {
  const action = pagerDutyAction(notice.kind);
  const key = dedupKeyOf(notice);
  if (action === undefined || key === null) throw new Error(`PagerDuty has no event for ${notice.kind}`);
  const base = { routing_key: routingKey, event_action: action, dedup_key: key };
  if (action !== 'trigger') return base;
  const { headline, detail } = noticeWords(notice);
  const firing = 'firing' in notice ? notice.firing : null;
  return {
    ...base,
    payload: {
      summary: cutTo(headline, SUMMARY_MOST),
      source: 'bulkhead',
      severity: severityOf(notice),
      timestamp: firing?.firedAt ?? at,
      ...(firing ? { component: firing.alert ?? firing.title.slice(0, 255), class: firing.priority } : {}),
      custom_details: {
        detail,
        ...(notice.kind === 'alert.escalated' ? { told: notice.told, step: notice.step } : {}),
        ...(notice.kind === 'canary.rolled_back' ? { breaches: notice.breaches, told: notice.told } : {}),
        ...('page' in notice ? { contact: notice.page.contact, reach: notice.page.reach } : {}),
      },
    },
    links: [
      ...(answerUrl === null ? [] : [{ href: answerUrl, text: 'Answer the test page' }]),
      { href: `${consoleUrl}${placeOf(notice)}`, text: 'Open in Bulkhead' },
    ],
    client: 'Bulkhead',
    client_url: consoleUrl,
  };
}

export interface PagerDutyAround {
  routingKey: string;
  consoleUrl: string;
  at: string;
  answerUrl: string | null;
}

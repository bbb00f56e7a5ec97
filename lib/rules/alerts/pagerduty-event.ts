// A webhook of PagerDuty (v3) read: which of our firings or test pages somebody acknowledged there, and who.
import { z } from 'zod';
import { showOutside } from '#lib/rules/outside-text.ts';
import { parseStrictJson } from '#lib/rules/strict-json.ts';
import { ofDedupKey } from './notice-pagerduty.ts';

export type HeardThere =
  | { kind: 'acknowledged'; of: { firingId: string } | { callId: string }; agent: Agent }
  /** Why nothing is done. */
  | { kind: 'nothing'; why: string };

export interface Agent {
  /** Id of the user there; null when it was no user. */
  userId: string | null;
  name: string;
  /** PagerDuty leaves it out of the reference; whoever sends it along spares us asking. */
  email: string | null;
}

const reference = z.looseObject({
  id: z.string().max(100).nullish(),
  type: z.string().max(100).nullish(),
  summary: z.string().max(2_000).nullish(),
  email: z.string().max(254).nullish(),
});

const body = z.looseObject({
  event: z.looseObject({
    event_type: z.string().max(200),
    agent: reference.nullish(),
    data: z.looseObject({ incident_key: z.string().max(1_000).nullish() }).nullish(),
  }),
});

/** Never throws: what makes no sense is said to. */
export function readPagerDuty(bytes: Uint8Array): HeardThere {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'nothing', why: 'It is no UTF-8 text.' };
  }
  const json = parseStrictJson(text);
  if (!json.ok) return { kind: 'nothing', why: json.error.message };
  const parsed = body.safeParse(json.value);
  if (!parsed.success) return { kind: 'nothing', why: 'It has not the form of a PagerDuty webhook.' };
  const { event_type: type, agent, data } = parsed.data.event;
  if (type !== 'incident.acknowledged')
    return { kind: 'nothing', why: `Nothing is done for ${showOutside(type, 100)}.` };
  const of = ofDedupKey(data?.incident_key ?? '');
  if (of === null) return { kind: 'nothing', why: 'The incident is none of Bulkhead.' };
  const isUser = agent?.type === 'user_reference' || agent?.type === 'user';
  return {
    kind: 'acknowledged',
    of,
    agent: {
      userId: isUser ? (agent?.id ?? null) : null,
      name: showOutside(agent?.summary ?? 'somebody', 100),
      email: agent?.email?.trim().toLowerCase() ?? null,
    },
  };
}

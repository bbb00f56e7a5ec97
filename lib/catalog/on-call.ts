// On-call as data: who may be on call, the channels, and how patiently they are tried. Severities are those of incidents (incidents.ts).
import type { Role } from './roles.ts';

/** Whoever is on call must be able to confirm an alert and press its action. */
export const ON_CALL_ROLES: readonly Role[] = ['operations', 'engineer', 'risk_manager', 'super_admin'];

export const CHANNEL_KINDS = {
  slack: { label: 'Slack', shown: 'Slack incoming webhook' },
  pagerduty: { label: 'PagerDuty', shown: 'PagerDuty Events v2' },
  webhook: { label: 'Webhook', shown: 'Signed webhook' },
} as const satisfies Record<string, { label: string; shown: string }>;

export type ChannelKind = keyof typeof CHANNEL_KINDS;

export const CHANNEL_KIND_NAMES = Object.keys(CHANNEL_KINDS) as readonly ChannelKind[];

/** Where PagerDuty takes events and answers who somebody is, unless a channel names its own region. */
export const PAGERDUTY = {
  eventsUrl: 'https://events.pagerduty.com/v2/enqueue',
  apiUrl: 'https://api.pagerduty.com',
} as const;

/** How a notification that was not taken is tried again. */
export const NOTIFYING = {
  /** Until an answer counts as none. */
  answerSeconds: 10,
  /** First wait; it doubles up to the longest. Short enough that a channel that is back gets everything at once. */
  firstWaitSeconds: 1,
  longestWaitSeconds: 30,
  /** A channel that asks for more patience than this is asked again all the same. */
  longestRetryAfterSeconds: 900,
  /** After this long it would tell of something that is long over: it fails, visibly. */
  giveUpAfterSeconds: 86_400,
  /** Slack takes about one message a second: when more than this wait, several go into one message. */
  slackFoldsAbove: 3,
  slackMostInOne: 20,
  /** Requests to one channel at once, each about another matter; Slack gets one, because a channel is read in its order. */
  mostAtOnce: { slack: 1, pagerduty: 4, webhook: 4 },
  /** So many at once while a channel is in trouble. */
  mostInTrouble: 2,
  /** A worker holds a channel for this long; one that died leaves it to another after it. */
  leaseSeconds: 45,
} as const;

/** How far ahead and for how long people can be put on call. */
export const ROTA_LIMITS = { shifts: 6, people: 20, overrideDays: 60 } as const;

/** The rota is shown so far ahead. */
export const ROTA_WEEKS = 4;

export const MOST_CONTACTS = 30;
export const MOST_CHANNELS = 20;

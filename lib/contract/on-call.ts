// On-call as the console says it: the rota and who is on call, contacts, the chain, channels, notifications, test pages.

import type { NextBefore } from './console.ts';

export interface OnCallPerson {
  id: string;
  name: string;
}

export interface ShiftView {
  name: string;
  /** Local time at which it begins, such as 08:00. */
  from: string;
  /** In the order in which they take turns; `away`: may no longer be on call. */
  people: readonly (OnCallPerson & { away: boolean })[];
}

export interface RotaView {
  timeZone: string;
  /** Day of the first hand-over, such as 2026-11-30. */
  firstDay: string;
  shifts: readonly ShiftView[];
  setAt: string;
  setBy: string;
  reason: string;
}

export interface StretchView {
  from: string;
  until: string;
  /** Null while nobody is on call. */
  person: OnCallPerson | null;
  shift: string | null;
  overrideId: string | null;
}

export interface OverrideView {
  id: string;
  person: OnCallPerson;
  from: string;
  until: string;
  reason: string;
  madeBy: string;
}

export interface HandOverView {
  id: string;
  at: string;
  from: string | null;
  to: string;
  note: string;
  by: string;
}

export interface ContactView {
  id: string;
  severity: 'critical' | 'high' | 'medium' | 'low';
  name: string;
  phone: string | null;
  slack: string | null;
  email: string | null;
  version: number;
}

/** One step of the chain with who would be told now. */
export interface ChainStepView {
  step: number;
  afterSeconds: number;
  /** Completes "... are told": what has not happened by then. */
  why: string;
  told: readonly { name: string; as: string }[];
  nobodyOnCall: boolean;
}

/** GET /api/v1/on-call */
export interface OnCallBody {
  now: string;
  rota: RotaView | null;
  current: StretchView;
  /** From the beginning of today, for four weeks, without gaps. */
  ahead: readonly StretchView[];
  /** Overrides that are not over. */
  overrides: readonly OverrideView[];
  /** Newest first. */
  handOvers: readonly HandOverView[];
  contacts: readonly ContactView[];
  chain: readonly ChainStepView[];
  /** Who may be put on call. */
  candidates: readonly OnCallPerson[];
}

export interface ChannelView {
  id: string;
  kind: 'slack' | 'pagerduty' | 'webhook';
  name: string;
  /** The host; addresses and keys are never shown again. */
  shown: string;
  /** It hears of a firing from this step of the chain on. */
  fromStep: number;
  version: number;
  /** Notifications that wait. */
  waiting: number;
  oldestWaitingAt: string | null;
  lastDeliveredAt: string | null;
  /** What the last attempt met; null when it was taken. */
  problem: string | null;
  /** Failed for good within the last day. */
  failed: number;
}

export interface NotificationView {
  id: string;
  seq: number;
  at: string;
  kind: string;
  headline: string;
  channel: { id: string; kind: ChannelView['kind']; name: string };
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  /** When it is tried next; null when it is not. */
  nextAt: string | null;
  doneAt: string | null;
  problem: string | null;
  /** Of one that failed: why it may not be sent again; null when it may. */
  heldFromSending: string | null;
}

/** GET /api/v1/notifications */
export interface NotificationsBody {
  now: string;
  channels: readonly ChannelView[];
  /** Newest first. */
  items: readonly NotificationView[];
  nextBefore: NextBefore;
}

export interface TestCallView {
  id: string;
  contact: string;
  severity: string | null;
  phone: string | null;
  slack: string | null;
  email: string | null;
  answeredAt: string | null;
  answeredBy: string | null;
  answeredVia: 'screen' | 'link' | 'pagerduty' | null;
}

export interface TestPageView {
  id: string;
  number: number;
  at: string;
  by: string;
  reason: string;
  calls: readonly TestCallView[];
}

/** GET /api/v1/test-pages */
export interface TestPagesBody {
  now: string;
  /** The last ten, newest first. */
  items: readonly TestPageView[];
  nextBefore: null;
}

/** What setting a channel answers. */
export interface ChannelSetAnswer {
  channelId: string;
  /** Of a new signed webhook: what it signs with. Shown once. */
  secret: string | null;
}

/** What sending a test page answers. */
export interface TestPageAnswer {
  testPageId: string;
  number: number;
  /** How many are called. */
  calls: number;
  /** Channels it goes to; 0 when none is set up, and then they answer on screen only. */
  channels: number;
}

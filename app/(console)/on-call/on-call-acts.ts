// What is done on the On-call screen: each act, and what is told of its outcome.
'use client';
import { useState } from 'react';
import { type ActState, useToldActs } from '#app/_client/told-acts.ts';
import type { ChannelDraft } from '#components/alerts/channel-form.tsx';
import type { ContactDraft } from '#components/alerts/contact-form.tsx';
import type { OverrideDraft } from '#components/alerts/override-form.tsx';
import type { RotaDraft } from '#components/alerts/rota-form.tsx';
import type {
  ChannelView,
  ContactView,
  NotificationView,
  OverrideView,
  TestCallView,
} from '#lib/contract/on-call.ts';
import {
  answerTestPageAction,
  handOverAction,
  removeChannelAction,
  removeContactAction,
  removeOverrideAction,
  sendAgainAction,
  sendTestPageAction,
  setChannelAction,
  setContactAction,
  setOverrideAction,
  setRotaAction,
} from './actions.ts';

/** Each act answers whether it was done. */
export interface OnCallActs extends ActState {
  /** Of a new signed webhook: shown once, then forgotten. */
  secret: string | null;
  secretKept: () => void;
  setRota: (draft: RotaDraft) => Promise<boolean>;
  setOverride: (draft: OverrideDraft) => Promise<boolean>;
  removeOverride: (override: OverrideView) => Promise<boolean>;
  handOver: (to: string, note: string) => Promise<boolean>;
  setContact: (contact: ContactView | null, draft: ContactDraft) => Promise<boolean>;
  removeContact: (contact: ContactView) => Promise<boolean>;
  setChannel: (channel: ChannelView | null, draft: ChannelDraft) => Promise<boolean>;
  removeChannel: (channel: ChannelView) => Promise<boolean>;
  sendAgain: (notification: NotificationView) => Promise<boolean>;
  sendTestPage: (reason: string) => Promise<boolean>;
  answer: (call: Pick<TestCallView, 'id' | 'contact'>) => Promise<boolean>;
}

const existing = (one: { id: string; version: number } | null) =>
  one ? { existing: { id: one.id, version: one.version } } : {};

export function useOnCallActs(): OnCallActs {
  const { state, send } = useToldActs('on-call', ['on-call', 'notifications', 'test-pages']);
  const [secret, setSecret] = useState<string | null>(null);

  return {
    ...state,
    secret,
    secretKept: () => setSecret(null),
    setRota: (draft) =>
      send(
        () => setRotaAction(draft),
        'Set the rota',
        ({ changed }) => (changed ? 'The rota holds from now on' : 'This rota holds already'),
      ),
    setOverride: (draft) =>
      send(
        () => setOverrideAction(draft),
        'Put on call',
        () => 'They are on call for that time',
      ),
    removeOverride: ({ id, person }) =>
      send(
        () => removeOverrideAction({ overrideId: id }),
        'Take it back',
        () => `The override of ${person.name} is taken back`,
      ),
    handOver: (to, note) =>
      send(
        () => handOverAction({ to, note }),
        'Hand over now',
        ({ changed }) => (changed ? 'Handed over' : 'They are on call already'),
      ),
    setContact: (contact, draft) =>
      send(
        () => setContactAction({ ...existing(contact), ...draft }),
        'Change the contact',
        () => `${draft.name} stands on the list`,
      ),
    removeContact: ({ id, version, name }) =>
      send(
        () => removeContactAction({ id, version }),
        'Remove the contact',
        () => `${name} is removed from the list`,
      ),
    setChannel: (channel, draft) =>
      send(
        (proof) => setChannelAction({ ...existing(channel), ...draft }, undefined, proof),
        'Set the channel',
        ({ secret: made }) => {
          setSecret(made);
          return `Notifications go to ${draft.name}`;
        },
      ),
    removeChannel: ({ id, version, name }) =>
      send(
        () => removeChannelAction({ id, version }),
        'Remove the channel',
        () => `Nothing goes to ${name} any more`,
      ),
    sendAgain: ({ id, channel }) =>
      send(
        () => sendAgainAction({ notificationId: id }),
        'Send again',
        ({ changed }) =>
          changed ? `On its way to ${channel.name} again` : `It is on its way to ${channel.name} already`,
      ),
    sendTestPage: (reason) =>
      send(
        () => sendTestPageAction({ reason }),
        'Send the test page',
        ({ number, calls, channels }) =>
          channels === 0
            ? `T-${number} stands on screen for ${calls}: there is no channel to send it by`
            : `T-${number} is on its way to ${calls} by ${channels} channel${channels === 1 ? '' : 's'}`,
      ),
    answer: ({ id, contact }) =>
      send(
        () => answerTestPageAction({ callId: id }),
        'Answer',
        ({ changed }) => (changed ? `Answered for ${contact}` : `Somebody answered for ${contact} already`),
      ),
  };
}

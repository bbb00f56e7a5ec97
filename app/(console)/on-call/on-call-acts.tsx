// What is done on the On-call screen: each act sent, with its proof where it asks for one, its outcome said, the reads asked again.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Send, useStepUp } from '#app/_client/step-up.tsx';
import type { ChannelDraft } from '#components/channel-form.tsx';
import type { ContactDraft } from '#components/contact-form.tsx';
import type { OverrideDraft } from '#components/override-form.tsx';
import type { RotaDraft } from '#components/rota-form.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
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
export interface OnCallActs {
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Of a new signed webhook: shown once, then forgotten. */
  secret: string | null;
  dialog: ReactNode;
  forget: () => void;
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
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const [secret, setSecret] = useState<string | null>(null);

  const send = async <Answer,>(
    act: Send<Answer>,
    what: string,
    done: (answer: Answer) => string | null,
  ): Promise<boolean> => {
    setPending(true);
    setError(null);
    const result = await run(act, what);
    setPending(false);
    for (const word of ['on-call', 'notifications', 'test-pages'])
      void client.invalidateQueries({ queryKey: [word] });
    if (result === null) return false;
    if (!result.ok) {
      setError(result.error);
      return false;
    }
    const title = done(result.value);
    if (title) showToast({ id: `on-call-${what}`, tone: 'ok', title });
    return true;
  };

  return {
    ...{ pending, error, secret, dialog },
    forget: () => setError(null),
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

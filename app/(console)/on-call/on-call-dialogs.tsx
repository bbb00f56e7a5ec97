// The dialogs of the On-call screen, one at a time; loaded with the first that opens.
'use client';
import { SecretOnce } from '#components/access/secret-once.tsx';
import { ChannelForm } from '#components/alerts/channel-form.tsx';
import { ContactForm } from '#components/alerts/contact-form.tsx';
import { HandOverForm, OverrideForm } from '#components/alerts/override-form.tsx';
import { RotaForm } from '#components/alerts/rota-form.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { ChannelView, ContactView, OnCallBody } from '#lib/contract/on-call.ts';
import type { OnCallActs } from './on-call-acts.ts';

export type OnCallDialog =
  | { kind: 'rota' | 'override' | 'hand-over' | 'test-page' }
  | { kind: 'contact'; contact: ContactView | null }
  | { kind: 'channel'; channel: ChannelView | null };

interface OnCallDialogsProps {
  open: OnCallDialog | null;
  body: OnCallBody;
  me: string;
  acts: OnCallActs;
  onClose: () => void;
}

export function OnCallDialogs({ open, body, me, acts, onClose }: OnCallDialogsProps) {
  const close = (): void => {
    acts.forget();
    onClose();
  };
  const closeWhenDone = (done: boolean): void => {
    if (done) onClose();
  };
  const shared = { pending: acts.pending, error: acts.error, onClose: close };
  const people = { people: body.candidates, me, ...shared };
  return (
    <>
      {open?.kind === 'rota' ? (
        <RotaForm
          rota={body.rota}
          people={body.candidates}
          now={body.now}
          {...shared}
          onSet={(draft) => void acts.setRota(draft).then(closeWhenDone)}
        />
      ) : null}
      {open?.kind === 'override' ? (
        <OverrideForm
          now={body.now}
          {...people}
          onSet={(draft) => void acts.setOverride(draft).then(closeWhenDone)}
        />
      ) : null}
      {open?.kind === 'hand-over' ? (
        <HandOverForm
          current={body.current.person}
          {...people}
          onHandOver={(to, note) => void acts.handOver(to, note).then(closeWhenDone)}
        />
      ) : null}
      {open?.kind === 'contact' ? (
        <ContactForm
          contact={open.contact}
          {...shared}
          onSet={(draft) => void acts.setContact(open.contact, draft).then(closeWhenDone)}
          onRemove={() => {
            if (open.contact) void acts.removeContact(open.contact).then(closeWhenDone);
          }}
        />
      ) : null}
      {open?.kind === 'channel' ? (
        <ChannelForm
          channel={open.channel}
          hookUrl={open.channel ? `${window.location.origin}/api/v1/pagerduty/${open.channel.id}` : null}
          {...shared}
          onSet={(draft) => void acts.setChannel(open.channel, draft).then(closeWhenDone)}
          onRemove={() => {
            if (open.channel) void acts.removeChannel(open.channel).then(closeWhenDone);
          }}
        />
      ) : null}
      {open?.kind === 'test-page' ? (
        <ReasonDialog
          title="Send a test page"
          says="Calls every contact and whoever is on call, marked as a drill. Each answers, and who answered when stays on record."
          button="Send it now"
          offered="Test of the emergency contacts"
          {...shared}
          onApply={(reason) => void acts.sendTestPage(reason).then(closeWhenDone)}
        />
      ) : null}
      {acts.secret ? (
        <SecretOnce
          title="The secret of the webhook"
          says="Whoever takes the notices checks their signature with it. It is shown once."
          label="Secret"
          secret={acts.secret}
          onDone={acts.secretKept}
        />
      ) : null}
      {acts.dialog}
    </>
  );
}

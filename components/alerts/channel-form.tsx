// The dialog that adds or changes a channel: its kind, from which step it is told, and the keys, which are never shown again.
'use client';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select, TextField } from '#components/ui/field.tsx';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { CHANNEL_KIND_NAMES, CHANNEL_KINDS, type ChannelKind } from '#lib/catalog/on-call.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { ChannelView } from '#lib/contract/on-call.ts';
import { stepTime } from './on-call-words.ts';

export type ChannelSettings =
  | { kind: 'slack'; url?: string }
  | {
      kind: 'pagerduty';
      routingKey?: string;
      eventsUrl?: string;
      apiUrl?: string;
      apiToken?: string;
      signingSecret?: string;
    }
  | { kind: 'webhook'; url?: string };

export interface ChannelDraft {
  name: string;
  fromStep: number;
  settings: ChannelSettings;
}

interface ChannelFormProps {
  /** The one to change; null for a new one. */
  channel: ChannelView | null;
  /** Where PagerDuty sends its webhooks for this channel. */
  hookUrl: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onSet: (draft: ChannelDraft) => void;
  onRemove: () => void;
  onClose: () => void;
}

type SecretField = 'url' | 'routingKey' | 'eventsUrl' | 'apiUrl' | 'apiToken' | 'signingSecret';

const FIELDS: Readonly<
  Record<ChannelKind, readonly { name: SecretField; label: string; help: string; needed?: true }[]>
> = {
  slack: [
    {
      name: 'url',
      label: 'Address of the incoming webhook',
      help: 'https://hooks.slack.com/services/...',
      needed: true,
    },
  ],
  pagerduty: [
    {
      name: 'routingKey',
      label: 'Integration key',
      help: 'Events v2 of the service: 32 characters.',
      needed: true,
    },
    {
      name: 'signingSecret',
      label: 'Secret of the webhook subscription',
      help: 'With it an acknowledgement there confirms here.',
    },
    {
      name: 'apiToken',
      label: 'API token',
      help: 'With it a confirm is named by the person who acknowledged.',
    },
    { name: 'eventsUrl', label: 'Events address', help: 'Of another region, such as the EU.' },
    { name: 'apiUrl', label: 'API address', help: 'Of another region, such as the EU.' },
  ],
  webhook: [
    {
      name: 'url',
      label: 'Address',
      help: 'Every notice is posted there, signed (Standard Webhooks).',
      needed: true,
    },
  ],
};

export function ChannelForm({
  channel,
  hookUrl,
  pending,
  error,
  onSet,
  onRemove,
  onClose,
}: ChannelFormProps) {
  const [kind, setKind] = useState<ChannelKind>(channel?.kind ?? 'slack');
  const [name, setName] = useState(channel?.name ?? '');
  const [step, setStep] = useState(String(channel?.fromStep ?? 0));
  const [typed, setTyped] = useState<Partial<Record<SecretField, string>>>({});
  const fields = FIELDS[kind];
  const missing = fields.find((one) => one.needed && !channel && !typed[one.name]?.trim());
  const heldBy =
    name.trim() === ''
      ? 'Give the channel a name.'
      : missing
        ? `Give the ${missing.label.toLowerCase()}.`
        : null;
  const set = (): void => {
    const given = fields.flatMap((one) => {
      const text = typed[one.name]?.trim();
      return text ? [[one.name, text] as const] : [];
    });
    onSet({ name: name.trim(), fromStep: Number(step), settings: { kind, ...Object.fromEntries(given) } });
  };
  return (
    <FormDialog
      title={channel ? `Change ${channel.name}` : 'Add a channel'}
      description={
        channel
          ? 'What is left empty stays as it is. Keys are sealed and never shown again.'
          : 'Alerts, confirms and test pages go there, in order. Keys are sealed and never shown again.'
      }
      button={channel ? 'Change the channel' : 'Add the channel'}
      heldBy={heldBy}
      pending={pending}
      error={error}
      onSubmit={set}
      onClose={onClose}
    >
      {channel ? null : (
        <Select
          label="Kind"
          value={kind}
          options={CHANNEL_KIND_NAMES.map((value) => ({ value, label: CHANNEL_KINDS[value].shown }))}
          onValue={(value) => setKind(CHANNEL_KIND_NAMES.find((one) => one === value) ?? 'slack')}
        />
      )}
      <TextField
        label="Name"
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label="Told of a P0"
        help="A later step has its own channel, such as a service that pages the executives."
        value={step}
        options={ESCALATION.map(({ afterSeconds, why }, index) => ({
          value: String(index),
          label: index === 0 ? 'At once, and of everything else' : `${stepTime(afterSeconds)}: ${why}`,
        }))}
        onValue={setStep}
      />
      {fields.map(({ name: field, label, help }) => (
        <TextField
          key={field}
          label={label}
          help={help}
          autoComplete="off"
          spellCheck={false}
          value={typed[field] ?? ''}
          onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
        />
      ))}
      {kind === 'pagerduty' && hookUrl ? (
        <p className="text-xs text-ink-3">
          PagerDuty sends its webhooks (v3) to <span className="num break-all text-ink-2">{hookUrl}</span>
        </p>
      ) : null}
      {channel ? (
        <Button size="sm" icon={Trash2} className="self-start" busy={pending} onClick={onRemove}>
          Remove the channel
        </Button>
      ) : null}
    </FormDialog>
  );
}

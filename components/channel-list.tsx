// Where notifications go: each channel with how it stands, why it waits, and from which step of the chain on it is told.
'use client';
import { Pencil } from 'lucide-react';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { CHANNEL_KINDS } from '#lib/catalog/on-call.ts';
import type { ChannelView } from '#lib/contract/on-call.ts';
import { channelMark, stepTime } from './on-call-words.ts';
import { StateMark } from './state-mark.tsx';
import { Button } from './ui/button.tsx';
import { EmptyState } from './ui/panel-states.tsx';

interface ChannelListProps {
  channels: readonly ChannelView[];
  now: string;
  heldBy: string | null;
  onEdit: (channel: ChannelView) => void;
}

export function ChannelList({ channels, now, heldBy, onEdit }: ChannelListProps) {
  if (channels.length === 0)
    return (
      <EmptyState title="Nothing is sent out of Bulkhead yet">
        Alerts stand on screen only. A super admin adds Slack, PagerDuty or a signed webhook.
      </EmptyState>
    );
  return (
    <ul>
      {channels.map((channel) => (
        <li key={channel.id} className="flex items-start gap-3 border-b border-line py-2 text-xs">
          <div className="min-w-0 flex-1">
            <p className="font-medium break-words">{channel.name}</p>
            <p className="break-words text-ink-3">
              {CHANNEL_KINDS[channel.kind].shown}, <span className="num">{channel.shown}</span>
              {channel.fromStep > 0
                ? `, told from the step ${stepTime(ESCALATION[channel.fromStep]?.afterSeconds ?? 0).toLowerCase()} on`
                : ''}
            </p>
            <p className="mt-0.5">
              <StateMark {...channelMark(channel, now)} />
              {channel.problem ? (
                <span className="ml-2 break-words text-ink-3">{channel.problem}</span>
              ) : null}
              {channel.failed > 0 ? (
                <span className="tn ml-2 text-crit-text">{channel.failed} failed in a day</span>
              ) : null}
            </p>
          </div>
          <Button
            size="sm"
            icon={Pencil}
            disabledReason={heldBy}
            onClick={() => onEdit(channel)}
            aria-label={`Change: ${channel.name}`}
          >
            Change
          </Button>
        </li>
      ))}
    </ul>
  );
}

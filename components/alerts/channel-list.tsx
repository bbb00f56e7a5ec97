// Where notifications go: each channel with how it stands, why it waits, and from which step of the chain on it is told.
'use client';
import { StateMark } from '#components/state-mark.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { CHANNEL_KINDS } from '#lib/catalog/on-call.ts';
import type { ChannelView } from '#lib/contract/on-call.ts';
import { ChangeableRow } from './changeable-row.tsx';
import { channelMark, stepTime } from './on-call-words.ts';

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
        <ChangeableRow key={channel.id} name={channel.name} heldBy={heldBy} onEdit={() => onEdit(channel)}>
          <p className="break-words text-ink-3">
            {CHANNEL_KINDS[channel.kind].shown}, <span className="num">{channel.shown}</span>
            {channel.fromStep > 0
              ? `, told from the step ${stepTime(ESCALATION[channel.fromStep]?.afterSeconds ?? 0).toLowerCase()} on`
              : ''}
          </p>
          <p className="mt-0.5">
            <StateMark {...channelMark(channel, now)} />
            {channel.problem ? <span className="ml-2 break-words text-ink-3">{channel.problem}</span> : null}
            {channel.failed > 0 ? (
              <span className="tn ml-2 text-crit-text">{channel.failed} failed in a day</span>
            ) : null}
          </p>
        </ChangeableRow>
      ))}
    </ul>
  );
}

// Incidents in a list: number, title, who has it, how severe it is, where it stands, and the clock of whoever has to take it.
'use client';
import { UserRoundCheck } from 'lucide-react';
import Link from 'next/link';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import { incidentName } from '#lib/catalog/incidents.ts';
import type { IncidentSummary } from '#lib/contract/incidents.ts';
import {
  dollars,
  durationWords,
  ownerWords,
  severityLabel,
  severityTone,
  stateLabel,
  stateTone,
} from './incident-words.ts';

interface IncidentListProps {
  incidents: readonly IncidentSummary[];
  now: number;
  /** Undefined until the first status arrived. */
  clock: ServerClock | undefined;
  label: string;
}

export function IncidentList({ incidents, now, clock, label }: IncidentListProps) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {incidents.map((incident) => (
        <li key={incident.id}>
          <Link
            href={`/incidents/${incident.number}`}
            className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover lg:px-6"
          >
            <span className="num w-16 text-xs text-ink-3">{incidentName(incident.number)}</span>
            <Chip tone={severityTone(incident)}>{severityLabel(incident.severity)}</Chip>
            <span className="min-w-0 flex-1 basis-52 max-sm:basis-full">
              <span className="block truncate text-sm font-medium">
                {incident.drill ? 'DRILL: ' : ''}
                {incident.title}
              </span>
              <span className="block truncate text-xs text-ink-3">
                {ownerWords(incident)}, since {stamp(incident.beganAt, now)}
              </span>
            </span>
            <span className="tn text-xs text-ink-3">
              {durationWords(incident.beganAt, incident.resolvedAt, now)}
              {incident.pnlUsd === null ? '' : `, ${dollars(incident.pnlUsd)}`}
            </span>
            {incident.respond.stoppedAt === null && clock ? (
              <CountdownChip
                verb="Take in"
                icon={UserRoundCheck}
                from={incident.openedAt}
                until={incident.respond.dueAt}
                clock={clock}
              />
            ) : null}
            <Chip tone={stateTone(incident.state)}>{stateLabel(incident.state)}</Chip>
          </Link>
        </li>
      ))}
    </ul>
  );
}

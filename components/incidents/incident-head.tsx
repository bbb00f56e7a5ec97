// The head of an incident: its name, how severe it is, who has it, and the times and figures that matter.
'use client';
import clsx from 'clsx';
import { UserRoundCheck } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import { incidentName, SEVERITIES, type Severity } from '#lib/catalog/incidents.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';
import {
  beganWords,
  dollars,
  durationWords,
  ownerWords,
  severityLabel,
  severityTone,
  stateLabel,
  stateTone,
} from './incident-words.ts';

interface IncidentHeadProps {
  body: IncidentBody;
  now: number;
  clock: ServerClock | undefined;
}

export function IncidentHead({ body, now, clock }: IncidentHeadProps) {
  const { incident, positions } = body;
  const { respond } = incident;
  const within = SEVERITIES[incident.severity as Severity]?.within ?? '';
  const figures = [
    {
      ...{ label: incident.resolvedAt ? 'Lasted' : 'Lasts', note: beganWords(incident, now), tone: '' },
      value: durationWords(incident.beganAt, incident.resolvedAt, now),
    },
    {
      label: 'Taken',
      value:
        respond.stoppedAt === null ? 'not yet' : durationWords(incident.openedAt, respond.stoppedAt, now),
      note: respond.stoppedAt === null ? `within ${within}` : respond.late ? 'too late' : 'in time',
      tone: respond.late ? 'text-crit-text' : respond.stoppedAt === null ? '' : 'text-ok-text',
    },
    {
      ...{ label: 'P&L', value: dollars(incident.pnlUsd), tone: '' },
      note: positions.length === 1 ? 'one position affected' : `${positions.length} positions affected`,
    },
  ];
  return (
    <div className="relative border-b border-line-strong lg:flex">
      <div className="min-w-0 flex-1 px-4 py-3 lg:px-6">
        <p className="flex flex-wrap items-center gap-2 text-xs text-ink-3">
          <span className="num">{incidentName(incident.number)}</span>
          <Chip tone={severityTone(incident)}>{severityLabel(incident.severity)}</Chip>
          <Chip tone={stateTone(incident.state)}>{stateLabel(incident.state)}</Chip>
          {incident.drill ? <Chip>DRILL</Chip> : null}
          {respond.stoppedAt === null && clock ? (
            <CountdownChip
              verb="Take in"
              icon={UserRoundCheck}
              from={incident.openedAt}
              until={respond.dueAt}
              clock={clock}
            />
          ) : null}
        </p>
        <h2 className="mt-1 text-xl font-semibold tracking-tight break-words">{incident.title}</h2>
        <p className="mt-0.5 text-xs text-ink-2">
          {ownerWords(incident)}. Opened by {incident.openedBy}
          {incident.resolvedAt
            ? `, resolved by ${incident.resolvedBy}, ${stamp(incident.resolvedAt, now)}`
            : ''}
          .
        </p>
      </div>
      <dl className="flex shrink-0 max-lg:flex-wrap max-lg:border-t max-lg:border-line">
        {figures.map(({ label, value, note, tone }) => (
          <div
            key={label}
            className="min-w-0 flex-1 border-line px-4 py-3 not-first:border-l lg:flex-none lg:border-l lg:px-5"
          >
            <dt className="lbl whitespace-nowrap">{label}</dt>
            <dd className={clsx('fig mt-0.5 text-lg whitespace-nowrap lg:text-xl', tone)}>{value}</dd>
            <dd className="tn text-xs text-ink-3">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

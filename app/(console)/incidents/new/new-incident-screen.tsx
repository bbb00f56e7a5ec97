// The form that opens an incident: what it is called, how severe it is, whether whoever opens it takes it.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { stamp } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { INCIDENT_LIMITS, incidentName, SEVERITIES, type Severity } from '#lib/catalog/incidents.ts';
import type { IncidentSourceBody } from '#lib/contract/incidents.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import { openIncidentAction } from '../actions.ts';

const SEGMENTS = Object.entries(SEVERITIES).map(([value, { label }]) => ({ value, label }));

export function NewIncidentScreen({ source }: { source: IncidentSourceBody | null }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const router = useRouter();
  const { pending, error, send, dialog } = useKeyedSend(['incidents']);
  const [title, setTitle] = useState(source?.title ?? '');
  const [severity, setSeverity] = useState<Severity>((source?.severity as Severity | undefined) ?? 'high');
  const [take, setTake] = useState(true);
  const heldBy =
    notAllowedTo('open-incident', me.roles) ??
    cannotSend ??
    (title.trim().length < 3 ? 'Say in a line what is wrong.' : null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (heldBy !== null || pending) return;
    const from = source ? { from: { kind: source.source.kind, id: source.source.id } } : {};
    void send(openIncidentAction, { title, severity, take, ...from }, 'Open the incident').then((sent) => {
      if (sent?.ok) router.push(`/incidents/${sent.value.number}`);
    });
  };
  return (
    <Screen title="Incidents" note="Open an incident" className="max-w-2xl px-4 py-4 lg:px-6">
      {source ? (
        <p className="mb-3 text-sm text-ink-2">
          From <span className="font-medium text-ink">{source.source.label}</span>, {source.source.title},
          since {stamp(source.source.at, source.now)} UTC. It becomes part of the timeline.
        </p>
      ) : null}
      {source && source.incidents.length > 0 ? (
        <p className="mb-3 text-sm">
          It belongs to{' '}
          {source.incidents.map(({ number, title: name }, place) => (
            <span key={number}>
              {place > 0 ? ', ' : ''}
              <Link
                href={`/incidents/${number}`}
                className="inline-flex items-center underline pointer-coarse:min-h-11"
              >
                {incidentName(number)}: {name}
              </Link>
            </span>
          ))}{' '}
          already.
        </p>
      ) : null}
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="What is wrong"
          value={title}
          maxLength={INCIDENT_LIMITS.title}
          autoComplete="off"
          onChange={(event) => setTitle(event.target.value)}
        />
        <div>
          <Segmented
            legend="Severity"
            showLegend
            value={severity}
            segments={SEGMENTS}
            onChange={(value) => setSeverity(value as Severity)}
          />
          <p className="mt-1 text-xs text-ink-3">
            {SEVERITIES[severity].contact} takes it within {SEVERITIES[severity].within}.
          </p>
        </div>
        <label className="flex items-center gap-2 text-sm pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4"
            checked={take}
            onChange={(event) => setTake(event.target.checked)}
          />
          I take it myself
        </label>
        <FormError error={error} />
        <div>
          <Button type="submit" variant="ink" size="lg" busy={pending} disabledReason={heldBy}>
            Open the incident
          </Button>
        </div>
      </form>
      {dialog}
    </Screen>
  );
}

// The screen of one incident: where it stands, the timeline that writes itself, what belongs to it, and its post-mortem.
'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { incidentQuery } from '#app/_client/incident-queries.ts';
import { useServerClock, useServerNow } from '#app/_client/server-now.ts';
import { IncidentHead } from '#components/incidents/incident-head.tsx';
import { IncidentLinks } from '#components/incidents/incident-links.tsx';
import { Timeline } from '#components/incidents/timeline.tsx';
import { NoteForm } from '#components/note-form.tsx';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { Section } from '#components/ui/section.tsx';
import { INCIDENT_LIMITS, INCIDENT_MOVES, type IncidentState, incidentName } from '#lib/catalog/incidents.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import {
  linkIncidentAction,
  noteIncidentAction,
  takeIncidentAction,
  unlinkIncidentAction,
} from '../actions.ts';
import { ImpactFigures } from './impact-figures.tsx';
import type { Asked } from './incident-dialogs.tsx';
import { PostMortemPart } from './post-mortem-part.tsx';
import { useIncidentActs } from './use-incident-acts.tsx';

const IncidentDialogs = dynamic(
  () => patiently(() => import('./incident-dialogs.tsx')).then((module) => module.IncidentDialogs),
  { ssr: false },
);

export function IncidentScreen({ body: first }: { body: IncidentBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { data: body = first } = useQuery({ ...incidentQuery(first.incident.id), initialData: first });
  const now = useServerNow() || Date.parse(body.now);
  const clock = useServerClock();
  const acts = useIncidentActs(body);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { incident, postMortem } = body;
  const moves = INCIDENT_MOVES[incident.state as IncidentState];
  const over = moves.resolve === null;
  const signed =
    postMortem.signedAt === null ? null : 'The post-mortem is signed: what it says stays as it is.';
  const held = notAllowedTo('take-incident', me.roles) ?? cannotSend;
  const ask = (what: Asked) => () => {
    acts.clear();
    setAsked(what);
  };
  const take = (
    <Button
      variant="ink"
      busy={acts.pending}
      disabledReason={held ?? (incident.owner?.id === me.id ? 'You have it.' : null)}
      onClick={() => void acts.act('head', 'Take it', takeIncidentAction)}
    >
      {incident.owner ? 'Take it over' : 'Take it'}
    </Button>
  );
  const pane = (
    <div className="relative flex flex-col gap-5 px-4 py-4 lg:px-5">
      <Section
        title="Impact"
        aside={
          <Button size="sm" disabledReason={held ?? signed} onClick={ask('impact')}>
            Record
          </Button>
        }
        rule
      >
        <ImpactFigures body={body} />
      </Section>
      <Section
        title="What belongs to it"
        aside={
          <Button size="sm" disabledReason={held ?? signed} onClick={ask('link')}>
            Link
          </Button>
        }
        rule
      >
        <IncidentLinks
          links={body.links}
          now={now}
          heldBy={held ?? signed}
          pending={acts.pending}
          onTakeOut={({ kind, id }) =>
            void acts.act('links', 'Take out', unlinkIncidentAction, { subject: { kind, id } })
          }
        />
        <FormError error={acts.errorAt('links')} />
      </Section>
    </div>
  );
  return (
    <Screen
      title="Incidents"
      note={incidentName(incident.number)}
      pane={pane}
      paneLabel="Impact and links"
      thumb={!over && incident.owner?.id !== me.id ? take : undefined}
    >
      <IncidentHead body={body} now={now} clock={clock} />
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 lg:px-6">
        {over ? null : (
          <>
            <span className="max-lg:hidden">{take}</span>
            {moves.mitigate ? (
              <Button disabledReason={held} onClick={ask('mitigate')}>
                Mitigated
              </Button>
            ) : null}
            <Button disabledReason={held} onClick={ask('resolve')}>
              Resolved
            </Button>
            <Button variant="ghost" disabledReason={held} onClick={ask('severity')}>
              Change the severity
            </Button>
          </>
        )}
        <a
          href="#post-mortem"
          className="ml-auto inline-flex items-center text-xs underline pointer-coarse:min-h-11"
        >
          Post-mortem
        </a>
        <FormError error={acts.errorAt('head')} />
      </div>
      <div className="relative flex flex-col gap-6 px-4 py-4 lg:px-6">
        <Section
          title="Timeline"
          note={
            body.timelineCut
              ? 'its first 600 entries; the audit log has all'
              : 'writes itself, from the log and the alerts'
          }
          rule
        >
          <Timeline entries={body.timeline} now={now} />
          <NoteForm
            most={INCIDENT_LIMITS.note}
            heldBy={notAllowedTo('note-incident', me.roles) ?? cannotSend}
            pending={acts.pending}
            error={acts.errorAt('note')}
            onAdd={(text) => acts.act('note', 'Add a note', noteIncidentAction, { text })}
          />
        </Section>
        <PostMortemPart body={body} acts={acts} heldBy={held} />
      </div>
      {acts.dialog}
      {asked ? (
        <IncidentDialogs
          asked={asked}
          body={body}
          acts={acts}
          heldBy={held}
          linkAction={linkIncidentAction}
          onClose={() => {
            acts.clear();
            setAsked(null);
          }}
        />
      ) : null}
    </Screen>
  );
}

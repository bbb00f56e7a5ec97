// Prevention on screen: open items by their day, late ones marked, and a button for whoever has done one.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { preventionQuery } from '#app/_client/incident-queries.ts';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { IncidentTabs } from '#components/incidents/incident-tabs.tsx';
import { PreventionList } from '#components/incidents/prevention-list.tsx';
import { Screen } from '#components/screen.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { PreventionBody } from '#lib/contract/incidents.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../../change-control.tsx';
import { finishPreventionAction } from '../actions.ts';

export function PreventionScreen({ prevention }: { prevention: PreventionBody }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { data = prevention } = useQuery({ ...preventionQuery, initialData: prevention });
  const { pending, error, send, dialog } = useKeyedSend(['prevention', 'incident']);
  const late = data.items.filter(({ overdue }) => overdue).length;
  const others = notAllowedTo('save-post-mortem', me.roles);
  return (
    <Screen title="Incidents" note={late === 0 ? 'Nothing promised is late' : `${late} late`}>
      <IncidentTabs on="/incidents/prevention" />
      <div className="px-4 pt-2 lg:px-6">
        <FormError error={error} />
      </div>
      {data.items.length > 0 ? (
        <PreventionList
          items={data.items}
          heldBy={(item) => cannotSend ?? (item.owner.id === me.id ? null : others)}
          pending={pending}
          onDone={(item) => void send(finishPreventionAction, { itemId: item.id }, 'Done')}
        />
      ) : (
        <div className="px-4 lg:px-6">
          <EmptyState title="Nothing is promised">
            Post-mortems name what keeps an incident from coming again.
          </EmptyState>
        </div>
      )}
      {dialog}
    </Screen>
  );
}

// What can be done to an incident from its screen: each act is sent once, its refusal stands where it was pressed, and the incident is read again.
'use client';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import { incidentName } from '#lib/catalog/incidents.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { IncidentBody } from '#lib/contract/incidents.ts';

/** Where an act was pressed: its refusal stands there. */
export type ActPlace = 'head' | 'dialog' | 'note' | 'links' | 'text' | 'signatures';

export function useIncidentActs({ incident }: IncidentBody) {
  const { pending, error, forget, send, dialog } = useKeyedSend(['incident', 'incidents', 'prevention']);
  const [place, setPlace] = useState<ActPlace>('head');
  return {
    ...{ pending, dialog, clear: forget },
    errorAt: (where: ActPlace): ErrorBody['error'] | null => (place === where ? error : null),
    /** Whether it was done. `what` names the act as its button does. */
    act: async <Answer,>(
      where: ActPlace,
      what: string,
      action: ServerAction<Answer>,
      input: Readonly<Record<string, unknown>> = {},
    ): Promise<boolean> => {
      if (pending) return false;
      setPlace(where);
      const sent = await send(
        action,
        { incidentId: incident.id, ...input },
        `${what}, ${incidentName(incident.number)}`,
      );
      return sent?.ok === true;
    },
  };
}

// What can be done to a sign-off form from its screen: each act is sent once, its refusal stands beside it, and the form is read again.
'use client';
import { useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import type { ServerAction } from '#app/_entry/action.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';

export type ActPlace = 'head' | 'notes' | 'signature';

export function useFormActs({ run, gate, form }: Pick<SignoffBody, 'run' | 'gate' | 'form'>) {
  const { pending, error, send, dialog } = useKeyedSend(['signoff', 'canary', 'approvals']);
  const [place, setPlace] = useState<ActPlace>('head');
  return {
    ...{ pending, dialog },
    errorAt: (where: ActPlace): ErrorBody['error'] | null => (place === where ? error : null),
    /** Whether it was done. `what` names the act as its button does. */
    act: async <Answer>(
      where: ActPlace,
      what: string,
      action: ServerAction<Answer>,
      input: Readonly<Record<string, unknown>> = {},
    ): Promise<boolean> => {
      if (pending) return false;
      setPlace(where);
      const sent = await send(action, { runId: run.id, gate, ...input }, `${what}, ${form}`);
      return sent?.ok === true;
    },
  };
}

// Confirming and acting for all open firings of one alert: as many presses as it takes, each sent once, only for those that were on the screen.
'use client';
import { type ReactNode, useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { ActDialog } from '#components/alerts/act-dialog.tsx';
import { loosens } from '#components/alerts/alert-action.tsx';
import { firingName } from '#components/alerts/alert-words.ts';
import { showToast } from '#components/ui/toast-store.ts';
import type { AlertGroup, FiringView } from '#lib/contract/alerts.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useOutcomes } from '../outcomes.tsx';
import { actOnStormAction, confirmStormAction } from './actions.ts';

export interface Storm {
  /** The open firings of the same alert, for which one press acts; null where there is one alone, or none to act for. */
  group: AlertGroup | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Why this person may not act for them now; null when they may. */
  heldBy: string | null;
  confirmAll: () => void;
  /** A press of the button: at once where the action only lowers exposure, otherwise it asks. */
  actForAll: () => void;
  askToAct: () => void;
  dialogs: ReactNode;
}

interface StormOf {
  firing: FiringView;
  /** The card of the firing; null where it has none. */
  group: AlertGroup | null;
  /** When the board was read; what came later was not seen by anybody. */
  until: string;
  /** Why this person answers no alerts now. */
  heldBy: string | null;
}

export function useStorm({ firing, group, until, heldBy }: StormOf): Storm {
  const { send, pending, error, forget, dialog } = useKeyedSend(['alerts', 'firing', 'firings']);
  const follow = useOutcomes();
  const [asking, setAsking] = useState(false);
  const own = firing.actedAt === null ? 1 : 0;
  const storm = group !== null && group.unacted > own ? group : null;
  const action = storm?.action ?? null;
  const input = { firingId: firing.id, until };
  const say = (title: string): void => showToast({ id: `storm:${firing.id}`, tone: 'ok', title });

  // Its place makes each press another one: the last is not answered from memory.
  const confirmAll = async (): Promise<void> => {
    let confirmed = 0;
    for (let left = 1; left > 0; ) {
      const sent = await send(confirmStormAction, input, `Confirm after ${confirmed}`);
      if (!sent?.ok || sent.value.confirmed === 0) break;
      confirmed += sent.value.confirmed;
      left = sent.value.left;
    }
    if (confirmed > 0) say(`${confirmed.toLocaleString('en-US')} are confirmed: you have them`);
  };
  const act = async (reason?: string): Promise<void> => {
    let acted = 0;
    let moved = false;
    for (let left = 1; left > 0; ) {
      const said = reason === undefined ? input : { ...input, reason };
      const sent = await send(actOnStormAction, said, `Act after ${acted}`);
      if (!sent?.ok) return;
      setAsking(false);
      if (sent.value.acted === 0) break;
      acted += sent.value.acted;
      left = sent.value.left;
      if (sent.value.changeSetId === null) continue;
      moved = true;
      follow(`${action?.label ?? 'Acted on'}, all of ${firingName(firing.number)}`, {
        ...sent.value,
        changed: true,
      });
    }
    const count = acted.toLocaleString('en-US');
    if (acted > 0 && !moved)
      say(`${count}: ${action ? 'no switch had to move' : 'what was done is on record'}`);
  };
  const ask = (): void => {
    forget();
    setAsking(true);
  };

  return {
    ...{ group: storm, pending, error: asking ? null : error, heldBy: action?.heldBy ?? heldBy },
    confirmAll: () => void confirmAll(),
    actForAll: () => {
      if (action && !loosens(action)) void act();
      else ask();
    },
    askToAct: ask,
    dialogs: (
      <>
        {asking && storm ? (
          <ActDialog
            firing={firing}
            all={storm.unacted}
            action={action}
            heldBy={action?.heldBy ?? heldBy}
            pending={pending}
            error={error}
            onApply={(reason) => void act(reason)}
            onClose={() => setAsking(false)}
          />
        ) : null}
        {dialog}
      </>
    ),
  };
}

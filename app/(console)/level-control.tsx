// Degradation levels from any screen: opens the preview of a press or the sheet of leaving, sends, and follows to the effect.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { levelsQuery } from '#app/_client/queries.ts';
import { patiently } from '#components/ui/patiently.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { levelName, levelOfNumber, notPressedBy } from '#lib/catalog/levels.ts';
import { useChangeControl } from './change-control.tsx';
import type { LeaveInput, PressInput } from './level-windows.tsx';
import { confirmLevelAction, leaveLevelAction, pressLevelAction } from './levels/actions.ts';
import { useOutcomes } from './outcomes.tsx';

const loadWindows = () => patiently(() => import('./level-windows.tsx'));
// Not part of the first picture: fetched right after it, so that a press does not wait for its preview.
const LevelWindows = dynamic(() => loadWindows().then((module) => module.LevelWindows), { ssr: false });

interface LevelControl {
  pending: boolean;
  /** Why this person may not press a level; null when they may. */
  heldBy: (level: number) => string | null;
  press: (level: number) => void;
  leave: () => void;
  confirm: (pressId: string) => void;
}

const Context = createContext<LevelControl | null>(null);

export function useLevelControl(): LevelControl {
  const control = useContext(Context);
  if (!control) throw new Error('A screen must be inside LevelControlProvider.');
  return control;
}

export function LevelControlProvider({ children }: { children: ReactNode }) {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const client = useQueryClient();
  const follow = useOutcomes();
  const { pending, error, forget, send, dialog } = useKeyedSend(['levels']);
  const [open, setOpen] = useState<number | 'leave' | null>(null);
  // It must open with what it changes, also where no screen shows the levels and the network has gone bad since.
  useEffect(() => {
    void loadWindows();
    void client.prefetchQuery(levelsQuery);
  }, [client]);

  const press = async (input: PressInput): Promise<void> => {
    const { level } = input;
    const sent = await send(pressLevelAction, input, `Level ${level} now`);
    if (!sent?.ok) return;
    setOpen(null);
    const { changed, pressId } = sent.value;
    if (changed) follow(`Level ${level}, ${levelName(level)}`, sent.value);
    else {
      const title = `Level ${level} is recorded: every value held already`;
      showToast({ id: pressId, tone: 'ok', title });
    }
  };
  const leave = async (input: LeaveInput): Promise<void> => {
    const sent = await send(leaveLevelAction, input, 'Leave the level without a second person');
    if (!sent?.ok) return;
    setOpen(null);
    const { changed, request } = sent.value;
    if (changed || request) follow('The level is left', sent.value);
    else showToast({ id: input.pressId, tone: 'ok', title: 'The level is left: nothing had to be set back' });
  };
  const confirm = async (pressId: string): Promise<void> => {
    const sent = await send(confirmLevelAction, { pressId }, 'Confirm that the venue is stable');
    // No window is open that could say why it was refused.
    if (sent?.ok)
      showToast({
        id: pressId,
        tone: 'ok',
        title: 'The level is confirmed: the venue is stable in it',
      });
    else if (sent)
      showToast({
        id: pressId,
        tone: 'crit',
        title: 'The level is not confirmed',
        body: sent.error.message,
        sticky: true,
      });
  };

  const show = useCallback(
    (next: number | 'leave') => {
      forget();
      setOpen(next);
    },
    [forget],
  );
  const heldBy = useCallback(
    (level: number): string | null => {
      const found = levelOfNumber(level);
      return (found && notPressedBy(found, me.roles)) ?? cannotSend;
    },
    [me, cannotSend],
  );
  const control: LevelControl = {
    ...{ pending, heldBy, press: show },
    leave: () => show('leave'),
    confirm: (pressId) => void confirm(pressId),
  };
  return (
    <Context value={control}>
      {children}
      {open === null ? null : (
        <LevelWindows
          open={open}
          pending={pending}
          error={error}
          heldBy={heldBy}
          onPress={(input) => void press(input)}
          onLeave={(input) => void leave(input)}
          onClose={() => setOpen(null)}
        />
      )}
      {dialog}
    </Context>
  );
}

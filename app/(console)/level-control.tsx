// Degradation levels from any screen: opens the preview of a press or the sheet of leaving, sends, and follows to the effect.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useStepUp } from '#app/_client/step-up.tsx';
import type { ServerAction } from '#app/_entry/action.ts';
import { patiently } from '#components/ui/patiently.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { levelName, levelOfNumber, notPressedBy } from '#lib/catalog/levels.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useChangeControl } from './change-control.tsx';
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
  const { run, dialog } = useStepUp();
  const [open, setOpen] = useState<number | 'leave' | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  // The same act keeps its key until it was answered: pressing again after silence does it once.
  const attempt = useRef<{ text: string; key: string } | null>(null);
  useEffect(() => {
    void loadWindows();
  }, []);

  const send = async <Answer,>(
    act: ServerAction<Answer>,
    input: unknown,
    what: string,
    done: (answer: Answer) => void,
  ): Promise<void> => {
    const text = `${what} ${JSON.stringify(input)}`;
    if (attempt.current?.text !== text) attempt.current = { text, key: crypto.randomUUID() };
    const { key } = attempt.current;
    setPending(true);
    setError(null);
    const result = await run<Answer>((proof) => act(input, key, proof), what);
    setPending(false);
    void client.invalidateQueries({ queryKey: ['levels'] });
    if (result === null) return;
    if (result.ok || result.error.code !== 'unavailable') attempt.current = null;
    if (!result.ok) {
      setError(result.error);
      return;
    }
    setOpen(null);
    done(result.value);
  };

  const show = useCallback((next: number | 'leave') => {
    setError(null);
    setOpen(next);
  }, []);
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
    confirm: (pressId) =>
      void send(confirmLevelAction, { pressId }, 'Confirm that the venue is stable', () =>
        showToast({
          id: pressId,
          tone: 'ok',
          title: 'The level is confirmed: the venue is stable in it',
        }),
      ),
  };
  return (
    <Context value={control}>
      {children}
      {open === null ? null : (
        <LevelWindows
          open={open}
          pending={pending}
          error={error}
          onPress={(level, current, reason) =>
            void send(pressLevelAction, { level, current, reason }, `Level ${level} now`, (answer) => {
              if (answer.changed) follow(`Level ${level}, ${levelName(level)}`, answer);
              else {
                showToast({
                  id: answer.pressId,
                  tone: 'ok',
                  title: `Level ${level} is recorded: every value held already`,
                });
              }
            })
          }
          onLeave={(input) =>
            void send(leaveLevelAction, input, 'Leave the level at once', (answer) =>
              follow('The level is left', answer),
            )
          }
          onClose={() => setOpen(null)}
        />
      )}
      {dialog}
    </Context>
  );
}

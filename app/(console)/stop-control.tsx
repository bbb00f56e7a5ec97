// The emergency stop from any screen: opens its dialog, whose code is there before it is needed, sends once, leads to its progress.
'use client';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { STOP_HREF } from '#components/shell/screen-list.ts';
import { patiently } from '#components/ui/patiently.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { STOP_WORD } from '#lib/catalog/emergency.ts';
import { useOutcomes } from './outcomes.tsx';
import { emergencyStopAction } from './stop/actions.ts';

const loadWindow = () => patiently(() => import('./stop-window.tsx'));
const StopWindow = dynamic(() => loadWindow().then((module) => module.StopWindow), {
  ssr: false,
  loading: () => (
    <p
      role="alert"
      className="fixed inset-x-2 bottom-2 z-50 rounded-lg bg-raised p-4 text-xs shadow-pop sm:inset-x-auto sm:right-4 sm:bottom-4"
    >
      The stop is on its way. Without the console: bulkhead emergency-stop --edge URL
    </p>
  ),
});

const Context = createContext<(() => void) | null>(null);

/** Opens the dialog of the emergency stop. */
export function useEmergencyStop(): () => void {
  const open = useContext(Context);
  if (!open) throw new Error('A screen must be inside StopControlProvider.');
  return open;
}

/** Calls back once the page has nothing better to do; browsers that cannot tell wait a moment. */
function whenIdle(then: () => void): () => void {
  if (typeof window.requestIdleCallback === 'function') {
    const handle = window.requestIdleCallback(then, { timeout: 3_000 });
    return () => window.cancelIdleCallback(handle);
  }
  const timer = setTimeout(then, 500);
  return () => clearTimeout(timer);
}

export function StopControlProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const follow = useOutcomes();
  const [isOpen, setOpen] = useState(false);
  const { pending, error, forget, send, dialog } = useKeyedSend(['emergency-stops', 'positions', 'levels']);
  // It must open when the network has gone bad since: fetched while it is good.
  useEffect(() => whenIdle(() => void loadWindow()), []);
  const open = useMemo(() => () => setOpen(true), []);
  const stop = async (reason: string): Promise<void> => {
    const sent = await send(emergencyStopAction, { reason, confirm: STOP_WORD }, 'Stop the venue');
    if (!sent?.ok) return;
    const answer = sent.value;
    setOpen(false);
    const { changed, changeSetId } = answer;
    if (changed && changeSetId !== null) follow('The venue is stopped', answer);
    else {
      showToast({
        id: answer.stopId,
        tone: 'ok',
        title: changed ? 'The venue is stopped: every value held already' : 'It is stopped already',
      });
    }
    router.push(STOP_HREF);
  };
  return (
    <Context value={open}>
      {children}
      {isOpen ? (
        <StopWindow
          pending={pending}
          error={error}
          onStop={(reason) => void stop(reason)}
          onClose={() => {
            setOpen(false);
            forget();
          }}
        />
      ) : null}
      {dialog}
    </Context>
  );
}

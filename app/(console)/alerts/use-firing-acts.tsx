// What people do about one firing: confirm, act, take over, note, resolve; each sent once and followed to its effect.
'use client';
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { ActDialog } from '#components/alerts/act-dialog.tsx';
import { loosens } from '#components/alerts/alert-action.tsx';
import { firingName, watchedByItself } from '#components/alerts/alert-words.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useChangeControl } from '../change-control.tsx';
import { useOutcomes } from '../outcomes.tsx';
import {
  actOnFiringAction,
  confirmFiringAction,
  noteFiringAction,
  resolveFiringAction,
  takeOverFiringAction,
} from './actions.ts';
import { notAnsweredBy } from './not-answered-by.ts';

export interface FiringActs {
  pending: boolean;
  /** Why the last act that has no dialog was refused. */
  error: ErrorBody['error'] | null;
  /** Why the note was refused; what was typed is still there. */
  noteError: ErrorBody['error'] | null;
  notePending: boolean;
  /** Why this person may not answer alerts now; null when they may. */
  heldBy: string | null;
  noteHeldBy: string | null;
  actHeldBy: string | null;
  canConfirm: boolean;
  canAct: boolean;
  /** Somebody else has it, or nobody. */
  canTakeOver: boolean;
  resolveHeldBy: string | null;
  confirm: () => void;
  takeOver: () => void;
  /** A press of the button: at once where the action only lowers exposure, otherwise it asks. */
  act: () => void;
  askToAct: () => void;
  askToResolve: () => void;
  note: (text: string) => Promise<boolean>;
  dialogs: ReactNode;
}

const STALE = ['alerts', 'firing', 'firings'] as const;

export function useFiringActs({ firing, action }: Pick<FiringBody, 'firing' | 'action'>): FiringActs {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const follow = useOutcomes();
  const { pending, error, forget, send, dialog } = useKeyedSend(STALE);
  const notes = useKeyedSend(STALE);
  const [asked, setAsked] = useState<{ kind: 'act' | 'resolve'; number: number } | null>(null);
  const name = firingName(firing.number);
  const heldBy = notAnsweredBy(me.roles) ?? cannotSend;
  const open = firing.resolvedAt === null;
  const input = { firingId: firing.id };
  // Another firing was opened meanwhile: its dialog is not this one's.
  const asking = asked?.number === firing.number ? asked.kind : null;
  const ask = (kind: 'act' | 'resolve'): void => {
    forget();
    setAsked({ kind, number: firing.number });
  };
  const say = (title: string): void => showToast({ id: `${firing.id}:${title}`, tone: 'ok', title });

  const confirm = async (): Promise<void> => {
    const sent = await send(confirmFiringAction, input, `Confirm ${name}`);
    if (sent?.ok)
      say(sent.value.changed ? `${name} is confirmed: you have it` : `${name} was confirmed already`);
  };
  const takeOver = async (): Promise<void> => {
    const from = firing.owner?.id ?? null;
    const sent = await send(takeOverFiringAction, { ...input, from }, `Take ${name} over`);
    if (sent?.ok) say(`You have ${name} in hand`);
  };
  const act = async (reason?: string): Promise<void> => {
    const sent = await send(
      actOnFiringAction,
      { ...input, ...(reason === undefined ? {} : { reason }) },
      `${action?.label ?? 'What was done'} for ${name}`,
    );
    if (!sent?.ok) return;
    setAsked(null);
    if (sent.value.changeSetId === null)
      say(`${name}: ${action ? 'no switch had to move' : 'what was done is on record'}`);
    else follow(`${name}: ${action?.label ?? 'acted on'}`, sent.value);
  };
  const resolve = async (reason: string): Promise<void> => {
    const sent = await send(resolveFiringAction, { ...input, reason }, `Say that ${name} is over`);
    if (!sent?.ok) return;
    setAsked(null);
    say(`${name} is over`);
  };

  return {
    ...{ pending, error: asking === null ? error : null, noteError: notes.error, notePending: notes.pending },
    ...{ heldBy, noteHeldBy: cannotSend, actHeldBy: action?.heldBy ?? heldBy },
    canConfirm: open && firing.confirmedAt === null && heldBy === null,
    canAct: open && firing.actedAt === null && (action?.heldBy ?? null) === null && heldBy === null,
    canTakeOver: open && firing.owner?.id !== me.id && firing.confirmedAt !== null,
    resolveHeldBy: watchedByItself(firing)
      ? 'Bulkhead watches this itself: it is over as soon as its cause is gone.'
      : heldBy,
    confirm: () => void confirm(),
    takeOver: () => void takeOver(),
    act: () => {
      if (action && !loosens(action)) void act();
      else ask('act');
    },
    askToAct: () => ask('act'),
    askToResolve: () => ask('resolve'),
    note: async (text) =>
      (await notes.send(noteFiringAction, { ...input, text }, `Note on ${name}`))?.ok ?? false,
    dialogs: (
      <>
        {asking === 'act' ? (
          <ActDialog
            firing={firing}
            action={action}
            heldBy={action?.heldBy ?? heldBy}
            pending={pending}
            error={error}
            onApply={(reason) => void act(reason)}
            onClose={() => setAsked(null)}
          />
        ) : null}
        {asking === 'resolve' ? (
          <ReasonDialog
            title={`${name} is over`}
            says={
              firing.source === 'alertmanager'
                ? 'Alertmanager says by itself when it ends. Say so here only where it never will: nothing reopens it.'
                : 'Whoever reported it may not say when it ends. Nothing reopens it.'
            }
            button="It is over"
            icon={CircleCheck}
            offered=""
            heldBy={heldBy}
            pending={pending}
            error={error}
            onApply={(reason) => void resolve(reason)}
            onClose={() => setAsked(null)}
          />
        ) : null}
        {dialog}
        {notes.dialog}
      </>
    ),
  };
}

// The acts of a screen that does many: each sent with its proof where it asks for one, its outcome told, the reads asked again.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { showToast } from '#components/ui/toast-store.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { type Send, useStepUp } from './step-up.tsx';

/** What the screen shows of its acts, whichever it was. */
export interface ActState {
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** The question for the second factor, while it is asked: render it beside the other dialogs. */
  dialog: ReactNode;
  /** Forgets what the last act was refused for. */
  forget: () => void;
}

/** `done` makes the sentence that is told from the answer; null tells nothing. Answers whether it was done. */
export type Tell = <Answer>(
  act: Send<Answer>,
  what: string,
  done: (answer: Answer) => string | null,
) => Promise<boolean>;

/** `screen` names the toasts; `stale` are the first words of the queries that are read again. */
export function useToldActs(screen: string, stale: readonly string[]): { state: ActState; send: Tell } {
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);

  const send: Tell = async (act, what, done) => {
    setPending(true);
    setError(null);
    const result = await run(act, what);
    setPending(false);
    // Refused or done: somebody may have changed something meanwhile.
    for (const word of stale) void client.invalidateQueries({ queryKey: [word] });
    if (result === null) return false;
    if (!result.ok) {
      setError(result.error);
      return false;
    }
    const title = done(result.value);
    if (title) showToast({ id: `${screen}-${what}`, tone: 'ok', title });
    return true;
  };
  return { state: { pending, error, dialog, forget: () => setError(null) }, send };
}

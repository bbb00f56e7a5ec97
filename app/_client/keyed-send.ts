// Sends server actions once, however often a button is pressed: the one place where a browser's writes get their keys.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useState } from 'react';
import type { ActionResult, ServerAction } from '#app/_entry/action.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { ActKeys } from './act-keys.ts';
import { useStepUp } from './step-up.tsx';

/** The console fell silent: what was sent may have happened. */
const SILENT: ActionResult<never> = {
  ok: false,
  error: {
    code: 'outcome_unknown',
    message:
      'The console did not answer, so it is not known whether this happened. Press again: the same act is never done twice.',
  },
  idempotencyKey: null,
};

export interface KeyedSend {
  pending: boolean;
  /** Why the last act was not done; null when it was. */
  error: ErrorBody['error'] | null;
  /** Forgets what the last act was refused for. */
  forget: () => void;
  /** `what` names the act as its button does. Null when the person turned away from proving that it is them. */
  send: <Answer>(
    act: ServerAction<Answer>,
    input: unknown,
    what: string,
  ) => Promise<ActionResult<Answer> | null>;
  /** The question for the second factor, while it is asked: render it beside the other dialogs. */
  dialog: ReactNode;
}

/** `stale`: first words of the queries that are read again after an act, done or refused. */
export function useKeyedSend(stale: readonly string[] = []): KeyedSend {
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const [keys] = useState(() => new ActKeys());

  const send = async <Answer>(
    act: ServerAction<Answer>,
    input: unknown,
    what: string,
  ): Promise<ActionResult<Answer> | null> => {
    const text = `${what} ${JSON.stringify(input)}`;
    const key = keys.keyOf(text, Date.now());
    setPending(true);
    setError(null);
    const result = await run<Answer>((proof) => act(input, key, proof).catch(() => SILENT), what);
    setPending(false);
    for (const word of stale) void client.invalidateQueries({ queryKey: [word] });
    if (result === null) return null;
    keys.answered(text, key, result.ok ? 'ok' : result.error.code, Date.now());
    if (!result.ok) setError(result.error);
    return result;
  };
  const forget = useCallback(() => setError(null), []);
  return { pending, error, forget, send, dialog };
}

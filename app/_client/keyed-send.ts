// Sends server actions once, however often a button is pressed: the same act keeps its key until it was answered.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import type { ServerAction } from '#app/_entry/action.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useStepUp } from './step-up.tsx';

export interface KeyedSend {
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Forgets what the last act was refused for. */
  forget: () => void;
  /** `what` names the act as its button does. Null when it was refused, not answered, or turned away from. */
  send: <Answer>(act: ServerAction<Answer>, input: unknown, what: string) => Promise<Answer | null>;
  /** The question for the second factor, while it is asked: render it beside the other dialogs. */
  dialog: ReactNode;
}

/** `stale`: first words of the queries that are read again after an act, done or refused. */
export function useKeyedSend(stale: readonly string[]): KeyedSend {
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const attempt = useRef<{ text: string; key: string } | null>(null);

  const send = async <Answer>(
    act: ServerAction<Answer>,
    input: unknown,
    what: string,
  ): Promise<Answer | null> => {
    const text = `${what} ${JSON.stringify(input)}`;
    if (attempt.current?.text !== text) attempt.current = { text, key: crypto.randomUUID() };
    const { key } = attempt.current;
    setPending(true);
    setError(null);
    const result = await run<Answer>((proof) => act(input, key, proof), what);
    setPending(false);
    for (const word of stale) void client.invalidateQueries({ queryKey: [word] });
    if (result === null) return null;
    if (result.ok || result.error.code !== 'unavailable') attempt.current = null;
    if (result.ok) return result.value;
    setError(result.error);
    return null;
  };
  return { pending, error, forget: () => setError(null), send, dialog };
}

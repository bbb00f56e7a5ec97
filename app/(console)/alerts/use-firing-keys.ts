// The keys of whoever answers an alert: confirm, the action's dialog, the note.
'use client';
import type { RefObject } from 'react';
import { useKeys } from '#components/keyboard.ts';
import type { FiringActs } from './use-firing-acts.tsx';

/** `A` asks first, also where a press on the button does not: one key alone changes no switch. */
export function useFiringKeys(acts: FiringActs | null, note: RefObject<HTMLDivElement | null>): void {
  useKeys({
    c: () => {
      if (acts?.canConfirm) acts.confirm();
    },
    a: () => {
      if (acts?.canAct) acts.askToAct();
    },
    m: () => note.current?.querySelector('textarea')?.focus(),
  });
}

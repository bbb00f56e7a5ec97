// The keys of whoever answers an alert: confirm, the action's dialog, the note.
'use client';
import type { RefObject } from 'react';
import { useKeys } from '#components/shell/keyboard.ts';
import type { FiringActs } from './use-firing-acts.tsx';
import type { Storm } from './use-storm.tsx';

/** `A` asks first, also where a press on the button does not: one key alone changes no switch. In a storm it is for all. */
export function useFiringKeys(
  acts: FiringActs | null,
  storm: Storm,
  note: RefObject<HTMLDivElement | null>,
): void {
  useKeys({
    c: () => {
      if (acts?.canConfirm) acts.confirm();
    },
    a: () => {
      if (storm.group && storm.heldBy === null) storm.askToAct();
      else if (acts?.canAct) acts.askToAct();
    },
    m: () => note.current?.querySelector('textarea')?.focus(),
  });
}

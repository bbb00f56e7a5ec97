// Gives the focus back to where it was before a dialog opened. Radix does so only for dialogs with a trigger of its own.
'use client';
import { type RefObject, useRef } from 'react';

interface FocusHandlers {
  onOpenAutoFocus: (event: Event) => void;
  onCloseAutoFocus: (event: Event) => void;
}

/** `initial`: receives the focus at opening, when it is there; otherwise the first control does. */
export function useReturnFocus(initial?: RefObject<HTMLElement | null>): FocusHandlers {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event) => {
      before.current = document.activeElement;
      if (!initial?.current) return;
      event.preventDefault();
      initial.current.focus();
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      // Something else may have taken the focus meanwhile, such as the next dialog: leave it there.
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    },
  };
}

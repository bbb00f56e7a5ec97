// How the rows of a list are reached: J and K go from one to the next, a press anywhere in one opens it.
import type { MouseEvent } from 'react';

/** Moves the focus to the next or previous row that can be seen; from outside the rows, to the first or last. */
export function focusRow(frame: HTMLElement | null, step: 1 | -1): void {
  if (!frame) return;
  const all = [...frame.querySelectorAll<HTMLElement>('[data-row-button]')].filter(
    (one) => one.offsetParent !== null,
  );
  const here = document.activeElement?.closest('[data-row]');
  const at = all.findIndex((one) => one.closest('[data-row]') === here);
  const next =
    at === -1 ? (step === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  all[next]?.focus();
}

/** A press anywhere in the row opens it, unless it was meant for something inside or ends a text selection. */
export function rowPress(open: () => void) {
  return (event: MouseEvent<HTMLElement>): void => {
    if (event.target instanceof Element && event.target.closest('button, a, input')) return;
    if (window.getSelection()?.toString()) return;
    open();
  };
}

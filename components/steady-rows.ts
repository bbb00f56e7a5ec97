// A live list that holds still while somebody points at it or has the focus in it: places stay, news are counted.
'use client';
import { type RefObject, useEffect, useState } from 'react';

/** What is shown of a list that was read anew; `held`: nothing may move. */
export function steadied<Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  held: boolean,
  idOf: (row: Row) => string,
): { rows: readonly Row[]; news: number } {
  if (!held) return { rows: fresh, news: 0 };
  const known = new Map(fresh.map((row) => [idOf(row), row]));
  const before = new Set(shown.map(idOf));
  return {
    rows: shown.map((row) => known.get(idOf(row)) ?? row),
    news: fresh.filter((row) => !before.has(idOf(row))).length,
  };
}

/** Whether the pointer or the focus is inside. */
export function useInside(frame: RefObject<HTMLElement | null>): boolean {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const events = new AbortController();
    const { signal } = events;
    const on = (name: keyof HTMLElementEventMap, told: (event: Event) => void) =>
      element.addEventListener(name, told, { signal });
    on('pointerenter', () => setPointed(true));
    on('pointerleave', () => setPointed(false));
    on('focusin', () => setFocused(true));
    on('focusout', (event) =>
      setFocused(element.contains((event as FocusEvent).relatedTarget as Node | null)),
    );
    return () => events.abort();
  }, [frame]);
  return pointed || focused;
}

/**
 * The rows to show. `list` names what is looked at: another list is shown at once. `let go` shows the news although
 * somebody is inside.
 */
export function useSteadyRows<Row>(
  list: string,
  fresh: readonly Row[],
  held: boolean,
  idOf: (row: Row) => string,
): { rows: readonly Row[]; news: number; letGo: () => void } {
  const [shown, setShown] = useState({ list, rows: fresh });
  const { rows, news } = steadied(shown.rows, fresh, held && shown.list === list, idOf);
  const moved =
    shown.list !== list ||
    rows.length !== shown.rows.length ||
    rows.some((row, at) => row !== shown.rows[at]);
  if (moved) setShown({ list, rows });
  return { rows, news, letGo: () => setShown({ list, rows: fresh }) };
}

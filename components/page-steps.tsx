// Going through a long list page by page: the pages gone through so far, and the two steps from the one that is looked at.
'use client';
import { useState } from 'react';
import { Button } from './ui/button.tsx';

/** Null where there is no such page. */
export interface Steps {
  newer: (() => void) | null;
  older: (() => void) | null;
}

interface Pages {
  /** Where the page that is looked at begins; undefined for the first. */
  before: string | undefined;
  toFirst: () => void;
  /** `nextBefore`: where the page after this one begins, as its answer says. */
  steps: (nextBefore: string | null | undefined) => Steps;
}

export function usePages(): Pages {
  const [pages, setPages] = useState<readonly string[]>([]);
  return {
    before: pages.at(-1),
    toFirst: () => setPages([]),
    steps: (nextBefore) => ({
      newer: pages.length > 0 ? () => setPages(pages.slice(0, -1)) : null,
      older: nextBefore ? () => setPages([...pages, nextBefore]) : null,
    }),
  };
}

/** What the keys do; without such a page, nothing. */
export function stepKeys({ newer, older }: Steps): Record<'[' | ']', () => void> {
  return { '[': () => newer?.(), ']': () => older?.() };
}

/** `back` and `on`: what the steps are called where a list does not begin with what is newest. */
export function PageSteps({
  newer,
  older,
  back = 'Newer',
  on = 'Older',
}: Steps & { back?: string; on?: string }) {
  return (
    <span className="ml-auto flex gap-2">
      {newer ? (
        <Button variant="ghost" size="sm" onClick={newer} kbd="[">
          {back}
        </Button>
      ) : null}
      {older ? (
        <Button variant="ghost" size="sm" onClick={older} kbd="]">
          {on}
        </Button>
      ) : null}
    </span>
  );
}

// What stands in front of the page's title, so that a tab in the background says that the venue is stopped or that something waits.
'use client';
import { useEffect } from 'react';

/** `(2) Now · Bulkhead`, `Stopped (2) Now · Bulkhead`; without either the title alone. Pure. */
export function titleWith(title: string, count: number, stopped = false): string {
  const bare = title.replace(/^(?:Stopped )?(?:\(\d+\) )?/, '');
  return `${stopped ? 'Stopped ' : ''}${count > 0 ? `(${count}) ` : ''}${bare}`;
}

/** Keeps it while Next writes the titles of the pages. */
export function useTitleBadge(count: number, stopped: boolean): void {
  useEffect(() => {
    const put = (): void => {
      const wanted = titleWith(document.title, count, stopped);
      if (document.title !== wanted) document.title = wanted;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count, stopped]);
}

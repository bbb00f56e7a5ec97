// What stands in front of the page's title, so that a tab in the background says that the venue is stopped, that an alert is open, or that something waits.
'use client';
import { useEffect } from 'react';

/** `(2) Now · Bulkhead`, `Stopped 1 P0 (2) Now · Bulkhead`; without any of them the title alone. Pure. */
export function titleWith(title: string, count: number, stopped = false, alerts = 0): string {
  const bare = title.replace(/^(?:Stopped )?(?:\d+ P0 )?(?:\(\d+\) )?/, '');
  return `${stopped ? 'Stopped ' : ''}${alerts > 0 ? `${alerts} P0 ` : ''}${count > 0 ? `(${count}) ` : ''}${bare}`;
}

/** Keeps it while Next writes the titles of the pages. */
export function useTitleBadge(count: number, stopped: boolean, alerts: number): void {
  useEffect(() => {
    const put = (): void => {
      const wanted = titleWith(document.title, count, stopped, alerts);
      if (document.title !== wanted) document.title = wanted;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count, stopped, alerts]);
}

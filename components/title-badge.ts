// The number in front of the page's title, so that a tab in the background says that something waits.
'use client';
import { useEffect } from 'react';

/** `(2) Now · Bulkhead`; without a number the title alone. Pure. */
export function titleWith(title: string, count: number): string {
  const bare = title.replace(/^\(\d+\) /, '');
  return count > 0 ? `(${count}) ${bare}` : bare;
}

/** Keeps the number while Next writes the titles of the pages. */
export function useTitleBadge(count: number): void {
  useEffect(() => {
    const put = (): void => {
      const wanted = titleWith(document.title, count);
      if (document.title !== wanted) document.title = wanted;
    };
    put();
    const observer = new MutationObserver(put);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);
}

// What stands at the foot of every printed page: what it is and its name, before the page numbers that the print styles count.
import { useEffect } from 'react';

const quoted = (text: string): string => `"${text.replaceAll(/["\\\n]/g, ' ')}"`;

/** `what`: at the left of the foot. `name`: at the right, before "page 1 of 3". */
export function usePrintedPage(what: string, name: string): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--paper-what', quoted(what));
    style.setProperty('--paper-name', quoted(`${name}, `));
    return () => {
      style.removeProperty('--paper-what');
      style.removeProperty('--paper-name');
    };
  }, [what, name]);
}

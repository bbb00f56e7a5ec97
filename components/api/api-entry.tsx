// A row of the API page that opens to its details; its id is an anchor, which opens it too.
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export function ApiEntry({ id, head, children }: { id: string; head: ReactNode; children: ReactNode }) {
  return (
    <details id={id} data-row className="group border-b border-line">
      <summary
        data-row-button
        className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 -outline-offset-2 hover:bg-hover pointer-coarse:min-h-12 lg:px-6 [&::-webkit-details-marker]:hidden"
      >
        <ChevronRight
          className="size-3.5 shrink-0 text-ink-3 group-open:rotate-90 max-lg:hidden"
          aria-hidden="true"
        />
        {head}
      </summary>
      <div className="px-4 pb-5 lg:pr-6 lg:pl-[50px]">{children}</div>
    </details>
  );
}

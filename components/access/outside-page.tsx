// The frame of the pages before sign-in: the mark and one narrow column.
import type { ReactNode } from 'react';
import { Mark } from '#components/ui/mark.tsx';

export function OutsidePage({ children }: { children: ReactNode }) {
  return (
    <main
      id="main"
      className="mx-auto flex min-h-dvh w-full max-w-88 flex-1 flex-col justify-center px-4 py-12"
    >
      <div className="mb-8 flex items-center gap-2.5">
        <Mark className="size-6" />
        <span className="text-lg font-semibold tracking-tight">Bulkhead</span>
      </div>
      {children}
    </main>
  );
}

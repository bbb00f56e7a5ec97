// Rolling back from any screen: keeps what is open; the sheet itself is loaded when it is first asked for.
'use client';
import dynamic from 'next/dynamic';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import type { RollBackTarget } from '#components/changes/matrix-rollback-words.ts';
import { patiently } from '#components/ui/patiently.ts';
import { useChangeControl } from './change-control.tsx';

const RollBackWindow = dynamic(
  () => patiently(() => import('./matrix-rollback-window.tsx')).then((module) => module.RollBackWindow),
  { ssr: false },
);

const Context = createContext<((target: RollBackTarget) => void) | null>(null);

/** Opens the sheet. */
export function useRollBack(): (target: RollBackTarget) => void {
  const open = useContext(Context);
  if (!open) throw new Error('A screen must be inside RollBackProvider.');
  return open;
}

export function RollBackProvider({ children }: { children: ReactNode }) {
  const { selected, closeSheet } = useChangeControl();
  const [opened, setOpened] = useState<{ target: RollBackTarget; count: number } | null>(null);
  const open = useCallback(
    (target: RollBackTarget) => {
      closeSheet();
      setOpened((before) => ({ target, count: (before?.count ?? 0) + 1 }));
    },
    [closeSheet],
  );
  // The sheet of a switch takes its place.
  useEffect(() => {
    if (selected !== null) setOpened(null);
  }, [selected]);
  return (
    <Context value={open}>
      {children}
      {opened ? (
        <RollBackWindow key={opened.count} target={opened.target} onClose={() => setOpened(null)} />
      ) : null}
    </Context>
  );
}

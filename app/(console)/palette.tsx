// The command palette with what this person may do now; loaded when it is first asked for.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { switchesQuery } from '#app/_client/queries.ts';
import { CommandPalette } from '#components/command-palette.tsx';
import { paletteCommands } from '#components/palette-commands.ts';
import { useTheme } from '#components/use-theme.ts';
import { useChangeControl } from './change-control.tsx';

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const { toggle } = useTheme();
  const control = useChangeControl();
  const { data } = useQuery(switchesQuery);
  const commands = useMemo(
    () => paletteCommands(data?.items ?? [], control.cannotSend),
    [data, control.cannotSend],
  );
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      commands={commands}
      onRollback={({ name, wanted }) => control.openRollback(name, wanted)}
      onSwitch={(name) => control.openSheet({ name })}
      onGo={(href) => router.push(href)}
      onTheme={toggle}
    />
  );
}

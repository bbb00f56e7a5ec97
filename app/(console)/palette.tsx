// The command palette with what this person may do now; loaded when it is first asked for.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { switchesQuery } from '#app/_client/queries.ts';
import { waitingFor } from '#components/changes/approval-words.ts';
import { TO_A_MOMENT } from '#components/changes/matrix-rollback-words.ts';
import { CommandPalette } from '#components/shell/command-palette.tsx';
import {
  alertCommands,
  levelCommands,
  paletteCommands,
  stopCommands,
} from '#components/shell/palette-commands.ts';
import { useTheme } from '#components/shell/use-theme.ts';
import type { AlertsPulse } from '#lib/contract/alert-history.ts';
import { useChangeControl } from './change-control.tsx';
import { useLevelControl } from './level-control.tsx';
import { useRollBack } from './matrix-rollback-control.tsx';
import { useEmergencyStop } from './stop-control.tsx';

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const { toggle } = useTheme();
  const control = useChangeControl();
  const { data } = useQuery(switchesQuery);
  const { me, heard } = useConsole();
  const levels = useLevelControl();
  const rollBack = useRollBack();
  const requests = heard?.status.attention.requests;
  const current = heard?.status.level.current;
  const nextAlert = heard?.status.alerts.next ?? null;
  // A new object with every pulse, which says the same.
  const alertText = JSON.stringify(nextAlert && { ...nextAlert, dueAt: '', firedAt: '' });
  const stopped = Boolean(heard?.status.stop);
  const openStop = useEmergencyStop();
  const commands = useMemo(() => {
    const mine = waitingFor(me, requests ?? []);
    const waiting = (requests ?? []).map((request) => ({ ...request, forMe: mine.includes(request) }));
    const held = control.cannotSend !== null || current === undefined;
    return [
      ...(held ? [] : levelCommands(current, me.roles)),
      ...stopCommands(stopped),
      ...alertCommands(JSON.parse(alertText) as AlertsPulse['next']),
      ...paletteCommands(data?.items ?? [], control.cannotSend, waiting),
    ];
  }, [data, control.cannotSend, me, requests, current, stopped, alertText]);
  return (
    <CommandPalette
      open={open}
      onOpenChange={onOpenChange}
      commands={commands}
      onRollback={({ name, wanted }) => control.openRollback(name, wanted)}
      onSwitch={(name) => control.openSheet({ name })}
      onLevel={levels.press}
      onRollBack={() => rollBack(TO_A_MOMENT)}
      onStop={openStop}
      onGo={(href) => router.push(href)}
      onTheme={toggle}
    />
  );
}

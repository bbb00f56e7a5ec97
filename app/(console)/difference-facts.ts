// Who looks at a difference and what holds now: shared by the sheets of rolling back and of configuration files.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { DifferenceFacts } from '#components/changes/difference-sheet.tsx';
import { RAISE_ON_DESKTOP } from '#components/shell/freshness.ts';
import { useChangeControl } from './change-control.tsx';
import { useRaisingHeld } from './raising-held.ts';

export function useDifferenceFacts(): DifferenceFacts {
  const { me, heard } = useConsole();
  const { cannotSend } = useChangeControl();
  const clockNow = useServerNow();
  const { data: approvals } = useQuery(approvalsQuery);
  const raisingHeld = useRaisingHeld(RAISE_ON_DESKTOP);
  return {
    ...{ me, clockNow, raisingHeld, cannotSend },
    ...{ deciders: approvals?.deciders, openP0: approvals?.openP0 },
    debts: heard?.status.attention.debts ?? [],
  };
}

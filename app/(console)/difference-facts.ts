// Who looks at a difference and what holds now: shared by the sheets of rolling back and of configuration files.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { DifferenceFacts } from '#components/difference-sheet.tsx';
import { freshnessOf, raisingHeldBy } from '#components/freshness.ts';
import { DESKTOP, useMedia } from '#components/ui/use-media.ts';
import { useNow } from '#components/ui/use-now.ts';
import { useChangeControl } from './change-control.tsx';

export function useDifferenceFacts(): DifferenceFacts {
  const { me, heard, link } = useConsole();
  const { cannotSend } = useChangeControl();
  const clockNow = useServerNow();
  const now = useNow(1_000);
  const desktop = useMedia(DESKTOP);
  const deciders = useQuery(approvalsQuery).data?.deciders;
  const fresh = freshnessOf(heard, link, now ?? heard?.receivedAt ?? 0);
  const raisingHeld =
    raisingHeldBy(heard, fresh) ?? (desktop ? null : 'Raising needs a desktop. Lowering works here.');
  return {
    ...{ me, deciders, clockNow, raisingHeld, cannotSend },
    debts: heard?.status.attention.debts ?? [],
  };
}

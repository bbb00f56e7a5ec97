// The windows of levels: the preview of a press, and the sheet of leaving. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery, levelsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { SentTerms } from '#components/change-terms.ts';
import { freshnessOf, raisingHeldBy } from '#components/freshness.ts';
import { LeaveLevelSheet } from '#components/leave-level-sheet.tsx';
import { LevelDialog } from '#components/level-dialog.tsx';
import { DESKTOP, useMedia } from '#components/ui/use-media.ts';
import { useNow } from '#components/ui/use-now.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useChangeControl } from './change-control.tsx';

export type LeaveInput = { pressId: string; reason: string } & Pick<SentTerms, 'incident' | 'breakGlass'>;

interface LevelWindowsProps {
  open: number | 'leave';
  pending: boolean;
  error: ErrorBody['error'] | null;
  onPress: (level: number, current: number, reason: string) => void;
  onLeave: (input: LeaveInput) => void;
  onClose: () => void;
}

export function LevelWindows({ open, pending, error, onPress, onLeave, onClose }: LevelWindowsProps) {
  const { me, heard, link } = useConsole();
  const { cannotSend } = useChangeControl();
  const clockNow = useServerNow();
  const desktop = useMedia(DESKTOP);
  const now = useNow(1_000);
  const { data } = useQuery(levelsQuery);
  const deciders = useQuery({ ...approvalsQuery, enabled: open === 'leave' }).data?.deciders;
  if (!data) return null;
  if (open === 'leave') {
    const fresh = freshnessOf(heard, link, now ?? heard?.receivedAt ?? 0);
    return (
      <LeaveLevelSheet
        body={data}
        me={me}
        deciders={deciders}
        debts={heard?.status.attention.debts ?? []}
        clockNow={clockNow}
        raisingHeld={
          raisingHeldBy(heard, fresh) ??
          (desktop ? null : 'Leaving a level needs a desktop. Approving it works here.')
        }
        cannotSend={cannotSend}
        pending={pending}
        error={error}
        onApply={(reason, terms) => {
          if (data.press) onLeave({ pressId: data.press.id, reason, ...terms });
        }}
        onClose={onClose}
      />
    );
  }
  const level = data.levels.find((one) => one.level === open);
  return level ? (
    <LevelDialog
      level={level}
      cannotSend={cannotSend}
      pending={pending}
      error={error}
      onApply={(reason) => onPress(level.level, data.current, reason)}
      onClose={onClose}
    />
  ) : null;
}

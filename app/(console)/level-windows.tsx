// The windows of levels: the preview of a press, and the sheet of leaving. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery, levelsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { SentTerms } from '#components/change-terms.ts';
import { LeaveLevelSheet } from '#components/leave-level-sheet.tsx';
import { LevelDialog } from '#components/level-dialog.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useChangeControl } from './change-control.tsx';
import { useRaisingHeld } from './raising-held.ts';

interface LevelWindowsProps {
  open: number | 'leave';
  pending: boolean;
  error: ErrorBody['error'] | null;
  onPress: (level: number, current: number, reason: string) => void;
  onLeave: (input: { pressId: string; reason: string } & Pick<SentTerms, 'incident' | 'breakGlass'>) => void;
  onClose: () => void;
}

export function LevelWindows({ open, pending, error, onPress, onLeave, onClose }: LevelWindowsProps) {
  const { me, heard } = useConsole();
  const { cannotSend } = useChangeControl();
  const clockNow = useServerNow();
  const raisingHeld = useRaisingHeld('Leaving a level needs a desktop. Approving it works here.');
  const { data } = useQuery(levelsQuery);
  const deciders = useQuery({ ...approvalsQuery, enabled: open === 'leave' }).data?.deciders;
  if (!data) return null;
  if (open === 'leave') {
    return (
      <LeaveLevelSheet
        body={data}
        me={me}
        deciders={deciders}
        debts={heard?.status.attention.debts ?? []}
        clockNow={clockNow}
        raisingHeld={raisingHeld}
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

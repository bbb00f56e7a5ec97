// The windows of levels: the preview of a press, and the sheet of leaving; each opens also while nothing is read. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery, levelsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import type { SentTerms } from '#components/changes/change-terms.ts';
import { LeaveLevelSheet } from '#components/changes/leave-level-sheet.tsx';
import { LevelDialog } from '#components/changes/level-dialog.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { levelOfNumber } from '#lib/catalog/levels.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { useChangeControl } from './change-control.tsx';
import { useRaisingHeld } from './raising-held.ts';

export type LeaveInput = { pressId: string; reason: string } & Pick<SentTerms, 'incident' | 'breakGlass'>;

export interface PressInput {
  level: number;
  /** The level that was shown as the current one; absent when none was. */
  current?: number;
  reason: string;
}

interface LevelWindowsProps {
  open: number | 'leave';
  /** Why this person may not press a level; null when they may. */
  heldBy: (level: number) => string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onPress: (input: PressInput) => void;
  onLeave: (input: LeaveInput) => void;
  onClose: () => void;
}

export function LevelWindows({ open, ...rest }: LevelWindowsProps) {
  return open === 'leave' ? <LeaveWindow {...rest} /> : <PressWindow level={open} {...rest} />;
}

type WindowProps = Omit<LevelWindowsProps, 'open'>;

function PressWindow({ level, heldBy, pending, error, onPress, onClose }: WindowProps & { level: number }) {
  const { heard } = useConsole();
  const { cannotSend } = useChangeControl();
  const { data } = useQuery(levelsQuery);
  const definition = levelOfNumber(level);
  if (!definition) return null;
  const view = data?.levels.find((one) => one.level === level);
  const current = data?.current ?? heard?.status.level.current;
  return (
    <LevelDialog
      level={definition}
      view={view}
      unread={data ? null : <NotRead />}
      heldBy={view ? (view.heldBy ?? cannotSend) : heldBy(level)}
      pending={pending}
      error={error}
      onApply={(reason) => onPress({ level, reason, ...(current === undefined ? {} : { current }) })}
      onClose={onClose}
    />
  );
}

function LeaveWindow({ pending, error, onLeave, onClose }: WindowProps) {
  const { me, heard } = useConsole();
  const { cannotSend } = useChangeControl();
  const clockNow = useServerNow();
  const raisingHeld = useRaisingHeld('Leaving a level needs a desktop. Approving it works here.');
  const { data } = useQuery(levelsQuery);
  const { data: approvals } = useQuery(approvalsQuery);
  if (!data) {
    return (
      <Dialog
        open
        onOpenChange={(still) => {
          if (!still) onClose();
        }}
        title="Leave the level"
        description="What leaving sets back has to be known before anybody can agree to it."
      >
        <NotRead />
      </Dialog>
    );
  }
  return (
    <LeaveLevelSheet
      body={data}
      me={me}
      deciders={approvals?.deciders}
      openP0={approvals?.openP0}
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

/** The levels are being read, or could not be. */
function NotRead() {
  const { error, refetch } = useQuery(levelsQuery);
  return error ? (
    <ErrorState
      title="What it changes now could not be read"
      action={{ label: 'Try again', onPress: () => void refetch() }}
    >
      {error.message}
    </ErrorState>
  ) : (
    <LoadingRows rows={2} label="Reading what it changes now" />
  );
}

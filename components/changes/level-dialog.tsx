// Before a level is pressed: what changes, what users of the exchange can no longer do, what is no longer protected; Enter applies.
'use client';
import { ArrowDownRight, Timer, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { effectWords } from '#components/format-time.ts';
import { formatSwitchValue } from '#components/format-value.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { Level } from '#lib/catalog/levels.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { LevelView } from '#lib/contract/levels.ts';
import { diffRows } from './change-set-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { lostWords, offeredLevelReason } from './level-words.ts';

interface LevelDialogProps {
  level: Level;
  /** As pressing it now would turn out; without it the dialog still presses, and says only what it sets. */
  view: LevelView | undefined;
  /** Why that is not known; null while it is read, or once it is. */
  unread: ReactNode;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function LevelDialog({
  level,
  view,
  unread,
  heldBy,
  pending,
  error,
  onApply,
  onClose,
}: LevelDialogProps) {
  return (
    <ReasonDialog
      title={`Level ${level.level}, ${level.title}`}
      says={`${level.means}${level.level === 3 ? ', answered with 503' : ''}.`}
      button={`Level ${level.level} now`}
      icon={ArrowDownRight}
      tone="safe"
      offered={offeredLevelReason(level)}
      heldBy={heldBy}
      pending={pending}
      error={error}
      note={
        <p className="flex items-center gap-2 text-xs text-ink-2">
          <Timer className="size-3.5" aria-hidden="true" />
          {lastPressWords(view)}
        </p>
      }
      onApply={onApply}
      onClose={onClose}
    >
      <Losses lost={view ? lostWords(view.lost) : []} losing={level.losing} />
      {view ? <Changes view={view} /> : <Settings level={level} />}
      {unread}
    </ReasonDialog>
  );
}

/** `Last time 0.81 s on 14 of 14, no approver`. */
function lastPressWords(view: LevelView | undefined): string {
  if (!view) return 'No approver';
  const effect = view.lastEffect;
  return effect?.slowestMs == null
    ? 'Not pressed yet, no approver'
    : `Last time ${effectWords(effect.slowestMs)} on ${effect.applied} of ${effect.expected}, no approver`;
}

function Losses({ lost, losing }: { lost: readonly string[]; losing: string | undefined }) {
  return (
    <>
      {lost.length > 0 ? (
        <p className="text-xs text-ink-2">
          Users of the exchange lose or get less of:{' '}
          <span className="font-medium text-ink">{lost.join(', ')}</span>.
        </p>
      ) : null}
      {losing ? (
        <p className="flex items-start gap-2 text-xs text-risk-text">
          <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
          {losing}
        </p>
      ) : null}
    </>
  );
}

function Changes({ view: { changes } }: { view: LevelView }) {
  return changes.length > 0 ? (
    <DiffPreview changes={diffRows(changes)} />
  ) : (
    <p className="text-xs text-ink-2">Every value holds already; the press is recorded and observed.</p>
  );
}

function Settings({ level: { settings } }: { level: Level }) {
  return (
    <p className="text-xs text-ink-2">
      It sets{' '}
      <span className="num">
        {settings
          .map((setting) => `${setting.switch} ${formatSwitchValue(setting.switch, setting.value)}`)
          .join(', ')}
      </span>
      .
    </p>
  );
}

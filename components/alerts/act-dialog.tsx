// Asks before the action of an alert: the difference, what is lost, the reason; where there is no action, what was done instead.
'use client';
import { ArrowDownRight, CircleCheck } from 'lucide-react';
import { diffRows } from '#components/changes/change-set-words.ts';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { ActionView, FiringView } from '#lib/contract/alerts.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { stormReasonOf } from '#lib/rules/alerts/alert-action.ts';
import { actionWords, Losing, loosens } from './alert-action.tsx';
import { firingName } from './alert-words.ts';

interface ActDialogProps {
  firing: FiringView;
  /** For how many firings it acts, where that is more than this one. */
  all?: number;
  action: ActionView | null;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function ActDialog({ firing, all, action, ...rest }: ActDialogProps) {
  const own = firingName(firing.number);
  const name = all === undefined ? own : `all ${all.toLocaleString('en-US')} like ${own}`;
  if (!action) {
    return (
      <ReasonDialog
        title={`What was done about ${name}`}
        says="This alert has no action of its own: its clock stops when somebody says what was done."
        button="That was done"
        icon={CircleCheck}
        offered=""
        {...rest}
      />
    );
  }
  return (
    <ReasonDialog
      title={actionWords(action.label, all)}
      says={
        firing.drill
          ? `The action of ${name}, a drill: it counts, and no switch moves.`
          : `The action of ${name}. It takes no second person, and confirms ${all === undefined ? 'the alert' : 'them'}.`
      }
      button={actionWords(action.label, all)}
      icon={ArrowDownRight}
      tone={loosens(action) ? 'raise' : 'safe'}
      offered={stormReasonOf(firing.title, firing.number, all ?? 1)}
      note={<Losing losing={action.losing} />}
      {...rest}
    >
      {action.changes.length > 0 ? (
        <DiffPreview changes={diffRows(action.changes)} />
      ) : (
        <p className="text-xs text-ink-2">Every value holds already: it records that.</p>
      )}
    </ReasonDialog>
  );
}

// Back from an entry of the log: its change set alone, or the whole matrix to before it.
'use client';
import { History, Undo2 } from 'lucide-react';
import { momentBefore, targetOf } from '#components/changes/matrix-rollback-words.ts';
import { Button } from '#components/ui/button.tsx';
import type { AuditEntryView, ChangeSetView } from '#lib/contract/console.ts';
import { useRollBack } from '../matrix-rollback-control.tsx';

interface RollBackActsProps {
  entry: AuditEntryView;
  /** The change set it belongs to; undefined while it is read. */
  change: ChangeSetView | undefined;
}

export function RollBackActs({ entry, change }: RollBackActsProps) {
  const rollBack = useRollBack();
  const reading = entry.changeSetId !== null && !change ? 'The change is being read.' : null;
  return (
    <>
      {entry.changeSetId === null ? null : (
        <Button icon={Undo2} disabledReason={reading} onClick={() => change && rollBack(targetOf(change))}>
          Undo this change set
        </Button>
      )}
      <Button
        icon={History}
        disabledReason={reading}
        onClick={() =>
          rollBack(
            change
              ? targetOf(change, 'moment')
              : { made: null, before: momentBefore(entry.at), begin: 'moment' },
          )
        }
      >
        Roll the matrix back to before this
      </Button>
    </>
  );
}

// The windows of a change: the sheet with the history of its switch, and the rollback dialog over it. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { approvalsQuery, figuresQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { type ChangeRequest, ChangeSheet } from '#components/changes/change-sheet.tsx';
import type { SentTerms } from '#components/changes/change-terms.ts';
import { askedGuards } from '#components/changes/change-words.ts';
import { RollbackDialog } from '#components/changes/rollback-dialog.tsx';
import { RAISE_ON_DESKTOP } from '#components/shell/freshness.ts';
import { governedFigures } from '#components/venue/governed-figures.ts';
import { RUNBOOKS } from '#lib/catalog/runbooks.ts';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { ErrorBody, MatrixBody } from '#lib/contract/console.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import type { SheetTarget } from './change-control.tsx';
import { useRaisingHeld } from './raising-held.ts';
import { HistoryPanel } from './switches/history-panel.tsx';

interface ChangeWindowsProps {
  matrix: MatrixBody;
  sheet: SheetTarget | null;
  rollback: { name: SwitchName; wanted: readonly Wanted[] } | null;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (target: SheetTarget, request: ChangeRequest) => void;
  onApplyRollback: (request: { wanted: readonly Wanted[]; reason: string; terms: SentTerms }) => void;
  onSheet: (target: SheetTarget | null) => void;
  onRollback: (name: SwitchName, wanted: readonly Wanted[]) => void;
  onCloseRollback: () => void;
}

export function ChangeWindows({
  matrix,
  sheet,
  rollback,
  cannotSend,
  pending,
  error,
  onApply,
  onApplyRollback,
  onSheet,
  onRollback,
  onCloseRollback,
}: ChangeWindowsProps) {
  const { me, heard } = useConsole();
  const clockNow = useServerNow();
  const raisingHeld = useRaisingHeld(RAISE_ON_DESKTOP);
  const sample = useQuery({ ...figuresQuery(30), enabled: sheet !== null }).data?.items.at(-1);
  const approvals = useQuery(approvalsQuery).data;
  const deciders = approvals?.deciders;
  const view = matrix.items.find((item) => item.name === sheet?.name);
  return (
    <>
      {sheet ? (
        <ChangeSheet
          key={`${sheet.name}/${sheet.symbol ?? ''}/${JSON.stringify(sheet.preset)}`}
          name={sheet.name}
          items={matrix.items}
          epoch={matrix.epoch}
          revision={matrix.revision}
          symbol={sheet.symbol ?? null}
          preset={sheet.preset}
          reason={sheet.reason}
          me={me}
          deciders={deciders}
          openP0={approvals?.openP0}
          debts={heard?.status.attention.debts ?? []}
          clockNow={clockNow}
          raisingHeld={raisingHeld}
          cannotSend={cannotSend}
          guards={askedGuards(approvals?.requests ?? [], sheet.name)}
          figures={governedFigures(definitionOf(sheet.name).group, sample)}
          runbook={RUNBOOKS[sheet.name]}
          pending={pending}
          error={rollback ? null : error}
          onApply={(request) => onApply(sheet, request)}
          onRollback={onRollback}
          onClose={() => onSheet(null)}
        >
          {view ? (
            <HistoryPanel
              name={sheet.name}
              view={view}
              symbol={sheet.symbol ?? null}
              heldBy={view.mayChange ? cannotSend : 'You may not change this switch.'}
              onReturn={(item) =>
                onSheet({ name: sheet.name, symbol: item.symbol, preset: item.newValue, at: item.at })
              }
            />
          ) : null}
        </ChangeSheet>
      ) : null}
      {rollback ? (
        <RollbackDialog
          name={rollback.name}
          wanted={rollback.wanted}
          items={matrix.items}
          me={me}
          people={deciders ?? []}
          clockNow={clockNow}
          cannotSend={cannotSend}
          pending={pending}
          error={error}
          onApply={onApplyRollback}
          onClose={onCloseRollback}
        />
      ) : null}
    </>
  );
}

// The sheet of rolling back with its data: reads the difference, sends exactly that, and follows it to its effect. Loaded lazily.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { ReadError, rollbackQuery } from '#app/_client/queries.ts';
import { DifferenceMoved } from '#components/changes/difference-parts.tsx';
import { type DifferenceRequest, DifferenceSheet } from '#components/changes/difference-sheet.tsx';
import { hasLeft, planOf } from '#components/changes/difference-words.ts';
import { RollBackDifference } from '#components/changes/matrix-rollback-difference.tsx';
import { RollBackTime } from '#components/changes/matrix-rollback-time.tsx';
import {
  type Act,
  actWords,
  doneWords,
  momentOf,
  offeredWhy,
  type RollBackTarget,
  startTime,
} from '#components/changes/matrix-rollback-words.ts';
import { stamp } from '#components/format-time.ts';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { RollbackBody } from '#lib/contract/rollback.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { useDifferenceFacts } from './difference-facts.ts';
import { useOutcomes } from './outcomes.tsx';
import { rollbackMatrixAction, undoChangeSetAction } from './switches/actions.ts';

const WHAT = [
  { value: 'undo', label: 'This change alone' },
  { value: 'moment', label: 'The whole matrix' },
] as const;

/** Whether trying again may help: a time before the first revision stays what it is. */
function mayPass(error: Error): boolean {
  return (
    !(error instanceof ReadError) ||
    ['offline', 'unavailable', 'rate_limited', 'internal'].includes(error.code)
  );
}

/** The command's input: with the position of the difference, so that nothing else is done than what it shows. */
function inputOf(act: Act, body: RollbackBody, { reason, terms }: DifferenceRequest) {
  return {
    ...(act.kind === 'moment' ? { at: act.at } : { changeSetId: act.made.id }),
    ...(act.kind === 'undo' && body.conflicts.length > 0 ? { skipConflicts: true } : {}),
    ...{ expected: positionId(body), reason, ...terms },
  };
}

export function RollBackWindow({ target, onClose }: { target: RollBackTarget; onClose: () => void }) {
  const { heard } = useConsole();
  const facts = useDifferenceFacts();
  const { clockNow } = facts;
  const follow = useOutcomes();
  const { pending, error, forget, send, dialog } = useKeyedSend();
  const [kind, setKind] = useState<Act['kind']>(target.begin);
  const [time, setTime] = useState(() => startTime(target, clockNow));
  const choiceRef = useRef<HTMLSelectElement>(null);

  const moment = momentOf(time, target.before, clockNow);
  const act: Act | null =
    kind === 'undo' && target.made
      ? { kind: 'undo', made: target.made }
      : moment.ok
        ? { kind: 'moment', at: moment.value }
        : null;
  const preview = useQuery({
    ...rollbackQuery(act?.kind === 'undo' ? { changeSetId: act.made.id } : { at: act?.at ?? '' }),
    enabled: act !== null,
  });
  const body = act ? preview.data : undefined;
  const refusedAsOld = error?.code === 'conflict' && typeof error.details?.revision === 'number';
  const moved = refusedAsOld || (body !== undefined && hasLeft(body, heard?.status));

  const rollBack = async (what: Act, shown: RollbackBody, request: DifferenceRequest): Promise<void> => {
    const action = what.kind === 'undo' ? undoChangeSetAction : rollbackMatrixAction;
    const sent = await send(action, inputOf(what, shown, request), 'Roll back without a second person');
    if (!sent?.ok) return;
    onClose();
    follow(doneWords(what, shown, clockNow), sent.value);
  };
  const choose = (next: () => void): void => {
    forget();
    next();
  };
  return (
    <>
      <DifferenceSheet
        title={
          act?.kind === 'undo' ? (
            <>
              Undo the change of <span className="num">{act.made.subject}</span>
            </>
          ) : (
            'Roll the matrix back'
          )
        }
        description="What rolling back sets, before it is done"
        plan={body ? planOf(body.changes, body.warnings, body.waits) : null}
        facts={facts}
        refusedBy={body && !body.owesReview ? body.heldBy : null}
        waitsFor={moved ? 'The matrix has changed since. Look at the new difference first.' : null}
        offered={act ? offeredWhy(act, clockNow) : ''}
        applyWords={(breaks) => actWords(act, body, breaks)}
        takesFocus={body !== undefined && act?.kind === 'undo'}
        pending={pending}
        error={error}
        choice={
          <>
            {target.made ? (
              <Segmented
                legend="What is rolled back"
                value={kind}
                segments={WHAT}
                onChange={(value) => choose(() => setKind(value as Act['kind']))}
              />
            ) : null}
            {kind === 'undo' && target.made ? (
              <p className="text-xs text-ink-2">
                Made by {target.made.by} at <span className="num">{stamp(target.made.at, clockNow)}</span>:{' '}
                {target.made.reason}
              </p>
            ) : (
              <RollBackTime
                draft={time}
                before={target.before}
                now={clockNow}
                onDraft={(draft) => choose(() => setTime(draft))}
                focusRef={choiceRef}
              />
            )}
          </>
        }
        onApply={(request) => {
          if (act && body) void rollBack(act, body, request);
        }}
        onClose={onClose}
      >
        {moved ? <DifferenceMoved onLookAgain={() => choose(() => void preview.refetch())} /> : null}
        {act && preview.error && !body ? (
          <ErrorState
            title="There is no difference to show"
            {...(mayPass(preview.error)
              ? { action: { label: 'Try again', onPress: () => void preview.refetch() } }
              : {})}
          >
            {preview.error.message}
          </ErrorState>
        ) : null}
        {act && !preview.error && !body ? <LoadingRows rows={4} label="Working out the difference" /> : null}
        {body ? <RollBackDifference body={body} now={clockNow} /> : null}
      </DifferenceSheet>
      {dialog}
    </>
  );
}

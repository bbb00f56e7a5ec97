// The way back from a stop: the recovery run, closing by hand where executors do not answer, and the restart that takes two people.
'use client';
import { ArrowUpRight, Lock, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { approvalHref } from '#components/changes/approval-words.ts';
import { diffRows } from '#components/changes/change-set-words.ts';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { stamp } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { StopView } from '#lib/contract/emergency.ts';

interface StopRecoveryProps {
  stop: StopView;
  /** Database time, ISO. */
  now: string;
  /** Number of the run that closes by hand, when one is under way. */
  closingRun: number | null;
  /** Why this person may not start closing by hand, or the recovery; null when they may. */
  closeHeldBy: string | null;
  recoverHeldBy: string | null;
  /** Why this screen does not ask for the restart, besides what the server says; null when it may. */
  restartHeldBy: string | null;
  onCloseByHand: () => void;
  onRecover: () => void;
  onRestart: () => void;
}

export function StopRecovery({
  stop,
  now,
  closingRun,
  closeHeldBy,
  recoverHeldBy,
  restartHeldBy,
  onCloseByHand,
  onRecover,
  onRestart,
}: StopRecoveryProps) {
  const { recovery, restartRequest } = stop;
  return (
    <div className="flex flex-col gap-6 p-4 lg:px-6">
      {stop.closeByHand ? (
        <div
          role="alert"
          className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-risk-line bg-risk-soft p-3 text-xs"
        >
          <TriangleAlert className="size-4 text-risk-text" aria-hidden="true" />
          <p className="min-w-0 flex-1 basis-52 text-risk-text">
            Executors do not answer or failed. Close what is open by hand, at the exchange.
          </p>
          {closingRun === null ? (
            <Button variant="ink" disabledReason={closeHeldBy} onClick={onCloseByHand}>
              Close by hand
            </Button>
          ) : (
            <Link className={buttonClass()} href={`/rollback/${closingRun}`}>
              Open {runName(closingRun)}
            </Link>
          )}
        </div>
      ) : null}
      <Section title="1. Recovery" note="complete before anything restarts" rule>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 text-xs">
          <div className="min-w-0 flex-1 basis-44">
            {recovery === null ? (
              <StateMark tone="risk" word="Not started" />
            ) : recovery.completedAt ? (
              <StateMark tone="ok" word={`Complete since ${stamp(recovery.completedAt, now)}`} />
            ) : (
              <StateMark tone="plain" word="In progress" />
            )}
            <p className="mt-0.5 text-ink-3">
              Cause fixed, losses explained, positions reconciled, breakers looked at, a second person signs.
            </p>
          </div>
          {recovery === null ? (
            <Button variant="ink" disabledReason={recoverHeldBy} onClick={onRecover}>
              Start the recovery
            </Button>
          ) : (
            <Link className={buttonClass()} href={`/rollback/${recovery.number}`}>
              Open {runName(recovery.number)}
            </Link>
          )}
        </div>
      </Section>
      <Section title="2. Restart" note="sets back what held before" rule>
        <div className="flex flex-col gap-3 py-3">
          {stop.restartChanges.length > 0 ? (
            <DiffPreview changes={diffRows(stop.restartChanges)} />
          ) : (
            <p className="text-xs text-ink-2">Nothing has to be set back: the restart only ends the stop.</p>
          )}
          {restartRequest ? (
            <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-xs text-ink-2">
              <span className="min-w-0 flex-1 basis-44">
                {restartRequest.requestedBy.name} asked for the restart. Somebody else has to agree.
              </span>
              <Link className={buttonClass()} href={approvalHref(restartRequest.id)}>
                Open {requestName(restartRequest.number)}
              </Link>
            </p>
          ) : (
            <Held stop={stop} heldBy={restartHeldBy} onRestart={onRestart} />
          )}
        </div>
      </Section>
    </div>
  );
}

function Held({ stop, heldBy, onRestart }: { stop: StopView; heldBy: string | null; onRestart: () => void }) {
  const held = stop.restartHeldBy ?? heldBy;
  return (
    <>
      {held ? (
        <p className="flex items-start gap-2 text-xs text-ink-2">
          <Lock className="mt-px size-3.5 text-ink-3" aria-hidden="true" />
          {held}
        </p>
      ) : null}
      <Button
        variant="risk"
        size="lg"
        icon={held ? Lock : ArrowUpRight}
        disabledReason={held}
        onClick={onRestart}
        className="self-start"
      >
        Ask for the restart
      </Button>
    </>
  );
}

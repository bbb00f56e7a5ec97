// Leaving a level: what is set back, what keeps its value, and the second person it takes; the whole of it raises.
'use client';
import { ArrowUpRight, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { formatSwitchValue } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import { levelName } from '#lib/catalog/levels.ts';
import type { AttentionView, DeciderView, OpenP0View } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { LevelsBody } from '#lib/contract/levels.ts';
import { approvalHref, wordAsked } from './approval-words.ts';
import { ApproverLines } from './approver-lines.tsx';
import { BreakGlassPart } from './break-glass-part.tsx';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { diffRows } from './change-set-words.ts';
import { type SentTerms, sentTerms } from './change-terms.ts';
import { debtGuard } from './change-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { GuardList } from './guard-list.tsx';
import { leavingHeldBy, levelToLeave } from './level-words.ts';
import { RefusedChange } from './refused-change.tsx';
import { useChangeTerms } from './use-change-terms.ts';
import { waySheet } from './way-sheet.tsx';

interface LeaveLevelSheetProps {
  body: LevelsBody;
  me: { id: string; name: string; roles: readonly string[] };
  deciders: readonly DeciderView[] | undefined;
  /** While it is open, leaving takes a super admin. */
  openP0: OpenP0View | null | undefined;
  debts: AttentionView['debts'];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  raisingHeld: string | null;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string, terms: Pick<SentTerms, 'incident' | 'breakGlass'>) => void;
  onClose: () => void;
}

export function LeaveLevelSheet({
  body,
  me,
  deciders,
  openP0,
  debts,
  clockNow,
  raisingHeld,
  cannotSend,
  pending,
  error,
  onApply,
  onClose,
}: LeaveLevelSheetProps) {
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const state = reasonState(reason, 'raising');
  const level = levelToLeave(body);
  const changes = body.leaving?.changes ?? [];
  // Every value of it holds anyway, or somebody has changed it since: then it is only written down as left.
  const raises = changes.length > 0;
  const chosen = useChangeTerms({ waits: raises, raises, loosens: false, debts, now: clockNow });
  const { terms, owed, breaks } = chosen;
  const kept = body.leaving?.kept ?? [];
  const open = body.leaving?.request ?? null;
  const heldBy =
    leavingHeldBy(body) ??
    cannotSend ??
    (raises ? raisingHeld : null) ??
    (owed ? debtGuard(owed).title : null) ??
    (state.ok ? null : (state.error ?? `Write a reason first: ${state.count} characters.`)) ??
    chosen.heldBy;
  return (
    <Sheet
      open
      onOpenChange={(still) => {
        if (!still) onClose();
      }}
      {...waySheet(raises ? 'raising' : 'none')}
      title={`Leave level ${level}, ${levelName(level)}`}
      description="What leaving the level sets back, and who has to agree"
      initialFocus={reasonRef}
      footer={
        <>
          <Button size="lg" variant="ghost" onClick={onClose} className="px-2!">
            Stay
          </Button>
          <Button
            size="lg"
            {...(raises ? { variant: 'risk', icon: ArrowUpRight } : { variant: 'ink' })}
            busy={pending}
            disabledReason={heldBy}
            onClick={() => {
              const { incident, breakGlass } = sentTerms(terms, chosen.facts);
              onApply(reason.trim(), {
                ...(incident ? { incident } : {}),
                ...(breakGlass ? { breakGlass } : {}),
              });
            }}
            className="ml-auto"
          >
            {pending ? 'Sending' : raises && !breaks ? 'Request approval' : `Leave level ${level}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {raises ? (
          <div>
            <div className="lbl mb-1">What is set back</div>
            <DiffPreview
              changes={diffRows(changes)}
              revision={body.revision}
              note={`${changes.length} switch${changes.length === 1 ? '' : 'es'}`}
            />
          </div>
        ) : (
          <p className="text-xs text-ink-2">
            Nothing is set back, and nobody else has to agree: it is written down that the level is left.
          </p>
        )}
        {kept.map((drift) => (
          <p key={drift.switch} className="flex items-start gap-2 text-xs text-risk-text">
            <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
            <span>
              <span className="num">{drift.switch}</span> keeps{' '}
              <span className="num">{formatSwitchValue(drift.switch, drift.value)}</span>:{' '}
              {drift.changedBy ?? 'somebody'} changed it since.
            </span>
          </p>
        ))}
        {open ? (
          <p className="text-xs text-ink-2">
            {requestName(open.number)} asks for it already.{' '}
            <Link className="link" href={approvalHref(open.id)}>
              Open it
            </Link>
          </p>
        ) : null}
        {owed ? <GuardList guards={[debtGuard(owed)]} /> : null}
        <ReasonField
          way="raising"
          value={reason}
          state={state}
          offered={false}
          onChange={setReason}
          onEnter={() => {}}
          focusRef={reasonRef}
        />
        {raises && !breaks ? (
          <ApproverLines
            me={me}
            switches={changes.map((change) => change.switch)}
            deciders={deciders}
            word={wordAsked(openP0, me, raises)}
          />
        ) : null}
        {raises ? <BreakGlassPart draft={terms} onDraft={chosen.onTerms} heldBy={chosen.heldBy} /> : null}
        <RefusedChange error={error} />
      </div>
    </Sheet>
  );
}

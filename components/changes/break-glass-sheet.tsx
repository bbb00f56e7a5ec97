// One use of break-glass: what was done without a second person, for which incident, and the review that somebody else owes.
'use client';
import { useState } from 'react';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import type { BreakGlassView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { reasonState } from './change-plan.ts';
import { diffRows } from './change-set-words.ts';
import { DiffPreview } from './diff-preview.tsx';
import { RefusedChange } from './refused-change.tsx';

interface BreakGlassSheetProps {
  glass: BreakGlassView;
  me: string;
  /** Database time, ISO. */
  now: string;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onReview: (note: string) => void;
  onClose: () => void;
}

export function BreakGlassSheet({
  glass,
  me,
  now,
  cannotSend,
  pending,
  error,
  onReview,
  onClose,
}: BreakGlassSheetProps) {
  const [note, setNote] = useState('');
  const state = reasonState(note, 'reducing');
  const owed = glass.reviewedBy === null;
  const mine = glass.usedBy.id === me;
  const heldBy =
    glass.notYours ??
    cannotSend ??
    (state.ok ? null : (state.error ?? `Write what you found: ${state.count} characters.`));
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        <>
          Break-glass for <span className="num">{glass.incident}</span>
        </>
      }
      badge={<Chip tone={owed ? 'risk' : 'ok'}>{owed ? 'To review' : 'Reviewed'}</Chip>}
      description="What was done without a second person, and its review"
      footer={
        owed ? (
          <Button
            size="lg"
            variant="ink"
            busy={pending}
            disabledReason={heldBy}
            onClick={() => onReview(note.trim())}
          >
            {pending ? 'Sending' : 'I have reviewed it'}
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-sm">
          {mine ? 'You' : glass.usedBy.name} changed this without a second person
          <span className="tn text-ink-3"> at {stamp(glass.at, now)} UTC</span>
        </p>
        <DiffPreview changes={diffRows(glass.changes)} />
        <section aria-label="Reason">
          <h3 className="lbl mb-1 font-normal">Reason</h3>
          <p className="text-sm break-words">{glass.reason}</p>
        </section>
        {glass.reviewedBy ? (
          <section aria-label="Review">
            <h3 className="lbl mb-1 font-normal">
              Reviewed by {glass.reviewedBy.name}
              {glass.reviewedAt ? `, ${stamp(glass.reviewedAt, now)} UTC` : ''}
            </h3>
            <p className="text-sm break-words">{glass.reviewNote}</p>
          </section>
        ) : (
          <>
            <p className="text-xs text-risk-text">
              Until somebody else has reviewed it, nothing outside {glass.incident} is raised.
            </p>
            {glass.notYours === null ? (
              <TextArea
                label="What you found, written to the audit log"
                aside={state.count}
                value={note}
                error={state.error}
                maxLength={2_000}
                onChange={(event) => setNote(event.target.value)}
              />
            ) : (
              <p className="text-xs text-ink-2">{glass.notYours}</p>
            )}
          </>
        )}
        <RefusedChange error={error} />
      </div>
    </Sheet>
  );
}

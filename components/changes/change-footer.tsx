// The buttons under a change: the safe slot is always at the left, what raises always at the right, so that neither takes the other's place.
'use client';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import type { Ref } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import type { Way } from './direction-mark.tsx';
import type { RollbackOffer } from './matrix-rows.ts';

interface ChangeFooterProps {
  way: Way;
  /** `Set $5,000`. */
  applyWords: string;
  heldBy: string | null;
  pending: boolean;
  formId: string;
  /** The button that lowers, to receive the focus. */
  applyRef?: Ref<HTMLButtonElement> | undefined;
  /** The row's own rollback, the safer alternative to raising when it lowers, and its act in words. */
  offer: RollbackOffer | undefined;
  offerWords: string;
  onApply: () => void;
  onRollback: (wanted: readonly Wanted[]) => void;
  onClose: () => void;
}

export function ChangeFooter({
  way,
  applyWords,
  heldBy,
  pending,
  formId,
  applyRef,
  offer,
  offerWords,
  onApply,
  onRollback,
  onClose,
}: ChangeFooterProps) {
  const raises = way === 'raising' || way === 'rollback';
  const safer = raises && offer?.kind === 'safe' && !offer.heldBy ? offer : null;
  const words = pending ? 'Sending' : applyWords;
  return (
    <>
      {raises ? null : (
        <Button
          ref={applyRef}
          type="submit"
          form={formId}
          size="lg"
          variant={way === 'reducing' ? 'safe' : 'outline'}
          icon={way === 'reducing' ? ArrowDownRight : undefined}
          kbd={way === 'reducing' && !heldBy ? 'Enter' : undefined}
          busy={pending}
          disabledReason={heldBy}
        >
          <span className="max-w-52 truncate">{words}</span>
        </Button>
      )}
      {safer ? (
        <Button
          size="lg"
          variant="safe"
          icon={ArrowDownRight}
          onClick={() => onRollback(safer.wanted)}
          className="max-sm:basis-full"
        >
          <span className="max-w-40 truncate">{offerWords} instead</span>
        </Button>
      ) : null}
      <Button size="lg" variant="ghost" onClick={onClose} className="px-2!">
        Cancel
      </Button>
      {raises ? (
        <Button
          size="lg"
          variant="risk"
          icon={ArrowUpRight}
          busy={pending}
          disabledReason={heldBy}
          onClick={onApply}
          className="ml-auto max-sm:basis-full!"
        >
          <span className="max-w-40 truncate">{words}</span>
        </Button>
      ) : null}
    </>
  );
}

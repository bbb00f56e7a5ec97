// The last look before withdrawals are approved: which, how much together, by which rule; one press for all of them.
'use client';
import { ArrowUpRight, Check } from 'lucide-react';
import { useRef } from 'react';
import { RefusedChange } from '#components/changes/refused-change.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { amountWords, asksForLook, dollars, shortAddress, sumWords } from './withdrawal-words.ts';

interface ApproveWithdrawalsDialogProps {
  withdrawals: readonly WithdrawalView[];
  now: number;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApprove: () => void;
  onClose: () => void;
}

export function ApproveWithdrawalsDialog({
  withdrawals,
  now,
  pending,
  error,
  onApprove,
  onClose,
}: ApproveWithdrawalsDialogProps) {
  const ref = useRef<HTMLButtonElement>(null);
  const [first] = withdrawals;
  const flagged = withdrawals.some((one) => asksForLook(one, now));
  const many = withdrawals.length > 1;
  const title = many
    ? `Approve ${withdrawals.length} withdrawals`
    : `Approve ${withdrawalName(first?.number ?? 0)}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone={flagged ? 'raise' : 'plain'}
      title={title}
      description={`${sumWords(withdrawals)} in all. ${first?.rule.label}: ${first?.rule.asks.toLowerCase()}. You can take it back for 60 seconds.`}
      initialFocus={ref}
      footer={
        <>
          <Button
            ref={ref}
            variant={flagged ? 'risk' : 'ink'}
            size="lg"
            icon={flagged ? ArrowUpRight : Check}
            kbd="Enter"
            busy={pending}
            onClick={onApprove}
          >
            {pending ? 'Sending' : many ? `Approve ${withdrawals.length}` : 'Approve'}
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <ul className="mt-3 max-h-60 overflow-y-auto border-t border-line">
        {withdrawals.map((one) => (
          <li key={one.withdrawalId} className="border-b border-line py-1.5 text-xs">
            <span className="flex justify-between gap-2">
              <span className="num text-ink-3">{withdrawalName(one.number)}</span>
              <span className="num font-semibold">{dollars(one.usdValue)}</span>
            </span>
            <span className="num block break-all">
              {amountWords(one)} to {many ? shortAddress(one.address) : one.address}
            </span>
          </li>
        ))}
      </ul>
      <RefusedChange error={error} />
    </Dialog>
  );
}

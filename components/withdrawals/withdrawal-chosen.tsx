// The bar above the queue for what is approved together: what somebody chose, or else what asks for no look.
'use client';
import { Check, ListChecks } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { Wallet } from '#lib/rules/withdrawals/wallet-after.ts';
import { together } from './withdrawal-together.ts';
import { sumWords } from './withdrawal-words.ts';

interface BarProps {
  withdrawals: readonly WithdrawalView[];
  wallet: Wallet | undefined;
  heldBy: string | null;
  onApprove: () => void;
}

function Bar({
  head,
  withdrawals,
  wallet,
  children,
}: {
  head: string;
  withdrawals: readonly WithdrawalView[];
  wallet: Wallet | undefined;
  children: ReactNode;
}) {
  const { leaves, short } = together(wallet, withdrawals);
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-sunken px-4 py-2 lg:px-6">
      <p className="min-w-0 flex-1 text-sm max-lg:basis-40">
        <span className="mr-3 font-semibold">
          {head}, <span className="num">{sumWords(withdrawals)}</span>
        </span>
        <span className="text-xs text-ink-3 max-lg:block">
          all by one rule: {withdrawals[0]?.rule.label}
          {leaves === null ? null : (
            <>
              . Leaves the hot wallet at <span className="num text-ink-2">{leaves}</span>
            </>
          )}
        </span>
        {short === null ? null : (
          <span className="block text-xs text-crit-text">The hot wallet: {short}.</span>
        )}
      </p>
      <span className="flex gap-2 max-lg:[&_.btn]:h-11">{children}</span>
    </div>
  );
}

export function ChosenBar({
  withdrawals,
  wallet,
  heldBy,
  onApprove,
  onClear,
}: BarProps & { onClear: () => void }) {
  return (
    <Bar head={`${withdrawals.length} chosen`} withdrawals={withdrawals} wallet={wallet}>
      <Button variant="ghost" onClick={onClear}>
        Clear
      </Button>
      <Button variant="ink" icon={Check} kbd="E" disabledReason={heldBy} onClick={onApprove}>
        Approve {withdrawals.length}
      </Button>
    </Bar>
  );
}

/** Nothing is chosen: on a desk they can be chosen first, to take some out; on a phone they are approved after one more look. */
export function ClearBar({
  withdrawals,
  wallet,
  heldBy,
  onApprove,
  onChoose,
}: BarProps & { onChoose: () => void }) {
  const count = withdrawals.length;
  return (
    <Bar head={`${count} ask for no look`} withdrawals={withdrawals} wallet={wallet}>
      <Button className="max-lg:hidden" icon={ListChecks} kbd="X" disabledReason={heldBy} onClick={onChoose}>
        Choose {count}
      </Button>
      <Button className="lg:hidden" variant="ink" disabledReason={heldBy} onClick={onApprove}>
        Approve {count}
      </Button>
    </Bar>
  );
}

// The acts of a request in a list on phones: one that asks for a look is held or approved without opening it.
'use client';
import { ArrowUpRight, Hand } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { checkOf, notApprovable } from '#components/withdrawals/withdrawal-words.ts';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { Asking } from './withdrawal-acts.ts';

interface RowActsProps {
  withdrawal: WithdrawalView;
  me: { id: string };
  now: number;
  /** Why nothing can be decided here: the role, or no connection. */
  heldBy: string | null;
  busy: boolean;
  onAsk: (asking: Asking) => void;
}

export function RowActs({ withdrawal, me, now, heldBy, busy, onAsk }: RowActsProps) {
  if (checkOf(withdrawal, now).kind !== 'look' || notApprovable(withdrawal, me) !== null) return null;
  const name = withdrawalName(withdrawal.number);
  return (
    <span className="mt-3 flex gap-2 [&>*]:h-11 [&>*]:flex-1">
      <Button
        variant="safe"
        icon={Hand}
        busy={busy}
        disabledReason={heldBy}
        aria-label={`Hold ${name}`}
        onClick={() => onAsk({ act: 'hold', on: withdrawal })}
      >
        Hold
      </Button>
      <Button
        variant="risk"
        icon={ArrowUpRight}
        busy={busy}
        disabledReason={heldBy}
        aria-label={`Approve ${name}`}
        onClick={() => onAsk({ approve: [withdrawal] })}
      >
        Approve
      </Button>
    </span>
  );
}

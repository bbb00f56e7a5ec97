// The request that is open: beside the queue where there is room, over it elsewhere, with its acts.
'use client';
import { useQuery } from '@tanstack/react-query';
import { withdrawalQuery } from '#app/_client/withdrawal-queries.ts';
import { RefusedChange } from '#components/changes/refused-change.tsx';
import type { ServerClock } from '#components/countdown.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Sheet } from '#components/ui/sheet.tsx';
import { WithdrawalPane } from '#components/withdrawals/withdrawal-pane.tsx';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { Asking, WithdrawalActs } from './withdrawal-acts.ts';
import { WithdrawalButtons } from './withdrawal-buttons.tsx';

interface OpenedWithdrawalProps {
  openId: string | null;
  rows: readonly WithdrawalView[];
  /** There is room beside the queue. */
  wide: boolean;
  me: { id: string };
  now: number;
  clock: ServerClock;
  heldBy: string | null;
  acts: WithdrawalActs;
  /** Why the last act from here was refused. */
  error: ErrorBody['error'] | null;
  onOpen: (withdrawalId: string | null) => void;
  onAsk: (asking: Asking) => void;
}

export function OpenedWithdrawal(props: OpenedWithdrawalProps) {
  const { openId, rows, wide, me, now, clock, heldBy, acts, error, onOpen, onAsk } = props;
  const one = useQuery({ ...withdrawalQuery(openId ?? ''), enabled: openId !== null }).data;
  const read = one?.withdrawal.withdrawalId === openId ? one : undefined;
  const at = rows.findIndex((row) => row.withdrawalId === openId);
  const withdrawal = read?.withdrawal ?? rows[at];
  const name = withdrawal ? withdrawalName(withdrawal.number) : 'Withdrawal';
  const pane = withdrawal ? (
    <WithdrawalPane
      withdrawal={withdrawal}
      related={read?.related ?? null}
      now={now}
      clock={clock}
      onOpen={onOpen}
    >
      <RefusedChange error={error} />
      <WithdrawalButtons
        withdrawal={withdrawal}
        me={me}
        now={now}
        heldBy={heldBy}
        busy={acts.pending}
        // The whole request fills a phone: that was the last look, and it can be taken back for its minute.
        onApprove={() => (wide ? onAsk({ approve: [withdrawal] }) : void acts.approve([withdrawal]))}
        onUndo={() => void acts.undo([withdrawal])}
        onDecide={(act) => onAsk({ act, on: withdrawal })}
      />
    </WithdrawalPane>
  ) : null;
  if (wide) {
    return (
      <div className="grid min-h-full grid-rows-[auto_1fr] px-5 pt-4">
        <h2 className="flex items-center justify-between gap-2 text-xs text-ink-3">
          <span className="num">{name}</span>
          {at === -1 ? null : (
            <span className="flex items-center gap-1.5">
              row {at + 1} of {rows.length} <Kbd>J</Kbd> <Kbd>K</Kbd>
            </span>
          )}
        </h2>
        {pane}
      </div>
    );
  }
  return (
    <Sheet
      open={pane !== null}
      onOpenChange={(shown) => {
        if (!shown) onOpen(null);
      }}
      title={name}
      description="What leaves, where to, and what keeps it here."
    >
      {pane}
    </Sheet>
  );
}

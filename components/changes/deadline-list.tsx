// Temporary values and loosened controls, by their time: what holds, what it goes back to, whose it is, how long is left.
'use client';
import { ArrowDownRight, ArrowUpRight } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { ValueDeadlineView } from '#lib/contract/approvals.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { planChange } from './change-plan.ts';
import { matrixOf } from './matrix-rows.ts';

interface SetBack {
  switch: SwitchName;
  symbol: string | null;
  value: WireValue | 'inherit';
}

interface DeadlineListProps {
  deadlines: readonly ValueDeadlineView[];
  /** The matrix: says which way the return leads, and whether this person may. Empty while it is read. */
  items: readonly SwitchView[];
  clock: ServerClock;
  /** Database time, ISO. */
  now: string;
  me: string;
  cannotSend: string | null;
  /** Opens the sheet with the value to return to. */
  onSetBack: (back: SetBack) => void;
  onMove: (deadline: ValueDeadlineView) => void;
}

const KIND = { temporary: 'Temporary', loosened: 'Loosened' } as const;

export function DeadlineList({
  deadlines,
  items,
  clock,
  me,
  cannotSend,
  onSetBack,
  onMove,
}: DeadlineListProps) {
  if (deadlines.length === 0) {
    return (
      <EmptyState title="No value has to be come back to">
        Temporary values and loosened controls stand here with their owner and their time.
      </EmptyState>
    );
  }
  const matrix = matrixOf(items);
  return (
    <ul>
      {deadlines.map((deadline) => {
        const back: SetBack = {
          switch: deadline.switch as SwitchName,
          symbol: deadline.symbol,
          value: deadline.returnInherited ? 'inherit' : deadline.returnValue,
        };
        const place = placeName(deadline.switch, deadline.symbol);
        const { way } = planChange(matrix, items.length > 0 ? [back] : []);
        const view = items.find((item) => item.name === deadline.switch);
        const heldBy = view && !view.mayChange ? 'You may not change this switch.' : cannotSend;
        const raises = way === 'raising' || way === 'rollback';
        return (
          <li
            key={deadline.id}
            data-row
            className="flex min-h-[54px] flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2 text-xs"
          >
            <span className="min-w-0 flex-1 basis-40">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="num min-w-0 font-medium break-words">{place}</span>
                <span className="text-ink-3">{KIND[deadline.kind]}</span>
              </span>
              <span className="tn block break-words text-ink-3">
                {formatSwitchValue(deadline.switch, deadline.value)}, back to{' '}
                {deadline.returnInherited
                  ? "the venue's value"
                  : formatSwitchValue(deadline.switch, deadline.returnValue)}
                , {deadline.owner.id === me ? 'yours' : deadline.owner.name}
              </span>
            </span>
            <span className="ml-auto flex items-center gap-2">
              <CountdownChip verb="Due in" from={deadline.setAt} until={deadline.until} clock={clock} />
              <Button
                variant="ghost"
                disabledReason={heldBy}
                onClick={() => onMove(deadline)}
                aria-label={`Move the deadline of ${place}`}
              >
                Move
              </Button>
              <Button
                data-row-button
                variant={raises ? 'risk' : 'safe-soft'}
                icon={raises ? ArrowUpRight : ArrowDownRight}
                disabledReason={heldBy}
                onClick={() => onSetBack(back)}
                aria-label={`Set ${place} back, ${raises ? 'raises exposure' : 'lowers exposure'}`}
              >
                Set back
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

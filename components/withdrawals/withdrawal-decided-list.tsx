// What was decided last, at the foot of the queue so that no row moves for it: what you can still take back first, then what others decided.
'use client';
import clsx from 'clsx';
import { Undo2 } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { grouped } from '#components/format-number.ts';
import { stamp } from '#components/format-time.ts';
import { useInside, useSteadyRows } from '#components/steady-rows.ts';
import { Button } from '#components/ui/button.tsx';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalDecision, WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';
import { CheckMark } from './withdrawal-check.tsx';
import { type DecidedRow, decidedRows } from './withdrawal-decided.ts';
import { checkOf, dollars, sumWords } from './withdrawal-words.ts';

const VERB = { approved: 'Approved', held: 'Held', rejected: 'Rejected' } as const satisfies Record<
  WithdrawalDecision['verb'],
  string
>;

interface WithdrawalDecidedListProps {
  queue: Pick<WithdrawalsBody, 'undoable' | 'decided' | 'today'>;
  me: { id: string };
  now: number;
  clock: ServerClock;
  heldBy: string | null;
  busy: boolean;
  onOpen: (withdrawalId: string) => void;
  onUndo: (withdrawals: readonly WithdrawalView[]) => void;
}

const idOf = ({ withdrawal }: DecidedRow) => withdrawal.withdrawalId;
const inItsMinute = ({ sendAfter, state }: WithdrawalView, now: number): boolean =>
  state === 'approved' && sendAfter !== null && Date.parse(sendAfter) > now;

function Row({ row, props }: { row: DecidedRow; props: WithdrawalDecidedListProps }) {
  const { withdrawal, verb, at, by, mine } = row;
  const { now, clock, heldBy, busy } = props;
  const name = withdrawalName(withdrawal.number);
  const { approvedAt, sendAfter } = withdrawal;
  const check = checkOf(withdrawal, now);
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-3 border-t border-line py-0.5 text-xs">
      <span className="num text-ink-3 max-lg:hidden">{stamp(at, now)}</span>
      <button
        type="button"
        aria-label={`Open ${name}, ${VERB[verb].toLowerCase()}`}
        onClick={() => props.onOpen(withdrawal.withdrawalId)}
        className="num min-w-14 text-left hover:underline pointer-coarse:min-h-11"
      >
        {name}
      </button>
      <span className="num text-right font-semibold lg:min-w-24">{dollars(withdrawal.usdValue)}</span>
      <span className={clsx('lg:min-w-44', mine && 'max-lg:hidden')}>
        {VERB[verb]} <span className="text-ink-3">by {by}</span>
      </span>
      <span className="ml-auto flex items-center gap-3 lg:ml-0 lg:min-w-0 lg:flex-1">
        {inItsMinute(withdrawal, now) &&
        approvedAt !== null &&
        sendAfter !== null &&
        check.kind !== 'stopped' ? (
          <CountdownChip verb="Sent in" from={approvedAt} until={sendAfter} clock={clock} tone="plain" />
        ) : (
          <CheckMark check={check} className="min-w-0" />
        )}
        {mine && inItsMinute(withdrawal, now) ? (
          <Button
            size="sm"
            icon={Undo2}
            busy={busy}
            disabledReason={heldBy}
            aria-label={`Undo the approval of ${name}`}
            onClick={() => props.onUndo([withdrawal])}
          >
            Undo
          </Button>
        ) : null}
      </span>
    </li>
  );
}

export function WithdrawalDecidedList(props: WithdrawalDecidedListProps) {
  const { me, now, heldBy, busy, onUndo } = props;
  const { undoable, decided, today } = props.queue;
  const frame = useRef<HTMLUListElement>(null);
  const inside = useInside(frame);
  // The same rows at each tick of the clock: they are compared one by one.
  const fresh = useMemo(() => decidedRows({ undoable, decided }, { id: me.id }), [undoable, decided, me.id]);
  const { rows } = useSteadyRows('decided', fresh, inside, idOf);
  const left = rows.filter(({ mine, withdrawal }) => mine && inItsMinute(withdrawal, now));
  const { approved, held, rejected } = today;
  return (
    <section
      aria-label="Just decided"
      className={`z-[5] border-t border-line-strong bg-surface px-4 pt-2 pb-1 lg:bottom-0 lg:px-6 lg:[@media(min-height:820px)]:sticky ${
        left.length > 0 ? 'sticky max-lg:bottom-16' : ''
      }`}
    >
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 pb-1 text-xs text-ink-3">
        <h2 className="text-sm font-semibold text-ink">Just decided</h2>
        {left.length === 0 ? null : (
          <span>
            <span className="max-lg:hidden">you can take back </span>
            {left.length}, <span className="num">{sumWords(left.map(({ withdrawal }) => withdrawal))}</span>
            <span className="max-lg:hidden">, until it is sent</span>
          </span>
        )}
        {left.length > 1 ? (
          <Button
            className="max-lg:ml-auto"
            size="sm"
            icon={Undo2}
            busy={busy}
            disabledReason={heldBy}
            onClick={() => onUndo(left.map(({ withdrawal }) => withdrawal))}
          >
            Undo all {left.length}
          </Button>
        ) : null}
        <span className={clsx('ml-auto', left.length > 0 && 'max-lg:hidden')}>
          Today: approved <span className="num text-ink-2">{grouped(approved)}</span>, held{' '}
          <span className="num text-ink-2">{grouped(held)}</span>, rejected{' '}
          <span className="num text-ink-2">{grouped(rejected)}</span>
        </span>
      </div>
      {rows.length === 0 ? <p className="pb-1 text-xs text-ink-3">Nothing was decided yet.</p> : null}
      <ul ref={frame} className="max-h-[100px] overflow-y-auto max-lg:max-h-[98px]">
        {rows.map((row) => (
          <Row key={idOf(row)} row={row} props={props} />
        ))}
      </ul>
    </section>
  );
}

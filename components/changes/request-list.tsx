// Open change requests, the one that ends first on top: what, from and to, who asked, how long it still waits.
'use client';
import { UserCheck } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { CountdownChip } from '#components/countdown-chip.tsx';
import { rowPress } from '#components/row-focus.ts';
import { Button } from '#components/ui/button.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import type { ChangeRequestView, DeciderView } from '#lib/contract/approvals.ts';
import { approversOf, orList } from './approval-words.ts';
import { fromToWords, subjectWords, wayOfAll } from './change-set-words.ts';
import { DirectionMark } from './direction-mark.tsx';
import { NothingWaits } from './nothing-waits.tsx';

interface RequestListProps {
  requests: readonly ChangeRequestView[];
  deciders: readonly DeciderView[];
  me: { id: string };
  clock: ServerClock;
  /** When it was read, for the empty list. */
  readAt: string;
  busy: boolean;
  /** Why nothing can be sent. */
  heldBy: string | null;
  onOpen: (id: string) => void;
  /** Absent where the row only leads to the screen. */
  onWithdraw?: (request: ChangeRequestView) => void;
}

/** Second line of a row: who asked, or whom one's own request waits for. */
function waitsWords(request: ChangeRequestView, deciders: readonly DeciderView[], mine: boolean): string {
  const what = fromToWords(request.changes);
  const open = request.takesWord ? ` while A-${request.takesWord.number} is open` : '';
  if (!mine) return `${what}, ${request.requestedBy.name}${open && `, takes a super admin${open}`}`;
  const names = approversOf(deciders, request);
  const who = names.length > 0 ? `${orList(names)} may approve` : 'nobody else here may approve';
  return `${what}. You asked for this one: ${who}${open}`;
}

export function RequestList({
  requests,
  deciders,
  me,
  clock,
  readAt,
  busy,
  heldBy,
  onOpen,
  onWithdraw,
}: RequestListProps) {
  if (requests.length === 0) {
    return <NothingWaits readAt={readAt} />;
  }
  return (
    <ul>
      {requests.map((request) => {
        const mine = request.requestedBy.id === me.id;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside is the keyboard's way; the row is a larger target
          <li
            key={request.id}
            data-row
            data-request={request.id}
            onClick={rowPress(() => onOpen(request.id))}
            className="flex min-h-[54px] cursor-pointer flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-2 hover:bg-hover"
          >
            <span className="flex min-w-0 flex-1 basis-56 items-start gap-3">
              <span className="flex h-5 w-4 items-center justify-center">
                {mine ? (
                  <UserCheck className="size-4 text-ink-3" aria-hidden="true" />
                ) : (
                  <DirectionMark way={wayOfAll(request.changes)} />
                )}
              </span>
              <span className="min-w-0">
                <span className="flex flex-wrap items-baseline gap-x-2 text-sm">
                  <span className="num text-xs text-ink-3">{requestName(request.number)}</span>
                  <span className="num min-w-0 text-xs font-medium break-words">
                    {subjectWords(request.changes)}
                  </span>
                </span>
                <span className="tn block text-xs break-words text-ink-3">
                  {waitsWords(request, deciders, mine)}
                </span>
              </span>
            </span>
            <span className="ml-auto flex items-center gap-2">
              <CountdownChip
                verb="Expires in"
                from={request.requestedAt}
                until={request.expiresAt}
                clock={clock}
              />
              {mine && onWithdraw ? (
                <Button
                  variant="ghost"
                  busy={busy}
                  disabledReason={heldBy}
                  onClick={() => onWithdraw(request)}
                >
                  Withdraw
                </Button>
              ) : null}
              <Button
                data-row-button
                onClick={() => onOpen(request.id)}
                aria-label={`${request.notYours === null ? 'Review' : 'Open'} ${requestName(request.number)}, ${subjectWords(request.changes)}`}
                className="min-w-[72px]"
              >
                {request.notYours === null ? 'Review' : 'Open'}
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

// Change requests of the last day that are over, with what became of each.
'use client';
import { CircleCheck, CircleSlash, Clock, type LucideIcon, Undo2, Unlink } from 'lucide-react';
import { stampShort } from '#components/format-time.ts';
import { rowPress } from '#components/row-focus.ts';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { requestName } from '#lib/catalog/approvals.ts';
import type { ChangeRequestView } from '#lib/contract/approvals.ts';
import { closedAt, stateWords } from './approval-words.ts';
import { fromToWords, subjectWords } from './change-set-words.ts';

type Closed = Exclude<ChangeRequestView['state'], 'open'>;

const ICON: Readonly<Record<Closed, { icon: LucideIcon; ink: string }>> = {
  approved: { icon: CircleCheck, ink: 'text-ok-text' },
  refused: { icon: CircleSlash, ink: 'text-ink-2' },
  withdrawn: { icon: Undo2, ink: 'text-ink-3' },
  void: { icon: Unlink, ink: 'text-risk-text' },
  expired: { icon: Clock, ink: 'text-ink-3' },
};

interface ClosedRequestsProps {
  requests: readonly ChangeRequestView[];
  /** Database time, ISO. */
  now: string;
  onOpen: (id: string) => void;
}

export function ClosedRequests({ requests, now, onOpen }: ClosedRequestsProps) {
  if (requests.length === 0) {
    return (
      <EmptyState title="Nothing was closed">
        Approved, refused and void requests stay here for a day.
      </EmptyState>
    );
  }
  return (
    <ul>
      {requests.map((request) => {
        const { icon: Icon, ink } = ICON[request.state as Closed];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside is the keyboard's way; the row is a larger target
          <li
            key={request.id}
            data-row
            data-request={request.id}
            onClick={rowPress(() => onOpen(request.id))}
            className="flex min-h-[38px] cursor-pointer flex-wrap items-center gap-x-3 border-b border-line py-1.5 text-xs hover:bg-hover"
          >
            <button
              type="button"
              data-row-button
              onClick={() => onOpen(request.id)}
              className="flex min-h-6 min-w-0 flex-1 basis-56 items-center gap-3 rounded-xs text-left pointer-coarse:min-h-11"
            >
              <Icon className={`size-4 ${ink}`} aria-hidden="true" />
              <span className="num text-ink-3">{requestName(request.number)}</span>
              <span className="num min-w-0 truncate">{subjectWords(request.changes)}</span>
              <span className="tn hidden min-w-0 truncate text-ink-3 sm:inline">
                {fromToWords(request.changes)}
              </span>
            </button>
            <span className="ml-auto flex items-baseline gap-3 whitespace-nowrap">
              <span className={request.state === 'void' ? 'text-risk-text' : 'text-ink-2'}>
                {stateWords(request)}
              </span>
              <span className="tn text-ink-3">{stampShort(closedAt(request), now)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

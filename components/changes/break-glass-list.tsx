// Uses of break-glass: those that nobody else has reviewed first, in amber, then the reviewed ones of the last month.
'use client';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { stampShort } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import type { BreakGlassView } from '#lib/contract/approvals.ts';
import { subjectWords } from './change-set-words.ts';

interface BreakGlassListProps {
  items: readonly BreakGlassView[];
  /** Database time, ISO. */
  now: string;
  onOpen: (id: string) => void;
}

export function BreakGlassList({ items, now, onOpen }: BreakGlassListProps) {
  if (items.length === 0) {
    return (
      <EmptyState title="No break-glass in the last 30 days">
        Raising without a second person stands here until somebody else has reviewed it.
      </EmptyState>
    );
  }
  return (
    <ul>
      {items.map((glass) => {
        const owed = glass.reviewedBy === null;
        return (
          <li
            key={glass.id}
            data-row
            className="flex min-h-[54px] items-center gap-3 border-b border-line py-2 text-xs"
          >
            {owed ? (
              <TriangleAlert className="size-4 text-risk-text" aria-hidden="true" />
            ) : (
              <CircleCheck className="size-4 text-ok-text" aria-hidden="true" />
            )}
            <span className="min-w-0 flex-1">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <span className="num font-medium">{glass.incident}</span>
                <span className="num min-w-0 break-words text-ink-2">{subjectWords(glass.changes)}</span>
              </span>
              <span className="tn block break-words text-ink-3">
                {glass.usedBy.name}, {stampShort(glass.at, now)}
                {glass.reviewedBy ? `, reviewed by ${glass.reviewedBy.name}` : ', nobody has reviewed it'}
              </span>
            </span>
            <Button
              data-row-button
              onClick={() => onOpen(glass.id)}
              aria-label={`${owed && glass.notYours === null ? 'Review' : 'Open'} the break-glass for ${glass.incident}`}
              className="min-w-[72px]"
            >
              {owed && glass.notYours === null ? 'Review' : 'Open'}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

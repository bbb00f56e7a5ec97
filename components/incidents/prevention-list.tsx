// Items of prevention across incidents: what, for which incident, who sees to it, until when, done or late.
'use client';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { day } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { incidentName } from '#lib/catalog/incidents.ts';
import type { PreventionBody } from '#lib/contract/incidents.ts';
import { preventionLabel } from './incident-words.ts';

type Item = PreventionBody['items'][number];

interface PreventionListProps {
  items: readonly Item[];
  heldBy: (item: Item) => string | null;
  pending: boolean;
  onDone: (item: Item) => void;
}

export function PreventionList({ items, heldBy, pending, onDone }: PreventionListProps) {
  return (
    <ul aria-label="Prevention" className="divide-y divide-line">
      {items.map((item) => (
        <li
          key={item.id}
          className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 lg:px-6"
        >
          <Link
            href={`/incidents/${item.incident}`}
            className="num inline-flex w-16 items-center text-xs underline pointer-coarse:min-h-11"
          >
            {incidentName(item.incident)}
          </Link>
          <div className="min-w-0 flex-1 basis-52">
            <p className="text-sm font-medium break-words">{item.what}</p>
            <p className="text-xs text-ink-3">
              {preventionLabel(item.kind)}, {item.owner.name}, for {item.title}
            </p>
          </div>
          {item.doneAt ? (
            <Chip tone="ok" icon={Check}>
              Done {day(item.doneAt)} by {item.doneBy}
            </Chip>
          ) : (
            <>
              <Chip tone={item.overdue ? 'crit' : 'plain'}>
                {item.overdue ? 'Late, was due' : 'Due'} {day(item.dueOn)}
              </Chip>
              <Button
                size="sm"
                busy={pending}
                disabledReason={heldBy(item)}
                aria-label={`Done: ${item.what}`}
                onClick={() => onDone(item)}
              >
                Done
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

// Open alerts, P0 first: one card for each, however many firings it has, with the clocks of the one that is most pressing.
'use client';
import clsx from 'clsx';
import { Check, CircleDashed, FlaskConical, Siren } from 'lucide-react';
import type { ServerClock } from '#components/countdown.ts';
import { stampShort } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import type { AlertGroup, FiringView } from '#lib/contract/alerts.ts';
import { ClockBars } from './alert-clock.tsx';
import { firingName, groupWords, stateWords, timesWords } from './alert-words.ts';

/** A drill is marked wherever it is named. */
export function DrillChip() {
  return (
    <Chip icon={FlaskConical} className="hatch">
      DRILL
    </Chip>
  );
}

export function StateChip({ firing }: { firing: FiringView }) {
  const { tone, text } = stateWords(firing);
  return (
    <Chip
      tone={tone}
      icon={firing.confirmedAt === null && firing.actedAt === null ? CircleDashed : Check}
      className="min-w-0 [&]:whitespace-normal"
    >
      <span className="max-w-40 truncate">{text}</span>
    </Chip>
  );
}

function edgeOf({ priority, unconfirmed, firings }: AlertGroup): string {
  if (priority !== 'P0') return 'bg-line-strong';
  if (unconfirmed > 0) return 'bg-crit';
  return firings.every(({ effectiveAt }) => effectiveAt !== null) ? 'bg-ok' : 'bg-risk';
}

interface AlertListProps {
  groups: readonly AlertGroup[];
  /** Number of the firing that is looked at. */
  selected: number | null;
  clock: ServerClock;
  onSelect: (number: number) => void;
}

export function AlertList({ groups, selected, clock, onSelect }: AlertListProps) {
  return (
    <ul aria-label="Open alerts">
      {groups.map((group) => {
        const [first] = group.firings;
        if (!first) return null;
        const chosen = group.firings.some(({ number }) => number === selected);
        const many = groupWords(group);
        return (
          <li
            key={`${group.priority} ${group.drill} ${group.alert ?? group.title}`}
            data-row
            className="border-b border-line"
          >
            <button
              type="button"
              data-row-button
              aria-pressed={chosen}
              onClick={() => onSelect(first.number)}
              className={clsx(
                'relative block w-full px-4 py-3 text-left -outline-offset-2 lg:px-5',
                chosen ? 'bg-sel' : 'hover:bg-hover',
              )}
            >
              <span aria-hidden="true" className={clsx('absolute inset-y-0 left-0 w-[3px]', edgeOf(group))} />
              <span className="flex items-center gap-2">
                <span className="num text-xs text-ink-3">
                  {group.priority} {firingName(first.number)}
                </span>
                {first.drill ? <DrillChip /> : null}
                <span className="ml-auto inline-flex min-w-0">
                  <StateChip firing={first} />
                </span>
              </span>
              <span className="mt-1 block text-base font-medium break-words">{group.title}</span>
              {many ? (
                <span className="mt-0.5 flex items-center gap-1.5 text-xs text-crit-text">
                  <Siren className="size-3.5" aria-hidden="true" />
                  {many}
                </span>
              ) : null}
              {group.priority === 'P0' ? <ClockBars firing={first} clock={clock} /> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface ClosedListProps {
  firings: readonly FiringView[];
  selected: number | null;
  now: string;
  onSelect: (number: number) => void;
}

/** Those that ended lately, each with how long it took. */
export function ClosedList({ firings, selected, now, onSelect }: ClosedListProps) {
  return (
    <ul aria-label="Closed alerts">
      {firings.map((firing) => (
        <li key={firing.id} data-row className="border-b border-line">
          <button
            type="button"
            data-row-button
            aria-pressed={firing.number === selected}
            onClick={() => onSelect(firing.number)}
            className={clsx(
              'block w-full px-4 py-2 text-left text-xs -outline-offset-2 pointer-coarse:min-h-11 lg:px-5',
              firing.number === selected ? 'bg-sel' : 'hover:bg-hover',
            )}
          >
            <span className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{firing.title}</span>
              {firing.drill ? <DrillChip /> : null}
              <span className="tn shrink-0 text-ink-3">{stampShort(firing.resolvedAt ?? now, now)}</span>
            </span>
            <span className="tn block text-ink-3">{timesWords(firing)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

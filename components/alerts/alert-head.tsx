// The head of one alert: what fired, since when, who has it, both clocks, and the acts of whoever answers.
'use client';
import { CircleAlert, UserRoundCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ServerClock } from '#components/countdown.ts';
import { stamp } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import type { FiringBody } from '#lib/contract/alerts.ts';
import { BigClocks } from './alert-clock.tsx';
import { DrillChip, StateChip } from './alert-list.tsx';
import { firingName, measuredBeside, sourceWords } from './alert-words.ts';

interface AlertHeadProps {
  body: FiringBody;
  clock: ServerClock;
  /** `h1` on its own page has the screen's title; here it is always the second. */
  acts: ReactNode;
}

export function AlertHead({ body, clock, acts }: AlertHeadProps) {
  const { firing, annotations, when, now } = body;
  const value = measuredBeside(annotations);
  const summary = annotations.find(([name]) => name === 'description')?.[1];
  return (
    <header className="border-b border-line px-4 pt-4 pb-4 lg:px-6 lg:pt-5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
        <Chip
          tone={firing.priority === 'P0' && firing.resolvedAt === null ? 'crit' : 'plain'}
          icon={CircleAlert}
        >
          {firing.priority}
        </Chip>
        {firing.drill ? <DrillChip /> : null}
        <span className="num">{firingName(firing.number)}</span>
        <span>
          fired <span className="tn">{stamp(firing.firedAt, now)}</span> UTC, heard from{' '}
          {sourceWords(firing.source)}
        </span>
        <StateChip firing={firing} />
      </div>
      <h2 className="mt-1.5 text-xl font-semibold tracking-tight break-words">
        {firing.title}
        {value === null ? null : (
          <span className="ml-2 text-lg text-ink-2">
            at <bdi className="fig">{value}</bdi>
          </span>
        )}
      </h2>
      <p className="mt-0.5 max-w-prose text-sm break-words text-ink-2">
        {when === null ? (
          <bdi>{summary ?? 'Bulkhead has no entry for it: it shows what it was sent, and nothing more.'}</bdi>
        ) : (
          `It fires when ${when}.`
        )}
      </p>
      {firing.owner ? (
        <p className="mt-1.5 flex items-center gap-1.5 text-xs text-ink-2">
          <UserRoundCheck className="size-3.5" aria-hidden="true" />
          {firing.owner.name} has it in hand
        </p>
      ) : null}
      <div className="mt-4 grid grid-cols-2 items-end gap-4 lg:grid-cols-[170px_170px_minmax(0,1fr)]">
        {firing.priority === 'P0' ? <BigClocks firing={firing} clock={clock} /> : null}
        <div className="col-span-2 flex flex-wrap gap-2 empty:hidden lg:col-span-3">{acts}</div>
      </div>
    </header>
  );
}

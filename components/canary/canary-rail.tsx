// The stages of a run side by side: what is behind, where it stands, what a GO would open.
'use client';
import clsx from 'clsx';
import { CircleCheck, Hourglass, LockKeyhole, type LucideIcon, Pause } from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import type { CanaryBody, CanaryStageView } from '#lib/contract/canary.ts';
import { remainingWords } from '#lib/rules/remaining-words.ts';
import { placeOf, type StagePlace } from './canary-words.ts';

interface CanaryRailProps {
  body: CanaryBody;
  now: number;
}

const BAR: Readonly<Record<StagePlace, string>> = {
  done: 'border-t-ok',
  current: 'border-t-ink bg-surface',
  next: 'border-t-line-strong border-dashed',
  later: 'border-t-line border-dashed',
};

function stateOf(
  stage: CanaryStageView,
  place: StagePlace,
  body: CanaryBody,
  now: number,
): [LucideIcon, string] {
  const { run, clock } = body;
  if (place === 'done' && stage.leftAt) return [CircleCheck, `Signed GO ${stamp(stage.leftAt, now)}`];
  if (place === 'done') return [CircleCheck, 'Passed'];
  if (place === 'current' && run.endedAt) return [LockKeyhole, 'Ended here'];
  if (place === 'current' && clock.pausedAt) return [Pause, 'Paused'];
  if (place === 'current' && clock.remainingSeconds > 0)
    return [Hourglass, `${remainingWords(clock.remainingSeconds)} left`];
  if (place === 'current') return [Hourglass, 'Complete, awaiting gate'];
  return [LockKeyhole, place === 'next' ? 'Opens on GO' : 'Not started'];
}

export function CanaryRail({ body, now }: CanaryRailProps) {
  return (
    <ol aria-label="Stages" className="grid border-b border-line sm:auto-cols-fr sm:grid-flow-col">
      {body.stages.map((stage) => {
        const place = placeOf(stage.stage, body);
        const [Icon, words] = stateOf(stage, place, body, now);
        return (
          <li
            key={stage.key}
            aria-current={place === 'current' ? 'step' : undefined}
            className={clsx(
              'border-t-[3px] px-4 py-2.5 sm:border-l sm:border-l-line sm:first:border-l-0 lg:px-5 lg:first:pl-6',
              BAR[place],
              place !== 'current' && 'max-sm:hidden',
            )}
          >
            <p className="text-xs text-ink-3">{stage.when}</p>
            <p
              className={clsx(
                'text-sm font-semibold',
                place !== 'done' && place !== 'current' && 'text-ink-2',
              )}
            >
              {stage.stage}. {stage.title}
            </p>
            <p className="text-xs text-ink-2">{stage.objective}</p>
            <p
              className={clsx(
                'mt-1 flex items-center gap-1.5 text-xs',
                place === 'done' ? 'text-ok-text' : 'text-ink-3',
              )}
            >
              <Icon className="size-3.5 shrink-0" aria-hidden="true" />
              {words}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

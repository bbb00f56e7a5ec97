// One stage of a run: its time against its goal, its steps, and the checkpoint after it.
import clsx from 'clsx';
import {
  Ban,
  Check,
  CircleCheck,
  CircleDashed,
  Lock,
  type LucideIcon,
  ShieldCheck,
  Timer,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { stampShort } from '#components/format-time.ts';
import { Chip } from '#components/ui/chip.tsx';
import type { RunStageView, RunStepView } from '#lib/contract/runs.ts';
import { stageTime } from './run-words.ts';

const ICON = {
  locked: CircleDashed,
  open: Timer,
  complete: CircleCheck,
  'not needed': Ban,
} as const satisfies Record<RunStageView['state'], LucideIcon>;

const BAR = 118;

function GoalBar({ share, open }: { share: number; open: boolean }) {
  const over = share > 1;
  return (
    <svg width="120" height="10" viewBox="0 0 120 10" aria-hidden="true" className="max-sm:hidden">
      <rect y="3.5" width={BAR} height="3" rx="1" fill="var(--line)" />
      <rect
        y="3.5"
        width={BAR * Math.min(1, share)}
        height="3"
        rx="1"
        fill={over ? 'var(--risk)' : open ? 'var(--ink)' : 'var(--ink-3)'}
      />
      <rect x={BAR} width="1.5" height="10" fill="var(--ink-3)" />
    </svg>
  );
}

interface RunStageProps {
  stage: RunStageView;
  place: number;
  /** Database time, ms. */
  now: number;
  /** Nothing more is done in its run. */
  over: boolean;
  /** How long ago the stage was of this moment, ms. */
  sinceMs: number;
  step: (step: RunStepView) => ReactNode;
}

export function RunStage({ stage, place, now, over, sinceMs, step }: RunStageProps) {
  const { state, goalSeconds, elapsedSeconds, checkpoint } = stage;
  const open = state === 'open' && !over;
  const Icon = ICON[state];
  const elapsed = (elapsedSeconds ?? 0) + (open ? sinceMs / 1_000 : 0);
  const shown = state === 'open' || state === 'complete';
  return (
    <>
      <section
        aria-label={`${place}. ${stage.title}`}
        className={clsx('keep relative border-b border-line px-4 py-2 lg:px-6', open && 'bg-surface')}
      >
        {open ? <span aria-hidden="true" className="absolute inset-y-0 left-0 w-[3px] bg-ink" /> : null}
        <div className="flex min-h-8 flex-wrap items-center gap-x-3">
          <Icon
            aria-hidden="true"
            className={clsx(
              'size-4 shrink-0',
              state === 'complete' ? 'text-ok-text' : open ? 'text-ink' : 'text-ink-3',
            )}
          />
          <h3 className="text-sm font-semibold">
            {place}. {stage.title}
          </h3>
          {stage.anyOrder && shown ? <span className="text-xs text-ink-3">in any order</span> : null}
          <span className="ml-auto inline-flex items-center gap-3">
            {shown && goalSeconds !== null ? <GoalBar share={elapsed / goalSeconds} open={open} /> : null}
            <span className="num min-w-24 text-right text-xs text-ink-2">
              {shown ? stageTime(stage, sinceMs, open) : state}
              {goalSeconds !== null && shown && elapsed > goalSeconds ? (
                <span className="sr-only">, over its goal</span>
              ) : null}
            </span>
          </span>
        </div>
        {shown ? (
          <ol className="divide-y divide-line border-t border-line">{stage.steps.map(step)}</ol>
        ) : null}
      </section>
      {checkpoint && state !== 'not needed' ? <Checkpoint checkpoint={checkpoint} now={now} /> : null}
    </>
  );
}

function Checkpoint({
  checkpoint,
  now,
}: {
  checkpoint: NonNullable<RunStageView['checkpoint']>;
  now: number;
}) {
  const passed = checkpoint.passedAt !== null;
  return (
    <div className="keep flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 text-xs lg:px-6">
      <Chip tone={passed ? 'ok' : 'plain'} icon={passed ? ShieldCheck : Lock}>
        Checkpoint: {checkpoint.title}
      </Chip>
      {checkpoint.facts.map((fact) => (
        <span
          key={fact}
          className={clsx('inline-flex items-center gap-1', passed ? 'text-ink-2' : 'text-ink-3')}
        >
          {passed ? <Check className="size-3.5 text-ok-text" aria-hidden="true" /> : null}
          {fact}
        </span>
      ))}
      <span className="tn ml-auto text-ink-3">
        {checkpoint.passedAt ? `passed ${stampShort(checkpoint.passedAt, now)}` : 'not passed yet'}
      </span>
    </div>
  );
}

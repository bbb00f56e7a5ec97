// What comes next in a run: as the footer of the page, and on phones as the one act at the thumb.
'use client';
import { ArrowDown, ArrowDownRight, ArrowUpRight, Download, Printer } from 'lucide-react';
import type { Way } from '#components/changes/direction-mark.tsx';
import { Button, buttonClass } from '#components/ui/button.tsx';
import type { RunStepView, RunSummary } from '#lib/contract/runs.ts';
import { actWords, looksByItself } from './run-words.ts';

interface NextProps {
  next: RunStepView | null;
  heldBy: string | null;
  /** Which way an apply step moves the venue, and how many values it would change now. */
  way: Way;
  changes: number;
  pending: boolean;
  onAct: (step: RunStepView) => void;
}

/** It takes something to be typed or chosen: the act is in the step itself. */
function needsWords(step: RunStepView): boolean {
  if (looksByItself(step)) return false;
  return (
    step.kind === 'record' ||
    step.kind === 'choose' ||
    (step.kind === 'tick' && step.evidenceWanted !== 'none') ||
    (step.command?.about ?? null) !== null
  );
}

function NextAct({ next, heldBy, way, changes, pending, onAct }: NextProps & { next: RunStepView }) {
  if (needsWords(next)) {
    return (
      <Button
        variant="ink"
        size="lg"
        icon={ArrowDown}
        onClick={() => {
          const place = document.getElementById(`step-${next.key}`);
          place?.scrollIntoView({ block: 'center' });
          (place?.querySelector<HTMLElement>('textarea, input, button') ?? place)?.focus({
            preventScroll: true,
          });
        }}
      >
        {next.title}
      </Button>
    );
  }
  const raises = way === 'raising' || way === 'rollback';
  const safe = way === 'reducing';
  return (
    <Button
      variant={raises ? 'risk' : safe ? 'safe' : looksByItself(next) ? 'outline' : 'ink'}
      size="lg"
      icon={raises ? ArrowUpRight : safe ? ArrowDownRight : undefined}
      busy={pending}
      disabledReason={heldBy}
      onClick={() => onAct(next)}
    >
      {actWords(next, changes)}
    </Button>
  );
}

export function RunThumb(props: NextProps) {
  return props.next ? <NextAct {...props} next={props.next} /> : null;
}

interface RunFooterProps extends NextProps {
  run: RunSummary;
  canEnd: boolean;
  /** Why nothing can be sent now; null when it can. */
  endHeldBy: string | null;
  onEnd: () => void;
}

export function RunFooter({ run, canEnd, endHeldBy, onEnd, ...props }: RunFooterProps) {
  const { next } = props;
  return (
    <div className="noprint mt-auto flex min-h-14 flex-wrap items-center gap-3 border-t border-line-strong bg-surface px-4 py-2.5 lg:sticky lg:bottom-0 lg:px-6">
      {next ? (
        <span className="max-lg:hidden">
          <NextAct {...props} next={next} />
        </span>
      ) : null}
      {next && !needsWords(next) ? <span className="min-w-0 text-xs text-ink-3">{next.title}</span> : null}
      <span className="flex items-center gap-2 lg:ml-auto">
        <a href={`/api/v1/runs/${run.id}/markdown`} download className={buttonClass('ghost')}>
          <Download className="size-3.5" aria-hidden="true" />
          Markdown
        </a>
        <a href={`/rollback/${run.number}/print`} className={buttonClass('ghost')}>
          <Printer className="size-3.5" aria-hidden="true" />
          Print
        </a>
        {canEnd ? (
          <Button variant="ghost" disabledReason={endHeldBy} onClick={onEnd}>
            End the run
          </Button>
        ) : null}
      </span>
    </div>
  );
}

// One possible answer as a row that can be pressed: chosen, suggested, or one of the others.
'use client';
import clsx from 'clsx';
import { Circle, CircleCheck, CircleDashed } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { TreeOption } from '#lib/catalog/decision-types.ts';

interface DecisionOptionProps {
  option: TreeOption;
  chosen: boolean;
  suggested: boolean;
  /** Nobody can press it: the question is to come, the assessment is closed, or the person may not. */
  held: boolean;
  /** Another answer was given: this one is a single grey line. */
  quiet: boolean;
  onChoose: () => void;
}

/** `Data inconsistent, roll back within 5 min`: a note in the middle of a line has a small first letter, a name keeps its own. */
function inOneLine({ label, note }: TreeOption): string {
  return `${label}, ${/^[A-Z][a-z ]/.test(note) ? note[0]?.toLowerCase() + note.slice(1) : note}`;
}

/** Arrow keys move among the answers of a question; Enter and Space press, as on any button. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const all = [...(event.currentTarget.closest('[data-answers]')?.querySelectorAll('button') ?? [])];
  const next = all[(all.indexOf(event.currentTarget) + step + all.length) % all.length];
  event.preventDefault();
  next?.focus();
}

export function DecisionOption({ option, chosen, suggested, held, quiet, onChoose }: DecisionOptionProps) {
  const Icon = chosen ? CircleCheck : suggested ? CircleDashed : Circle;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-disabled={held || undefined}
      data-suggested={suggested || undefined}
      onClick={held ? undefined : onChoose}
      onKeyDown={moveFocus}
      className={clsx(
        'flex w-full min-w-0 items-start gap-2 rounded-md border px-2.5 py-1.5 text-left text-xs pointer-coarse:min-h-11 pointer-coarse:items-center',
        chosen ? 'border-ink-3 bg-canvas' : suggested ? 'border-dashed border-field' : 'border-line',
        !held && !chosen && 'hover:bg-hover',
        held && 'cursor-default',
      )}
    >
      <Icon className={clsx('mt-px size-3.5', chosen ? 'text-ink' : 'text-ink-3')} aria-hidden="true" />
      {quiet && !chosen ? (
        <span className="min-w-0 flex-1 text-ink-3">{inOneLine(option)}</span>
      ) : (
        <span className="min-w-0 flex-1">
          <span className={clsx('block', chosen ? 'font-semibold' : 'font-medium')}>{option.label}</span>
          <span className="block text-ink-2">{option.note}</span>
        </span>
      )}
      {suggested && !chosen ? <span className="lbl shrink-0">Suggested</span> : null}
    </button>
  );
}

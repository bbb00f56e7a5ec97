// The chain of a P0: its steps with who would be told if one fired now.
import type { ChainStepView } from '#lib/contract/on-call.ts';
import { stepTime } from './on-call-words.ts';

export function ChainOfAlert({ steps }: { steps: readonly ChainStepView[] }) {
  return (
    <ol>
      {steps.map(({ step, afterSeconds, why, told, nobodyOnCall }) => (
        <li
          key={step}
          className="flex min-h-8 flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 text-xs"
        >
          <span className="tn w-28 shrink-0 font-medium">{stepTime(afterSeconds)}</span>
          <span className="w-60 shrink-0 text-ink-3 max-sm:w-full">{why}</span>
          <span className="min-w-0 flex-1 basis-52">
            {told.length > 0
              ? told.map(({ name, as }) => `${name} (${as})`).join(', ')
              : 'Nobody: give the role to somebody.'}
            {nobodyOnCall ? <span className="text-risk-text"> Nobody is on call.</span> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

// Commands to executors, each with what every executor has made of it: counted, silent, or failed with its note.
import { Clock } from 'lucide-react';
import { stamp } from '#components/format-time.ts';
import { StateMark } from '#components/state-mark.tsx';
import type { CommandView, ExecutorStepView } from '#lib/contract/emergency.ts';
import { commandState, commandWords, stepWords } from './executor-words.ts';

interface CommandProgressProps {
  label: string;
  commands: readonly CommandView[];
  /** Database time, ISO. */
  now: string;
  /** Who sent it and why, where the commands have no common cause. */
  causes?: boolean;
}

const UNDER_WAY: readonly ExecutorStepView['state'][] = ['waiting', 'acknowledged', 'running'];

export function CommandProgress({ label, commands, now, causes = false }: CommandProgressProps) {
  return (
    <ul aria-label={label}>
      {commands.map((command) => {
        const state = commandState(command);
        return (
          <li
            key={command.id}
            className="grid gap-x-4 gap-y-1 border-b border-line py-2 text-xs sm:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]"
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-3">
                <span className="text-sm font-medium">{commandWords(command)}</span>
                <StateMark
                  tone={state.tone}
                  word={state.words}
                  {...(state.tone === 'plain' ? { icon: Clock } : {})}
                />
              </p>
              <p className="break-words text-ink-3">
                <span className="tn">{stamp(command.issuedAt, now)}</span>
                {command.executor ? `, ${command.executor} only` : ''}
                {causes ? `, ${command.issuedBy.name}: ${command.reason}` : ''}
              </p>
            </div>
            <ul className="flex min-w-0 flex-col gap-1">
              {command.executors.map((step) => (
                <Step key={step.executor} command={command.command} step={step} />
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

function Step({ command, step }: { command: string; step: ExecutorStepView }) {
  const { words, tone } = stepWords(command, step);
  const share = step.total > 0 ? step.done / step.total : step.state === 'done' ? 1 : 0;
  return (
    <li className="grid grid-cols-[minmax(0,132px)_48px_minmax(0,1fr)] items-start gap-x-3">
      <span className="num truncate text-ink-2">{step.executor}</span>
      <span aria-hidden="true" className="mt-1.5 h-1 rounded-xs bg-line">
        <span
          className="block h-1 rounded-xs bg-ink-2"
          style={{ width: `${Math.round(Math.min(1, share) * 100)}%` }}
        />
      </span>
      <span className="tn min-w-0 break-words">
        <StateMark
          tone={tone}
          word={words}
          {...(UNDER_WAY.includes(step.state) && tone === 'plain' ? { icon: Clock } : {})}
        />
      </span>
    </li>
  );
}

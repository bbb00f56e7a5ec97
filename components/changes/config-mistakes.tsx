// What is wrong with a configuration file: every mistake with its line, and the line itself.
import { CircleAlert } from 'lucide-react';
import type { ErrorBody } from '#lib/contract/console.ts';
import { RefusedChange } from './refused-change.tsx';

interface Mistake {
  line: number;
  message: string;
}

/** The mistakes that the refusal lists; null when it is about something else than the text of the file. */
export function mistakesOf(error: ErrorBody['error']): readonly Mistake[] | null {
  const list = error.details?.mistakes;
  return Array.isArray(list) ? (list as Mistake[]) : null;
}

/** `text`: the file, whose lines are shown beside what is wrong with them. */
export function ConfigMistakes({ error, text }: { error: ErrorBody['error']; text: string }) {
  const mistakes = mistakesOf(error);
  if (!mistakes) return <RefusedChange error={error} />;
  const lines = text.split(/\r\n|\r|\n/);
  return (
    <section role="alert" className="text-xs">
      <h3 className="flex items-center gap-2 text-sm font-medium">
        <CircleAlert className="size-4 text-crit-text" aria-hidden="true" />
        {mistakes.length === 1 ? 'One mistake' : `${mistakes.length} mistakes`}, nothing of it is applied
      </h3>
      <ol className="mt-1.5">
        {mistakes.map(({ line, message }) => (
          <li key={`${line} ${message}`} className="border-t border-line py-2">
            <div className="num flex gap-3">
              <span className="w-12 shrink-0 text-ink-3">Line {line}</span>
              <code className="min-w-0 truncate text-ink-2">{lines[line - 1]?.trim()}</code>
            </div>
            <p className="mt-0.5 pl-[60px]">{message}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

// What a switch is for, how to use it and how to undo it, with the facts of its catalogue entry.
import { ChevronDown } from 'lucide-react';
import { changers } from '#components/changes/matrix-rows.ts';
import { budgetWords } from '#components/format-time.ts';
import { formatValue } from '#components/format-value.ts';
import { definitionOf, type SwitchName, safeValue } from '#lib/catalog/switches.ts';

export interface RunbookText {
  purpose: string;
  use: string;
  undo: string;
}

export function Runbook({ name, text }: { name: SwitchName; text: RunbookText | undefined }) {
  const definition = definitionOf(name);
  const fails =
    definition.failMode?.kind === 'fall'
      ? `falls to ${formatValue(definition, safeValue(definition))} after ${budgetWords(definition.failMode.afterMs)}`
      : 'holds the last value';
  const facts = [
    ['Default', formatValue(definition, definition.default)],
    ['Changed by', changers(definition)],
    ['Budget', `${budgetWords(definition.budgetMs)} on every instance`],
    ['Without contact', fails],
    ...(definition.rollback ? [['Manual rollback', definition.rollback.label]] : []),
  ] as const;
  return (
    <details className="group mt-4 border-t border-line pt-2 text-xs">
      <summary className="h-sec flex min-h-7 items-center gap-2 rounded-sm pointer-coarse:min-h-11">
        Runbook
        <ChevronDown className="size-3.5 text-ink-3 group-open:rotate-180" aria-hidden="true" />
      </summary>
      {text ? (
        <dl className="mt-1 flex flex-col gap-2">
          {(
            [
              ['Purpose', text.purpose],
              ['Use', text.use],
              ['Undo', text.undo],
            ] as const
          ).map(([term, words]) => (
            <div key={term}>
              <dt className="lbl">{term}</dt>
              <dd className="text-ink-2">{words}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {definition.rollback?.note ? <p className="mt-2 text-ink-2">{definition.rollback.note}</p> : null}
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {facts.map(([term, words]) => (
          <div key={term} className="contents">
            <dt className="text-ink-3">{term}</dt>
            <dd className="text-ink-2">{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

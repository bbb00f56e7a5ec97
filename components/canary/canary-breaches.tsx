// What guards have rolled back in a run: which, by which figures, and what each of them brought.
'use client';
import { exact, stamp } from '#components/format-time.ts';
import { Section } from '#components/ui/section.tsx';
import type { BreachView, CanaryBody } from '#lib/contract/canary.ts';
import { valueWords } from './canary-words.ts';

function Evidence({ breach, now }: { breach: BreachView; now: number }) {
  return (
    <details className="mt-0.5 text-xs text-ink-3">
      <summary className="min-h-6 cursor-pointer pointer-coarse:min-h-11">
        The {breach.samples.length} samples that led there
      </summary>
      <ul>
        {breach.samples.map(({ at, value, problem }) => (
          <li key={at} className="num flex flex-wrap gap-x-3">
            <time dateTime={at}>{stamp(at, now)}</time>
            <span>{problem ?? valueWords(value, breach.unit)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function CanaryBreaches({ body, now }: { body: CanaryBody; now: number }) {
  const { breaches, retryAt } = body;
  if (breaches.length === 0) return null;
  return (
    <Section title="Rolled back" note={breaches.length > 1 ? `${breaches.length} guards` : null} rule>
      <ul className="divide-y divide-line">
        {breaches.map((breach) => (
          <li key={`${breach.guard} ${breach.at}`} className="py-1.5 text-sm">
            <p className="flex flex-wrap gap-x-2">
              {breach.title}
              <time dateTime={breach.at} className="num ml-auto text-xs text-ink-3">
                {stamp(breach.at, now)}
              </time>
            </p>
            <p className="text-xs text-ink-2">
              <span className="num">
                {valueWords(breach.value, breach.unit)}, limit {valueWords(breach.threshold, breach.unit)}
              </span>
              . {breach.rollback}
              {breach.changeSetId === null ? ': everything held already' : ''}.
            </p>
            <Evidence breach={breach} now={now} />
          </li>
        ))}
      </ul>
      {retryAt ? (
        <p className="mt-1 text-xs text-ink-2">
          May be tried again from <time dateTime={retryAt}>{exact(retryAt)} UTC</time>.
        </p>
      ) : null}
    </Section>
  );
}

// A person's state and second factor as icon and words, the same in table, list and sheet.
import clsx from 'clsx';
import { CircleCheck, CircleSlash, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { PersonView } from '#lib/contract/access.ts';
import { factorWords, lacksFactor, personState, type StateTone } from './people-words.ts';

const ICON: Readonly<Record<StateTone, LucideIcon>> = {
  ok: CircleCheck,
  risk: TriangleAlert,
  plain: CircleSlash,
};

const INK = { ok: 'text-ok-text', risk: 'text-risk-text', plain: 'text-ink-3' } as const;

export function PersonState({ person }: { person: PersonView }) {
  const { word, tone } = personState(person);
  const Icon = ICON[tone];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon className={clsx('size-3.5', INK[tone])} aria-hidden="true" />
      <span className={tone === 'plain' ? 'text-ink-3' : undefined}>{word}</span>
    </span>
  );
}

export function PersonFactor({ person }: { person: PersonView }) {
  if (!lacksFactor(person)) return <span>{factorWords(person)}</span>;
  return (
    <span className="inline-flex items-center gap-1.5 text-risk-text">
      <TriangleAlert className="size-3.5" aria-hidden="true" />
      None, changes wait
    </span>
  );
}

// The state of a key or token: icon and word, tinted by what it means.
import clsx from 'clsx';
import { CircleCheck, CircleSlash, Timer } from 'lucide-react';
import type { KeyView } from '#lib/contract/access.ts';
import { stateWords } from './key-words.ts';

const ICON = { ok: CircleCheck, risk: Timer, plain: CircleSlash } as const;
const INK = { ok: 'text-ok-text', risk: 'text-risk-text', plain: 'text-ink-3' } as const;

export function CredentialState({ state }: { state: KeyView['state'] }) {
  const { word, tone } = stateWords(state);
  const Icon = ICON[tone];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon className={clsx('size-3.5', INK[tone])} aria-hidden="true" />
      <span className={tone === 'plain' ? 'text-ink-3' : undefined}>{word}</span>
    </span>
  );
}

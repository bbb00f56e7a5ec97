// A short state in words, with an icon, tinted by what it means.
import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'plain' | 'ok' | 'risk' | 'crit' | 'safe';

const TONE = {
  plain: '',
  ok: 'chip-ok',
  risk: 'chip-risk',
  crit: 'chip-crit',
  safe: 'chip-safe',
} as const satisfies Record<Tone, string>;

interface ChipProps {
  tone?: Tone;
  icon?: LucideIcon;
  className?: string;
  children: ReactNode;
}

export function Chip({ tone = 'plain', icon: Icon, className, children }: ChipProps) {
  return (
    <span className={clsx('chip', TONE[tone], className)}>
      {Icon ? <Icon className="size-3" aria-hidden="true" /> : null}
      {children}
    </span>
  );
}

// The search field of the bar above a list, with the key that leads to it.
'use client';
import { type LucideIcon, Search } from 'lucide-react';
import type { RefObject } from 'react';
import { Kbd } from '#components/ui/kbd.tsx';

interface BarSearchProps {
  ref: RefObject<HTMLInputElement | null>;
  label: string;
  /** What may be searched for. */
  placeholder: string;
  maxLength: number;
  value: string;
  icon?: LucideIcon;
  /** For long placeholders. */
  wide?: boolean;
  onValue: (text: string) => void;
}

export function BarSearch({ ref, label, icon: Icon = Search, wide, onValue, ...input }: BarSearchProps) {
  return (
    <span
      className={`field flex h-7 items-center gap-2 px-2 text-xs max-lg:w-full pointer-coarse:h-11 ${wide ? 'w-[280px]' : 'w-[220px]'}`}
    >
      <Icon className="size-3.5 text-ink-3" aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        {...input}
        onChange={(event) => onValue(event.target.value)}
      />
      <Kbd className="max-lg:hidden">/</Kbd>
    </span>
  );
}

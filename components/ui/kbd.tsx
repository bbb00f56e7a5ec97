// A key of the keyboard map, drawn beside what it does.
import type { ReactNode } from 'react';

export function Kbd({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <kbd className={`kbd ${className}`}>{children}</kbd>;
}

// The views of the alerts: the board, what fired before, how quick people were, and what Bulkhead does by itself.
import clsx from 'clsx';
import Link from 'next/link';

const TABS = [
  { href: '/alerts', label: 'Board' },
  { href: '/alerts/history', label: 'History' },
  { href: '/alerts/times', label: 'Times' },
  { href: '/alerts/policies', label: 'Policies' },
] as const;

export type AlertTab = (typeof TABS)[number]['href'];

export function AlertTabs({ on }: { on: AlertTab }) {
  return (
    <nav aria-label="Views of the alerts" className="flex shrink-0 gap-1 border-b border-line px-2 lg:px-5">
      {TABS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === on ? 'page' : undefined}
          className={clsx(
            '-mb-px inline-flex h-9 items-center border-b-2 px-2 text-sm font-medium pointer-coarse:h-11 pointer-coarse:px-3',
            href === on ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

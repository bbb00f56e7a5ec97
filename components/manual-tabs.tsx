// The two views of the manual: procedures, and the guide that leads to runbooks.
import clsx from 'clsx';
import Link from 'next/link';

const TABS = [
  { href: '/manual', label: 'Procedures' },
  { href: '/manual/troubleshooting', label: 'Troubleshooting' },
] as const;

/** `on`: null on a runbook, which is reached from both. */
export function ManualTabs({ on }: { on: (typeof TABS)[number]['href'] | null }) {
  return (
    <nav aria-label="Views of the manual" className="flex gap-1 border-b border-line px-3 lg:px-5">
      {TABS.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === on ? 'page' : undefined}
          className={clsx(
            '-mb-px inline-flex h-9 items-center border-b-2 px-2 text-sm font-medium pointer-coarse:h-11 pointer-coarse:px-4',
            href === on ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

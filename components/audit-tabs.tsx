// The three views of the audit: the log, who came in, and whose duties meet in one person.
import clsx from 'clsx';
import Link from 'next/link';

const TABS = [
  { href: '/audit', label: 'Log' },
  { href: '/audit/access', label: 'Access' },
  { href: '/audit/duties', label: 'Duties' },
] as const;

export type AuditTab = (typeof TABS)[number]['href'];

export function AuditTabs({ on }: { on: AuditTab }) {
  return (
    <nav aria-label="Views of the audit" className="flex gap-1 border-b border-line px-3 lg:px-5">
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

// The three views of incidents: the incidents themselves, the history of rollbacks, and what was promised.
import clsx from 'clsx';
import Link from 'next/link';

const TABS = [
  { href: '/incidents', label: 'Incidents' },
  { href: '/incidents/rollbacks', label: 'Rollback history' },
  { href: '/incidents/prevention', label: 'Prevention' },
] as const;

export function IncidentTabs({ on }: { on: (typeof TABS)[number]['href'] }) {
  return (
    <nav aria-label="Views of incidents" className="flex gap-1 border-b border-line px-3 lg:px-5">
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

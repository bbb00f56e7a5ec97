// The line of tabs at the top of a screen that has several views, each with an address of its own.
import clsx from 'clsx';
import Link from 'next/link';

interface ViewTabsProps<Href extends string> {
  /** What they are views of, for who does not see them. */
  label: string;
  tabs: readonly { href: Href; label: string }[];
  /** The view that is open; null on a screen that is reached from several. */
  on: Href | null;
}

export function ViewTabs<Href extends string>({ label, tabs, on }: ViewTabsProps<Href>) {
  return (
    <nav aria-label={label} className="flex shrink-0 gap-1 border-b border-line px-3 lg:px-5">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.href === on ? 'page' : undefined}
          className={clsx(
            '-mb-px inline-flex h-9 items-center border-b-2 px-2 text-sm font-medium pointer-coarse:h-11 pointer-coarse:px-3',
            tab.href === on ? 'border-ink text-ink' : 'border-transparent text-ink-2 hover:text-ink',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}

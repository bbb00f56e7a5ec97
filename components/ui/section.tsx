// A titled part of a page: heading, a quiet note beside it, something at the right, a rule below.
import clsx from 'clsx';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: ReactNode;
  note?: ReactNode;
  /** At the right end of the heading. */
  aside?: ReactNode;
  rule?: boolean;
  className?: string;
  children: ReactNode;
}

export function Section({ title, note, aside, rule = false, className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={clsx('min-w-0', className)}>
      <div
        className={clsx(
          'flex min-h-8 flex-wrap items-baseline gap-x-3',
          rule && 'border-b border-line-strong pb-0.5',
        )}
      >
        <h2 id={id} className="h-sec">
          {title}
        </h2>
        {note ? <span className="text-xs text-ink-3">{note}</span> : null}
        {aside ? <span className="ml-auto">{aside}</span> : null}
      </div>
      {children}
    </section>
  );
}

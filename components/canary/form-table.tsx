// A table of a sign-off form, on screen and on paper: fine lines between its rows, and columns that stay where paper has room.
import clsx from 'clsx';
import type { ReactNode } from 'react';
import type { Column } from '#components/ui/table.tsx';

interface FormTableProps {
  /** Spoken name of the table. */
  caption: string;
  columns: readonly Column[];
  /** One `tbody` or several. */
  children: ReactNode;
}

export function FormTable({ caption, columns, children }: FormTableProps) {
  return (
    <table className="w-full border-collapse border-t border-line text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-xs text-ink-3">
          {columns.map(({ key, label, right, className }) => (
            <th
              key={key}
              scope="col"
              className={clsx(
                'py-1.5 pr-3 font-normal last:pr-0',
                right ? 'text-right' : 'text-left',
                className,
              )}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}

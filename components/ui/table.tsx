// Pieces of the console's tables: a real table that scrolls by itself when it must, with headers for every column.
import clsx from 'clsx';
import type { ReactNode } from 'react';

export interface Column {
  key: string;
  label: string;
  /** The header is spoken but not shown. */
  quiet?: boolean;
  right?: boolean;
  className?: string;
}

interface TableProps {
  /** Spoken name of the table. */
  caption: string;
  columns: readonly Column[];
  /** `flush`: no outer padding. `page`: the page gutter at both ends. `mx`: the dense matrix. */
  edge?: 'flush' | 'page' | 'mx';
  className?: string;
  /** The whole header row is only spoken. */
  quietHead?: boolean;
  /** The head stays in view: a class that says where, such as `top-0` or `top-12` under a tool bar. */
  headTop?: string;
  children: ReactNode;
}

const EDGE = { flush: 'tbl-flush', page: 'tbl-page', mx: 'mx' } as const;

export function Table({
  caption,
  columns,
  edge = 'flush',
  className,
  quietHead = false,
  headTop,
  children,
}: TableProps) {
  return (
    <table className={clsx('tbl', EDGE[edge], className)}>
      <caption className="sr-only">{caption}</caption>
      <thead className={clsx(quietHead && 'sr-only', headTop && `sticky z-[5] bg-canvas ${headTop}`)}>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={clsx(column.right && 'r', column.className)}>
              {column.quiet ? <span className="sr-only">{column.label}</span> : column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

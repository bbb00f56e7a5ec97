// The frame of every chart: its figure of now, and a switch between the drawing and the same values as a table.
'use client';
import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from './ui/button.tsx';

interface ChartFrameProps {
  /** Spoken name; the section round the chart carries the visible title. */
  label: string;
  /** The figure of now, at the left. */
  figure: ReactNode;
  /** What the drawing shows, as a sentence: read instead of it. */
  summary: string;
  chart: ReactNode;
  table: ReactNode;
}

export function ChartFrame({ label, figure, summary, chart, table }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const Icon = asTable ? ChartLine : Table2;
  return (
    <div className="min-w-0">
      <div className="flex min-h-10 items-center justify-between gap-3">
        <div>{figure}</div>
        <Button
          variant="ghost"
          size="sm"
          square
          aria-label={`${label} as a ${asTable ? 'chart' : 'table'}`}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon className="size-4" aria-hidden="true" />
        </Button>
      </div>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too
        <section aria-label={`${label}, table`} tabIndex={0} className="max-h-72 overflow-auto">
          {table}
        </section>
      ) : (
        <figure>
          <figcaption className="sr-only">{summary}</figcaption>
          <div aria-hidden="true">{chart}</div>
        </figure>
      )}
    </div>
  );
}

// A whole difference by direction, and the notice that it is not the newest any more.
'use client';
import { TriangleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { DiffPreview, type DiffRow } from './diff-preview.tsx';
import { byWay } from './difference-words.ts';
import { DirectionMark } from './direction-mark.tsx';

export function DifferenceRows({ rows }: { rows: readonly DiffRow[] }) {
  return byWay(rows).map((group) => (
    <section key={group.way} aria-label={`What changes: ${group.rows.length}`}>
      <h3 className="lbl mb-1 flex items-center justify-between">
        <DirectionMark way={group.way} words />
        <span className="font-normal">
          {group.rows.length} value{group.rows.length === 1 ? '' : 's'}
        </span>
      </h3>
      <DiffPreview changes={group.rows} />
    </section>
  ));
}

export function DifferenceMoved({ onLookAgain }: { onLookAgain: () => void }) {
  return (
    <div role="alert" className="rounded-md border border-risk-line bg-risk-soft p-3">
      <p className="flex items-start gap-2 text-sm">
        <TriangleAlert className="mt-0.5 size-4 text-risk-text" aria-hidden="true" />
        Somebody has changed the matrix since this was worked out. Nothing is done that you have not seen.
      </p>
      <Button size="sm" className="mt-2 ml-6" onClick={onLookAgain}>
        Show the new difference
      </Button>
    </div>
  );
}

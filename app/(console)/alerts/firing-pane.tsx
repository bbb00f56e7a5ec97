// The firing that is worked on: its detail, the others of a storm, its keys, its dialogs, and on phones its acts at the thumb.
'use client';
import { useRef } from 'react';
import { StormTable } from '#components/storm-table.tsx';
import type { AlertGroup, FiringBody } from '#lib/contract/alerts.ts';
import { FiringDetail, FiringThumb } from './firing-detail.tsx';
import { useFiringActs } from './use-firing-acts.tsx';
import { useFiringKeys } from './use-firing-keys.ts';

interface FiringPaneProps {
  body: FiringBody;
  /** On the board: the open firings of the same alert. */
  group?: AlertGroup | null;
  onSelect?: (number: number) => void;
}

export function FiringPane({ body, group = null, onSelect }: FiringPaneProps) {
  const note = useRef<HTMLDivElement>(null);
  const acts = useFiringActs(body);
  useFiringKeys(acts, note);
  return (
    <>
      <FiringDetail body={body} acts={acts} noteRef={note} />
      {group && group.count > 1 && onSelect ? (
        <div className="border-t border-line px-4 py-4 lg:px-6">
          <StormTable group={group} selected={body.firing.number} now={body.now} onSelect={onSelect} />
        </div>
      ) : null}
      <FiringThumb body={body} acts={acts} />
      {acts.dialogs}
    </>
  );
}

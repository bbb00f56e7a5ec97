// The firing that is worked on: its detail, the others of a storm, its keys, its dialogs, and on phones its acts at the thumb.
'use client';
import { useRef } from 'react';
import { StormTable } from '#components/alerts/storm-table.tsx';
import type { AlertGroup, FiringBody } from '#lib/contract/alerts.ts';
import { FiringDetail, FiringThumb } from './firing-detail.tsx';
import { useFiringActs } from './use-firing-acts.tsx';
import { useFiringKeys } from './use-firing-keys.ts';
import { useStorm } from './use-storm.tsx';

interface FiringPaneProps {
  body: FiringBody;
  /** On the board: the open firings of the same alert, and when they were read. */
  group?: AlertGroup | null;
  readAt?: string;
  onSelect?: (number: number) => void;
}

export function FiringPane({ body, group = null, readAt = body.now, onSelect }: FiringPaneProps) {
  const note = useRef<HTMLDivElement>(null);
  const acts = useFiringActs(body);
  const storm = useStorm({ firing: body.firing, group, until: readAt, heldBy: acts.heldBy });
  useFiringKeys(acts, storm, note);
  return (
    <>
      <FiringDetail body={body} acts={acts} storm={storm} noteRef={note} />
      {group && group.count > 1 && onSelect ? (
        <div className="border-t border-line px-4 py-4 lg:px-6">
          <StormTable
            group={group}
            selected={body.firing.number}
            now={body.now}
            onSelect={onSelect}
            heldBy={acts.heldBy}
            pending={storm.pending}
            onConfirmAll={storm.confirmAll}
          />
        </div>
      ) : null}
      <FiringThumb body={body} acts={acts} storm={storm} />
      {acts.dialogs}
      {storm.dialogs}
    </>
  );
}

// Notes of a run, oldest first, and the field for another; notes are added also once the run is over.
'use client';
import { stamp } from '#components/format-time.ts';
import { NoteForm } from '#components/note-form.tsx';
import { LONGEST_NOTE } from '#lib/catalog/runs.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { RunBody } from '#lib/contract/runs.ts';

interface RunNotesProps {
  notes: RunBody['notes'];
  now: number;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Whether it was taken. */
  onAdd: (text: string) => Promise<boolean>;
}

export function RunNotes({ notes, now, heldBy, pending, error, onAdd }: RunNotesProps) {
  return (
    <section aria-label="Notes" className="px-4 py-3 lg:px-6">
      <h3 className="h-sec">Notes</h3>
      <ul className="mt-1">
        {notes.map((note) => (
          <li key={note.id} className="flex flex-wrap gap-x-3 py-1 text-sm">
            <span className="min-w-0 flex-1 basis-60 break-words whitespace-pre-line">{note.text}</span>
            <span className="text-xs text-ink-3">
              {note.by}, {stamp(note.at, now)}
            </span>
          </li>
        ))}
      </ul>
      <NoteForm most={LONGEST_NOTE} heldBy={heldBy} pending={pending} error={error} onAdd={onAdd} />
    </section>
  );
}

// The notes of a sign-off form: written while it is a draft, read once it is frozen.
'use client';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Section } from '#components/ui/section.tsx';
import { LONGEST_FORM_NOTE } from '#lib/catalog/signoff-types.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { noteFormAction } from './actions.ts';
import type { useFormActs } from './use-form-acts.ts';

interface NoteProps {
  note: SignoffBody['notes'][number];
  acts: ReturnType<typeof useFormActs>;
  /** Whether the newest of the notes that were sent is this one. */
  sent: boolean;
  onSend: () => void;
}

function Note({ note, acts, sent, onSend }: NoteProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? note.text;
  const save = (): void => {
    onSend();
    void acts.act('notes', 'Save the note', noteFormAction, { note: note.key, text }).then((done) => {
      if (done) setDraft(null);
    });
  };
  return (
    <div>
      <TextArea
        label={note.title}
        rows={3}
        maxLength={LONGEST_FORM_NOTE}
        value={text}
        onChange={(event) => setDraft(event.target.value)}
      />
      {draft === null || draft === note.text ? null : (
        <Button size="sm" className="mt-1" busy={acts.pending} onClick={save}>
          Save
        </Button>
      )}
      <FormError error={sent ? acts.errorAt('notes') : null} />
    </div>
  );
}

export function FormNotes({ body, acts }: { body: SignoffBody; acts: ReturnType<typeof useFormActs> }) {
  const [sent, setSent] = useState<string | null>(null);
  const writable = body.state === 'draft';
  const written = body.notes.filter(({ text }) => text !== '');
  if (!writable && written.length === 0) return null;
  return (
    <Section title="Notes" rule>
      <div className="flex flex-col gap-3 pt-2 text-sm">
        {writable
          ? body.notes.map((note) => (
              <Note
                key={note.key}
                note={note}
                acts={acts}
                sent={sent === note.key}
                onSend={() => setSent(note.key)}
              />
            ))
          : written.map(({ key, title, text }) => (
              <div key={key}>
                <h3 className="lbl">{title}</h3>
                <p className="break-words whitespace-pre-line">{text}</p>
              </div>
            ))}
      </div>
    </Section>
  );
}

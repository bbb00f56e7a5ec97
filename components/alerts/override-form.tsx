// The dialogs that put somebody on call for a time, and that hand it over now with what the next one has to know.
'use client';
import { useRef, useState } from 'react';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { FormDialog } from '#components/form-dialog.tsx';
import { Select, TextArea, TextField } from '#components/ui/field.tsx';
import { useWrittenReason } from '#components/written-reason.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { OnCallPerson } from '#lib/contract/on-call.ts';

interface FormProps {
  /** Who may be on call. */
  people: readonly OnCallPerson[];
  me: string;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onClose: () => void;
}

function options(people: readonly OnCallPerson[], me: string): { value: string; label: string }[] {
  return people.map(({ id, name }) => ({ value: id, label: id === me ? `${name}, you` : name }));
}

/** `2026-11-27T09:00`, in UTC, as the browser's field has it. */
function fieldTime(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}

/** What the field says, as an ISO time; null while it says none. */
function isoOf(text: string): string | null {
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

export interface OverrideDraft {
  person: string;
  from: string;
  until: string;
  reason: string;
}

const USUAL_MS = 12 * 3_600_000;

export function OverrideForm({
  people,
  me,
  now,
  pending,
  error,
  onSet,
  onClose,
}: FormProps & { now: string; onSet: (draft: OverrideDraft) => void }) {
  const [begin] = useState(() => Date.parse(now));
  const [person, setPerson] = useState(people.some(({ id }) => id === me) ? me : (people[0]?.id ?? ''));
  const [from, setFrom] = useState(fieldTime(begin));
  const [until, setUntil] = useState(fieldTime(begin + USUAL_MS));
  const { reason, missing, field } = useWrittenReason();
  const [fromIso, untilIso] = [isoOf(from), isoOf(until)];
  const wrong =
    fromIso === null || untilIso === null
      ? 'Give both times.'
      : untilIso <= fromIso
        ? 'The end comes after the beginning.'
        : null;
  const heldBy = wrong ?? missing;
  const set = (): void => {
    if (heldBy === null && !pending && fromIso && untilIso)
      onSet({ person, from: fromIso, until: untilIso, reason });
  };
  return (
    <FormDialog
      title="Put somebody on call"
      description="For this time they are on call, whatever the rota says."
      button="Put on call"
      heldBy={heldBy}
      pending={pending}
      error={error}
      onSubmit={set}
      onClose={onClose}
    >
      <Select label="Who" value={person} options={options(people, me)} onValue={setPerson} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="From, UTC"
          type="datetime-local"
          fieldClassName="tn"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextField
          label="Until, UTC"
          type="datetime-local"
          fieldClassName="tn"
          value={until}
          error={wrong}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      <ReasonField {...field} onEnter={set} />
    </FormDialog>
  );
}

export function HandOverForm({
  people,
  me,
  current,
  pending,
  error,
  onHandOver,
  onClose,
}: FormProps & { current: OnCallPerson | null; onHandOver: (to: string, note: string) => void }) {
  const others = people.filter(({ id }) => id !== current?.id);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const first = others.find(({ id }) => id === me) ?? others[0];
  const [to, setTo] = useState(first?.id ?? '');
  const [note, setNote] = useState('');
  const heldBy =
    others.length === 0
      ? 'There is nobody else who may be on call.'
      : note.trim().length < 3
        ? 'Write what the next one has to know.'
        : null;
  return (
    <FormDialog
      title={current ? `Hand over from ${current.name}` : 'Take the on-call'}
      description="The next one has it at once, until this stretch would have ended."
      button="Hand over now"
      heldBy={heldBy}
      pending={pending}
      error={error}
      initialFocus={noteRef}
      onSubmit={() => onHandOver(to, note.trim())}
      onClose={onClose}
    >
      <Select label="To" value={to} options={options(others, me)} onValue={setTo} />
      <TextArea
        ref={noteRef}
        label="Note"
        help="Open alerts, what to watch, who knows more."
        rows={4}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </FormDialog>
  );
}

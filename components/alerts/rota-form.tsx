// The dialog that sets the rota: time zone, first day, and for each shift who takes turns in which order.
'use client';
import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { FormDialog } from '#components/form-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select, TextField } from '#components/ui/field.tsx';
import { useWrittenReason } from '#components/written-reason.ts';
import { ROTA_LIMITS } from '#lib/catalog/on-call.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { OnCallPerson, RotaView } from '#lib/contract/on-call.ts';

interface ShiftDraft {
  /** Of the field on screen only. */
  key: number;
  name: string;
  from: string;
  people: readonly string[];
}

export interface RotaDraft {
  timeZone: string;
  firstDay: string;
  shifts: readonly Omit<ShiftDraft, 'key'>[];
  reason: string;
}

interface RotaFormProps {
  rota: RotaView | null;
  people: readonly OnCallPerson[];
  now: string;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onSet: (draft: RotaDraft) => void;
  onClose: () => void;
}

function firstShifts(rota: RotaView | null, people: readonly OnCallPerson[]): ShiftDraft[] {
  if (!rota) return [{ key: 0, name: 'Primary', from: '09:00', people: people[0] ? [people[0].id] : [] }];
  const here = new Set(people.map(({ id }) => id));
  return rota.shifts.map(({ name, from, people: turns }, key) => ({
    ...{ key, name, from },
    people: turns.filter(({ id }) => here.has(id)).map(({ id }) => id),
  }));
}

function problemOf(shifts: readonly ShiftDraft[], firstDay: string): string | null {
  if (firstDay === '') return 'Give the day of the first hand-over.';
  for (const { name, from, people } of shifts) {
    if (name.trim() === '') return 'Give each shift a name.';
    if (from === '') return 'Give each shift the time at which it begins.';
    if (people.length === 0) return `Add somebody to ${name}.`;
  }
  return new Set(shifts.map(({ from }) => from)).size < shifts.length
    ? 'Give each shift its own time.'
    : null;
}

export function RotaForm({ rota, people, now, pending, error, onSet, onClose }: RotaFormProps) {
  const [timeZone, setTimeZone] = useState(rota?.timeZone ?? 'UTC');
  const [firstDay, setFirstDay] = useState(rota?.firstDay ?? now.slice(0, 10));
  const [shifts, setShifts] = useState(() => firstShifts(rota, people));
  const { reason, missing, field } = useWrittenReason();
  const heldBy = problemOf(shifts, firstDay) ?? missing;
  const set = (): void => {
    if (heldBy !== null || pending) return;
    onSet({
      ...{ timeZone, firstDay, reason },
      shifts: shifts.map(({ name, from, people: turns }) => ({ name: name.trim(), from, people: turns })),
    });
  };
  const change = (key: number, part: Partial<ShiftDraft>): void =>
    setShifts(shifts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <FormDialog
      title="Set the rota"
      description="Each shift has its people, who take turns by the week. It holds at once; overrides stay."
      button="Set the rota"
      heldBy={heldBy}
      pending={pending}
      error={error}
      className="max-w-2xl"
      onSubmit={set}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Time zone"
          help="Such as Europe/London: hand-overs follow its clock."
          autoComplete="off"
          value={timeZone}
          onChange={(event) => setTimeZone(event.target.value)}
        />
        <TextField
          label="First hand-over"
          help="On this day the first of each shift begins."
          type="date"
          fieldClassName="tn"
          value={firstDay}
          onChange={(event) => setFirstDay(event.target.value)}
        />
      </div>
      {shifts.map((shift, index) => (
        <ShiftFields
          key={shift.key}
          shift={shift}
          number={index + 1}
          people={people}
          onChange={(part) => change(shift.key, part)}
          onRemove={shifts.length > 1 ? () => setShifts(shifts.filter(({ key }) => key !== shift.key)) : null}
        />
      ))}
      {shifts.length < ROTA_LIMITS.shifts ? (
        <Button
          size="sm"
          icon={Plus}
          className="self-start"
          onClick={() =>
            setShifts([
              ...shifts,
              { key: Math.max(...shifts.map(({ key }) => key)) + 1, name: '', from: '', people: [] },
            ])
          }
        >
          Add a shift
        </Button>
      ) : null}
      <ReasonField {...field} onEnter={set} />
    </FormDialog>
  );
}

interface ShiftFieldsProps {
  shift: ShiftDraft;
  number: number;
  people: readonly OnCallPerson[];
  onChange: (part: Partial<ShiftDraft>) => void;
  onRemove: (() => void) | null;
}

function ShiftFields({ shift, number, people, onChange, onRemove }: ShiftFieldsProps) {
  const { name, from, people: turns } = shift;
  const nameOf = (id: string): string => people.find((one) => one.id === id)?.name ?? 'Somebody';
  const left = people.filter(({ id }) => !turns.includes(id));
  const earlier = (place: number): string[] => {
    const moved = [...turns];
    const [one] = moved.splice(place, 1);
    if (one !== undefined) moved.splice(place - 1, 0, one);
    return moved;
  };
  return (
    <fieldset className="border-t border-line pt-3">
      <legend className="sr-only">Shift {number}</legend>
      <div className="flex items-end gap-3">
        <TextField
          className="min-w-0 flex-1"
          label={`Shift ${number}`}
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <TextField
          label="Begins at"
          type="time"
          fieldClassName="tn"
          value={from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
        {onRemove ? (
          <Button square variant="ghost" aria-label={`Remove shift ${number}`} onClick={onRemove}>
            <Trash2 className="size-4" aria-hidden="true" />
          </Button>
        ) : null}
      </div>
      <ol className="mt-2" aria-label={`Turns of shift ${number}`}>
        {turns.map((id, place) => (
          <li key={id} className="flex min-h-8 items-center gap-2 border-b border-line text-xs">
            <span className="tn w-5 text-ink-3">{place + 1}</span>
            <span className="min-w-0 flex-1 truncate">{nameOf(id)}</span>
            {place > 0 ? (
              <Button
                square
                size="sm"
                variant="ghost"
                aria-label={`${nameOf(id)} earlier`}
                onClick={() => onChange({ people: earlier(place) })}
              >
                <ArrowUp className="size-3.5" aria-hidden="true" />
              </Button>
            ) : null}
            <Button
              square
              size="sm"
              variant="ghost"
              aria-label={`Remove ${nameOf(id)}`}
              onClick={() => onChange({ people: turns.filter((other) => other !== id) })}
            >
              <Trash2 className="size-3.5" aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ol>
      {left.length > 0 ? (
        <Select
          className="mt-2"
          label={`Add to shift ${number}`}
          value=""
          options={[
            { value: '', label: 'Choose somebody' },
            ...left.map(({ id, name: label }) => ({ value: id, label })),
          ]}
          onValue={(id) => {
            if (id !== '') onChange({ people: [...turns, id] });
          }}
        />
      ) : null}
    </fieldset>
  );
}

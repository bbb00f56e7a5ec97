// Until when a value holds, or when a loosened control is looked at again, and who does it.
'use client';
import { day, stamp } from '#components/format-time.ts';
import { Select, TextField } from '#components/ui/field.tsx';
import type { DeciderView } from '#lib/contract/approvals.ts';
import { type DeadlineKind, type Hold, type TermsDraft, untilOf } from './change-terms.ts';

interface DeadlineFieldsProps {
  kind: DeadlineKind;
  draft: TermsDraft;
  onDraft: (draft: TermsDraft) => void;
  me: { id: string; name: string };
  /** Whom to choose from as the owner; empty while it is read. */
  people: readonly DeciderView[];
  /** Whom an empty choice of owner stands for, when it is not oneself. */
  ownerNow?: { id: string; name: string };
  /** There is an end already: it can be moved, not taken away. */
  mustEnd?: boolean;
  /** The server's clock, ms since 1970. */
  now: number;
}

const TIMES = [
  { value: '30', label: '30 minutes' },
  { value: '60', label: '1 hour' },
  { value: '240', label: '4 hours' },
  { value: 'day', label: 'The end of the day, UTC' },
  { value: 'own', label: 'A time of your own' },
] as const satisfies readonly { value: Hold; label: string }[];

/** `14:30:00 UTC`, or with its day when that is another. */
export function untilWords(until: Date, now: number): string {
  return `${stamp(until.getTime(), now)} UTC`;
}

function helpFor(kind: DeadlineKind, draft: TermsDraft, now: number): string | undefined {
  const until = untilOf(draft, now);
  if (!until.ok || until.value === null) return undefined;
  const at = untilWords(until.value, now);
  return kind === 'loosened'
    ? `Looked at again by ${at}. Bulkhead reminds its owner; it changes no value by itself.`
    : `At ${at} its owner is told to set it back. Bulkhead changes no value by itself.`;
}

export function DeadlineFields({
  kind,
  draft,
  onDraft,
  me,
  people,
  ownerNow = me,
  mustEnd = false,
  now,
}: DeadlineFieldsProps) {
  const until = untilOf(draft, now);
  const has = draft.hold !== 'none';
  const owners = [me, ...people.filter(({ id }) => id !== me.id)];
  const named = (person: { id: string; name: string }): string =>
    person.id === me.id ? `${person.name}, you` : person.name;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 items-start gap-3">
        <Select
          label={kind === 'loosened' ? 'Look at it again within' : mustEnd ? 'Set it back within' : 'Holds'}
          value={draft.hold}
          options={[
            ...(kind === 'temporary' && !mustEnd ? [{ value: 'none', label: 'For good' }] : []),
            ...TIMES,
          ]}
          onValue={(hold) => onDraft({ ...draft, hold: hold as Hold })}
        />
        {has ? (
          <Select
            label="Owner"
            value={draft.owner}
            options={[
              { value: '', label: named(ownerNow) },
              ...owners
                .filter(({ id }) => id !== ownerNow.id)
                .map((person) => ({ value: person.id, label: named(person) })),
            ]}
            onValue={(owner) => onDraft({ ...draft, owner })}
          />
        ) : null}
      </div>
      {draft.hold === 'own' ? (
        <TextField
          label={`Time in UTC; today is ${day(now)}`}
          type="datetime-local"
          fieldClassName="tn"
          value={draft.ownTime}
          error={draft.ownTime !== '' && !until.ok ? until.error.message : null}
          onChange={(event) => onDraft({ ...draft, ownTime: event.target.value })}
        />
      ) : null}
      {has && until.ok ? <p className="text-xs text-ink-3">{helpFor(kind, draft, now)}</p> : null}
    </div>
  );
}

// The moment the matrix goes back to: before what was pressed, a while ago, the start of the day, or a time with seconds.
'use client';
import type { Ref } from 'react';
import { stamp } from '#components/format-time.ts';
import { Select, TextField } from '#components/ui/field.tsx';
import { type Back, momentOf, type TimeDraft, timeText } from './matrix-rollback-words.ts';

interface RollBackTimeProps {
  draft: TimeDraft;
  /** The last moment before what was pressed; null where nothing was. */
  before: string | null;
  /** The server's clock, ms since 1970. */
  now: number;
  onDraft: (draft: TimeDraft) => void;
  focusRef: Ref<HTMLSelectElement>;
}

const TIMES = [
  { value: '10', label: '10 minutes ago' },
  { value: '60', label: 'An hour ago' },
  { value: 'day', label: 'The start of today, UTC' },
  { value: 'own', label: 'A time of your own' },
] as const satisfies readonly { value: Back; label: string }[];

export function RollBackTime({ draft, before, now, onDraft, focusRef }: RollBackTimeProps) {
  const moment = momentOf(draft, before, now);
  return (
    <div className="flex flex-col gap-2">
      <Select
        ref={focusRef}
        label="Back to"
        value={draft.back}
        options={[
          ...(before === null
            ? []
            : [{ value: 'before', label: `Just before ${stamp(Date.parse(before) + 1, now)}` }]),
          ...TIMES,
        ]}
        onValue={(back) =>
          onDraft({ back: back as Back, ownTime: draft.ownTime || timeText(now), chosenAt: now })
        }
      />
      {draft.back === 'own' ? (
        <TextField
          label="Time, in UTC"
          help="With seconds. Without a day it is today."
          fieldClassName="num"
          autoComplete="off"
          spellCheck={false}
          value={draft.ownTime}
          error={moment.ok ? null : moment.error.message}
          onChange={(event) => onDraft({ ...draft, ownTime: event.target.value })}
        />
      ) : null}
    </div>
  );
}

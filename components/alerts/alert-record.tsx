// What happened about a firing, in order, and the field in which to write what one sees; what was typed stays until it is stored.
'use client';
import clsx from 'clsx';
import { BellRing, CircleDot, MessageSquareText } from 'lucide-react';
import { type FormEvent, type Ref, useState } from 'react';
import { RefusedChange } from '#components/changes/refused-change.tsx';
import { stamp } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { Section } from '#components/ui/section.tsx';
import type { FiringBody } from '#lib/contract/alerts.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { type TimelineEntry, timelineOf } from './alert-timeline.ts';

const ICON = { moment: CircleDot, told: BellRing, note: MessageSquareText } as const;

function Entry({ entry, now }: { entry: TimelineEntry; now: string }) {
  const Icon = ICON[entry.kind];
  return (
    <li className="grid grid-cols-[minmax(62px,auto)_16px_minmax(0,1fr)] gap-x-2 py-1.5 text-xs">
      <span className="num text-ink-3">{stamp(entry.at, now)}</span>
      <Icon className="mt-0.5 size-3 text-ink-3" aria-hidden="true" />
      <span className="min-w-0">
        <span className={clsx(entry.kind === 'told' ? 'text-ink-2' : 'font-medium')}>{entry.title}</span>
        {entry.text ? (
          <span
            className={clsx(
              'block break-words whitespace-pre-wrap',
              entry.kind === 'note' ? 'text-ink' : 'text-ink-3',
            )}
          >
            {entry.text}
          </span>
        ) : null}
      </span>
    </li>
  );
}

interface AlertRecordProps {
  body: FiringBody;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  fieldRef: Ref<HTMLDivElement>;
  /** True when it is stored. */
  onNote: (text: string) => Promise<boolean>;
}

export function AlertRecord({ body, heldBy, pending, error, fieldRef, onNote }: AlertRecordProps) {
  const [text, setText] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (heldBy !== null || pending || text.trim() === '') return;
    void onNote(text).then((stored) => {
      if (stored) setText('');
    });
  };
  return (
    <Section title="What happened" note="notes go into the audit log too">
      <ol className="mt-1">
        {timelineOf(body).map((entry) => (
          <Entry key={entry.id} entry={entry} now={body.now} />
        ))}
      </ol>
      <form onSubmit={send} className="mt-2 flex flex-col gap-2">
        <div ref={fieldRef}>
          <TextArea
            label="Add a note"
            rows={2}
            maxLength={4_000}
            value={text}
            placeholder="What you see, what you did, whom you called"
            aria-keyshortcuts="m"
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <RefusedChange error={error} />
        <Button
          type="submit"
          busy={pending}
          disabledReason={heldBy ?? (text.trim() === '' ? 'Write something first.' : null)}
          className="self-start"
        >
          {pending ? 'Sending' : 'Add the note'}
        </Button>
      </form>
    </Section>
  );
}

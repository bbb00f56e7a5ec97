// Two versions of a post-mortem beside each other, part by part: lines that only you have, lines that only they have; you say which to keep.
'use client';
import clsx from 'clsx';
import { Button } from '#components/ui/button.tsx';
import { POST_MORTEM_PARTS } from '#lib/catalog/incidents.ts';
import type { PersonRef } from '#lib/contract/incidents.ts';
import { preventionLabel } from './incident-words.ts';
import { differingParts, type PostMortemDraft } from './post-mortem-draft.ts';
import { textDifference } from './text-difference.ts';

interface PostMortemMovedProps {
  mine: PostMortemDraft;
  theirs: PostMortemDraft;
  editedBy: string | null;
  people: readonly PersonRef[];
  onDraft: (draft: PostMortemDraft) => void;
}

const LINE = {
  same: { sign: ' ', word: '', look: 'text-ink-3' },
  first: { sign: '+', word: 'Yours: ', look: 'bg-sel text-ink' },
  second: { sign: '-', word: 'Theirs: ', look: 'bg-risk-soft text-risk-text' },
} as const;

function itemsText({ prevention }: PostMortemDraft, people: readonly PersonRef[]): string {
  return prevention
    .map(({ kind, what, owner, dueOn }) =>
      [
        `${preventionLabel(kind)}: ${what}`,
        people.find(({ id }) => id === owner)?.name ?? 'nobody',
        dueOn,
      ].join(', '),
    )
    .join('\n');
}

function Difference({
  title,
  mine,
  theirs,
  onTake,
}: {
  title: string;
  mine: string;
  theirs: string;
  onTake: () => void;
}) {
  return (
    <section aria-label={`Difference of ${title}`} className="border-t border-line pt-2">
      <div className="flex items-center gap-2">
        <h3 className="lbl">{title}</h3>
        <Button size="sm" className="ml-auto" onClick={onTake} aria-label={`Take theirs: ${title}`}>
          Take theirs
        </Button>
      </div>
      <ul className="mt-1 text-xs" aria-label={`${title}, line by line`}>
        {textDifference(mine, theirs).map(({ kind, text }, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text, in their order
            key={place}
            className={clsx('flex gap-2 px-1', LINE[kind].look)}
          >
            <span className="num" aria-hidden="true">
              {LINE[kind].sign}
            </span>
            <span className="min-w-0 break-words whitespace-pre-wrap">
              <span className="sr-only">{LINE[kind].word}</span>
              {text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PostMortemMoved({ mine, theirs, editedBy, people, onDraft }: PostMortemMovedProps) {
  const parts = differingParts(mine.text, theirs.text);
  const [own, other] = [itemsText(mine, people), itemsText(theirs, people)];
  return (
    <div role="alert" className="flex flex-col gap-2 border border-risk-line p-3">
      <p className="text-sm">
        {editedBy ?? 'Somebody'} saved version {theirs.version} while you wrote. Yours is not lost: take over
        what you want of theirs, then keep yours and save.
      </p>
      {parts.map((name) => (
        <Difference
          key={name}
          title={POST_MORTEM_PARTS[name].title}
          mine={mine.text[name]}
          theirs={theirs.text[name]}
          onTake={() => onDraft({ ...mine, text: { ...mine.text, [name]: theirs.text[name] } })}
        />
      ))}
      {own === other ? null : (
        <Difference
          title="Prevention"
          mine={own}
          theirs={other}
          onTake={() => onDraft({ ...mine, prevention: theirs.prevention })}
        />
      )}
      <div>
        <Button variant="ink" onClick={() => onDraft({ ...mine, version: theirs.version })}>
          Go on from version {theirs.version} with what stands below
        </Button>
      </div>
    </div>
  );
}

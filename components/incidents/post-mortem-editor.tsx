// The post-mortem as it is written: four parts and prevention; what somebody else saved meanwhile stands beside what you wrote.
'use client';
import { Plus, X } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import {
  INCIDENT_LIMITS,
  POST_MORTEM_PART_NAMES,
  POST_MORTEM_PARTS,
  PREVENTION_KINDS,
  type PreventionKind,
} from '#lib/catalog/incidents.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { PersonRef, PostMortemView } from '#lib/contract/incidents.ts';
import { type DraftItem, draftFrom, type PostMortemDraft, unsavable } from './post-mortem-draft.ts';
import { PostMortemMoved } from './post-mortem-moved.tsx';

interface PostMortemEditorProps {
  draft: PostMortemDraft;
  /** As it is saved now, or as the timeline drafts it. */
  saved: PostMortemView;
  changed: boolean;
  people: readonly PersonRef[];
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onDraft: (draft: PostMortemDraft) => void;
  onSave: () => void;
  /** Leaves what was written and begins from what is saved. */
  onDiscard: () => void;
}

const KINDS = Object.entries(PREVENTION_KINDS) as [PreventionKind, string][];

function PreventionRow({
  item,
  place,
  people,
  onItem,
  onTakeOut,
}: {
  item: DraftItem;
  place: number;
  people: readonly PersonRef[];
  onItem: (part: Partial<DraftItem>) => void;
  onTakeOut: () => void;
}) {
  const named = `prevention ${place + 1}`;
  return (
    <li className="flex flex-wrap items-center gap-2 py-1.5">
      <select
        aria-label={`Kind of ${named}`}
        className="field h-7 w-auto py-0 text-xs pointer-coarse:h-11"
        value={item.kind}
        onChange={(event) => onItem({ kind: event.target.value as PreventionKind })}
      >
        {KINDS.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <input
        aria-label={`What ${named} is`}
        className="field h-7 min-w-0 flex-1 basis-52 px-2 pointer-coarse:h-11"
        maxLength={INCIDENT_LIMITS.preventionItem}
        autoComplete="off"
        value={item.what}
        onChange={(event) => onItem({ what: event.target.value })}
      />
      <select
        aria-label={`Owner of ${named}`}
        className="field h-7 w-auto max-w-[180px] py-0 text-xs pointer-coarse:h-11"
        value={item.owner}
        onChange={(event) => onItem({ owner: event.target.value })}
      >
        <option value="">Owner</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <input
        type="date"
        aria-label={`Due day of ${named}`}
        className="field h-7 w-auto px-2 text-xs pointer-coarse:h-11"
        value={item.dueOn}
        onChange={(event) => onItem({ dueOn: event.target.value })}
      />
      <Button variant="ghost" square icon={X} aria-label={`Take ${named} out`} onClick={onTakeOut} />
    </li>
  );
}

export function PostMortemEditor({
  draft,
  saved,
  changed,
  people,
  heldBy,
  pending,
  error,
  onDraft,
  onSave,
  onDiscard,
}: PostMortemEditorProps) {
  const { text, prevention } = draft;
  const moved = changed && saved.version > draft.version;
  const first = saved.version === 0;
  const setItems = (items: readonly DraftItem[]): void => onDraft({ ...draft, prevention: items });
  const held =
    heldBy ??
    (moved ? 'Compare with what was saved meanwhile first.' : null) ??
    (changed || first ? unsavable(draft) : 'Nothing is changed.');
  return (
    <div className="flex flex-col gap-3">
      {moved ? (
        <PostMortemMoved
          mine={draft}
          theirs={draftFrom(saved)}
          editedBy={saved.editedBy}
          people={people}
          onDraft={onDraft}
        />
      ) : null}
      {POST_MORTEM_PART_NAMES.map((name) => (
        <TextArea
          key={name}
          label={POST_MORTEM_PARTS[name].title}
          help={POST_MORTEM_PARTS[name].asks}
          rows={Math.min(16, Math.max(3, text[name].split('\n').length + 1))}
          maxLength={INCIDENT_LIMITS.part}
          readOnly={heldBy !== null}
          value={text[name]}
          onChange={(event) => onDraft({ ...draft, text: { ...text, [name]: event.target.value } })}
        />
      ))}
      <fieldset disabled={heldBy !== null}>
        <legend className="lbl">Prevention</legend>
        <ul className="divide-y divide-line">
          {prevention.map((item, place) => (
            <PreventionRow
              key={item.id}
              item={item}
              place={place}
              people={people}
              onItem={(part) =>
                setItems(prevention.map((one) => (one.id === item.id ? { ...one, ...part } : one)))
              }
              onTakeOut={() => setItems(prevention.filter((one) => one.id !== item.id))}
            />
          ))}
        </ul>
        <Button
          size="sm"
          icon={Plus}
          className="mt-1"
          disabledReason={
            prevention.length >= INCIDENT_LIMITS.preventionItems ? 'That is as many as it takes.' : null
          }
          onClick={() =>
            setItems([
              ...prevention,
              { id: crypto.randomUUID(), kind: 'code', what: '', owner: '', dueOn: '' },
            ])
          }
        >
          Add prevention
        </Button>
      </fieldset>
      <FormError error={moved ? null : error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="ink" size="lg" busy={pending} disabledReason={held} onClick={onSave}>
          Save the post-mortem
        </Button>
        {changed ? (
          <Button variant="ghost" size="lg" onClick={onDiscard}>
            Leave my changes
          </Button>
        ) : null}
        <span className="text-xs text-ink-3">
          {changed
            ? 'Not saved yet; kept in this browser meanwhile.'
            : first
              ? 'Drafted from the timeline; nobody has saved it.'
              : `Version ${saved.version}, saved by ${saved.editedBy}.`}
        </span>
      </div>
    </div>
  );
}

// The fields of a release that is being written: versions, strategy, checklist, notes and reason, each with its own mistake.
'use client';
import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import { TextArea, TextField } from '#components/ui/field.tsx';
import {
  CHECKLIST_KEYS,
  NOTE_PART_NAMES,
  NOTE_PARTS,
  RELEASE_CHECKLIST,
  STRATEGIES,
  STRATEGY_NAMES,
  type Strategy,
} from '#lib/catalog/releases.ts';
import { changeInDraft, type DraftProblems, type ReleaseDraft, withAnswer } from './release-draft.ts';

interface ReleaseFormProps {
  draft: ReleaseDraft;
  problems: DraftProblems;
  /** The version that has the traffic, and its side; null while nobody has said which it is. */
  live: { side: string; version: string | null };
  onChange: (draft: ReleaseDraft) => void;
}

const CHANGES = { major: 'Major version', minor: 'Minor version', patch: 'Patch', same: '', older: 'Older' };

const box = 'mt-0.5 size-4 shrink-0 accent-ink';
const row = 'flex cursor-pointer items-start gap-2 py-1 text-sm pointer-coarse:py-2.5';

function Strategies({ draft, onChange }: Pick<ReleaseFormProps, 'draft' | 'onChange'>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="lbl mb-1">Strategy</legend>
      {STRATEGY_NAMES.map((strategy: Strategy) => (
        <label key={strategy} className={row}>
          <input
            type="radio"
            name={name}
            className={box}
            checked={draft.strategy === strategy}
            onChange={() => onChange({ ...draft, strategy })}
          />
          <span className="min-w-0">
            {STRATEGIES[strategy].label}
            <span className="block text-xs text-ink-3">
              {STRATEGIES[strategy].means}. Back in {STRATEGIES[strategy].target.replace(/^in /, '')}.
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Checklist({ draft, problems, onChange }: Omit<ReleaseFormProps, 'live'>) {
  const problemId = useId();
  const { checked } = draft;
  const problem = problems.checklist;
  return (
    <fieldset>
      <legend className="lbl mb-1">
        Deployment checklist, {checked.length} of {CHECKLIST_KEYS.length}
      </legend>
      <div className="grid sm:grid-cols-2 sm:gap-x-4">
        {CHECKLIST_KEYS.map((key) => {
          const yes = checked.includes(key);
          return (
            <label key={key} className={row}>
              <input
                type="checkbox"
                className={box}
                checked={yes}
                {...(problem && !yes ? { 'aria-invalid': true as const, 'aria-describedby': problemId } : {})}
                onChange={({ target }) =>
                  onChange({ ...draft, checked: withAnswer(checked, key, target.checked) })
                }
              />
              {RELEASE_CHECKLIST[key]}
            </label>
          );
        })}
      </div>
      {problem ? (
        <p id={problemId} className="mt-1 flex items-start gap-1.5 text-xs text-crit-text">
          <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

export function ReleaseForm({ draft, problems, live, onChange }: ReleaseFormProps) {
  const change = changeInDraft(draft, live.version);
  const versionField = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false, maxLength: 60 };
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {live.version === null ? (
          <TextField
            {...versionField}
            label={`Version that has the traffic, on ${live.side}`}
            help="Asked until the first release has succeeded; from then on Bulkhead knows it."
            error={problems.from ?? null}
            value={draft.from}
            onChange={(event) => onChange({ ...draft, from: event.target.value })}
          />
        ) : (
          <dl>
            <dt className="lbl mb-1">Version that has the traffic</dt>
            <dd className="num py-1 text-sm">
              {live.version} <span className="text-ink-3">on {live.side}</span>
            </dd>
          </dl>
        )}
        <TextField
          {...versionField}
          label="New version"
          aside={change === undefined ? '' : CHANGES[change]}
          help="The tag that it is built from, such as v1.2.5."
          error={problems.to ?? null}
          value={draft.to}
          onChange={(event) => onChange({ ...draft, to: event.target.value })}
        />
      </div>
      {change === 'older' ? (
        <label className={row}>
          <input
            type="checkbox"
            className={box}
            checked={draft.olderOnPurpose}
            onChange={({ target }) => onChange({ ...draft, olderOnPurpose: target.checked })}
          />
          The older version is meant
        </label>
      ) : null}
      <Strategies draft={draft} onChange={onChange} />
      <Checklist draft={draft} problems={problems} onChange={onChange} />
      <fieldset>
        <legend className="mb-1 text-xs font-semibold">
          Release notes <span className="font-normal text-ink-3">a line for each</span>
        </legend>
        <div className="grid gap-3 sm:grid-cols-2">
          {NOTE_PART_NAMES.map((part) => (
            <TextArea
              key={part}
              label={NOTE_PARTS[part]}
              error={problems[part] ?? null}
              value={draft.notes[part]}
              onChange={(event) =>
                onChange({ ...draft, notes: { ...draft.notes, [part]: event.target.value } })
              }
            />
          ))}
        </div>
      </fieldset>
      <TextArea
        label="Reason, 12 characters or more"
        error={problems.reason ?? null}
        maxLength={2_000}
        value={draft.reason}
        onChange={(event) => onChange({ ...draft, reason: event.target.value })}
      />
    </>
  );
}

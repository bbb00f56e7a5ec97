// The quiet way past the second person: names an incident, says what follows, and changes what the button of the sheet does.
'use client';
import { TextField } from '#components/ui/field.tsx';
import type { TermsDraft } from './change-terms.ts';

interface BreakGlassPartProps {
  draft: TermsDraft;
  onDraft: (draft: TermsDraft) => void;
  /** Why the terms cannot be sent; shown once something was typed. */
  heldBy: string | null;
}

const FOLLOWS = [
  'Your second factor is asked for again.',
  'Everybody is told at once, on every screen.',
  'Until somebody else has reviewed it, nothing outside this incident is raised.',
];

export function BreakGlassPart({ draft, onDraft, heldBy }: BreakGlassPartProps) {
  return (
    <details
      open={draft.glass}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== draft.glass) onDraft({ ...draft, glass: open });
      }}
      className="border-t border-line pt-2 text-xs"
    >
      <summary className="min-h-6 w-fit rounded-xs text-ink-3 hover:text-ink pointer-coarse:min-h-11">
        Nobody at hand to approve? Break-glass
      </summary>
      <div className="mt-2 flex flex-col gap-2 border-l-2 border-risk-line pl-3">
        <p className="text-risk-text">It happens at once, without a second person.</p>
        <ul className="flex list-disc flex-col gap-0.5 pl-4 text-ink-2">
          {FOLLOWS.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
        <TextField
          label="Incident"
          placeholder="INC-42"
          fieldClassName="num"
          autoComplete="off"
          spellCheck={false}
          value={draft.incident}
          error={draft.incident === '' ? null : heldBy}
          onChange={(event) => onDraft({ ...draft, incident: event.target.value })}
        />
      </div>
    </details>
  );
}

// Starting a release: what is missing is said at every field at once, and what was typed outlives a refusal and a closed dialog.
'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { FormDialog } from '#components/form-dialog.tsx';
import { inputOf, problemsOf, type ReleaseDraft, refusedFields } from '#components/releases/release-draft.ts';
import { ReleaseForm } from '#components/releases/release-form.tsx';
import { startReleaseAction } from './actions.ts';

interface StartDialogProps {
  draft: ReleaseDraft;
  live: { side: string; version: string | null };
  /** What stands before it besides what is written; null when nothing does. */
  heldBy: string | null;
  onDraft: (draft: ReleaseDraft) => void;
  onClose: () => void;
}

export function StartDialog({ draft, live, heldBy, onDraft, onClose }: StartDialogProps) {
  const router = useRouter();
  const { pending, error, forget, send, dialog } = useKeyedSend(['releases']);
  const [tries, setTries] = useState(0);
  const fields = useRef<HTMLDivElement>(null);
  const refused = refusedFields(error);
  const problems = { ...(tries > 0 ? problemsOf(draft, live.version) : {}), ...refused };
  // Whoever presses the button is led to the first field that keeps it back, now or when the console has refused it.
  useEffect(() => {
    if (tries > 0) fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  const start = async (): Promise<void> => {
    setTries((before) => before + 1);
    if (Object.keys(problemsOf(draft, live.version)).length > 0) return;
    const to = draft.to.trim();
    const result = await send(startReleaseAction, inputOf(draft, live.version), `Start the release of ${to}`);
    if (result?.ok) router.push(`/releases/${result.value.number}`);
    else setTries((before) => before + 1);
  };
  return (
    <>
      <FormDialog
        title="Start a release of the order gateway"
        description="Nothing is deployed to users yet: somebody else approves it, then its traffic moves step by step."
        className="sm:w-[680px]"
        button="Start the release"
        heldBy={heldBy}
        pending={pending}
        error={Object.keys(refused).length > 0 ? null : error}
        onSubmit={() => void start()}
        onClose={onClose}
      >
        <div ref={fields} className="flex flex-col gap-4">
          <ReleaseForm
            draft={draft}
            problems={problems}
            live={live}
            onChange={(next) => {
              forget();
              onDraft(next);
            }}
          />
        </div>
      </FormDialog>
      {dialog}
    </>
  );
}

// Says at the top of the profile that a second factor is missing or unproven, and lets the person prove it.
'use client';
import { useState } from 'react';
import { useStepUp } from '#app/_client/step-up.tsx';
import { factorNotice } from '#components/access/factor-words.ts';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { proveSecondFactorAction } from './actions.ts';
import type { ProfilePart } from './part.ts';

export function FactorBanner({ profile, heldBy, onChanged }: ProfilePart) {
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string } | null>(null);
  const notice = factorNotice(profile.roles, profile.factor);
  const prove = async (): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await run(
      (proof) => proveSecondFactorAction({}, undefined, proof),
      'Prove that it is you',
    );
    setPending(false);
    if (result?.ok) {
      showToast({ id: 'factor', tone: 'ok', title: 'Proven: you can change things until you sign out' });
      onChanged();
    } else if (result) setError(result.error);
  };
  if (!notice) return dialog;
  return (
    <section
      aria-label="Second factor missing"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-risk-line bg-risk-soft p-4"
    >
      <div className="min-w-60 flex-1">
        <p className="text-sm font-semibold text-risk-text">{notice.title}</p>
        <p className="mt-0.5 max-w-prose text-xs text-ink-2">{notice.says}</p>
        <FormError error={error} />
      </div>
      {profile.factor === 'unproven' ? (
        <Button variant="ink" size="lg" busy={pending} disabledReason={heldBy} onClick={() => void prove()}>
          Prove it
        </Button>
      ) : null}
      {dialog}
    </section>
  );
}

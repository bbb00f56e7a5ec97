// The password of the profile: how old it is, and changing it.
'use client';
import { useState } from 'react';
import { useStepUp } from '#app/_client/step-up.tsx';
import { PasswordDialog } from '#components/access/password-dialog.tsx';
import { day } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { changePasswordAction } from './actions.ts';
import type { ProfilePart } from './part.ts';

export function PasswordPart({ profile, heldBy, onChanged }: ProfilePart) {
  const { run, dialog } = useStepUp();
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ field: 'current' | 'password' | null; message: string } | null>(null);
  const show = (next: boolean): void => {
    setError(null);
    setOpen(next);
  };
  const change = async (current: string, password: string): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await run(
      (proof) => changePasswordAction({ current, password }, undefined, proof),
      'Change your password',
    );
    setPending(false);
    if (result === null) return;
    if (!result.ok) {
      setError({
        field: result.error.code === 'invalid_value' ? 'password' : null,
        message: result.error.message,
      });
    } else if (!result.value.changed) {
      setError({ field: 'current', message: 'That is not your current password. Type it again.' });
    } else {
      show(false);
      showToast({ id: 'password', tone: 'ok', title: 'Your password is changed, other sessions are ended' });
      onChanged();
    }
  };
  return (
    <Section title="Password" rule>
      <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-2">
        <p className="min-w-60 flex-1 text-xs text-ink-3">
          {profile.external
            ? 'You sign in through the identity provider: your password is changed there.'
            : profile.passwordSetAt
              ? `Set on ${day(profile.passwordSetAt)} ${new Date(profile.passwordSetAt).getUTCFullYear()}. Nobody asks you to change it without a reason.`
              : 'You have no password: you sign in with a passkey.'}
        </p>
        {profile.external || !profile.passwordSetAt ? null : (
          <Button disabledReason={heldBy} onClick={() => show(true)}>
            Change your password
          </Button>
        )}
      </div>
      {open ? (
        <PasswordDialog
          email={profile.email}
          pending={pending}
          error={error}
          onChange={(current, password) => void change(current, password)}
          onClose={() => show(false)}
        />
      ) : null}
      {dialog}
    </Section>
  );
}

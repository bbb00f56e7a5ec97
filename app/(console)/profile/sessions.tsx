// Where one is signed in, and ending what is not wanted any more.
'use client';
import { useState } from 'react';
import { SessionList } from '#components/access/session-list.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { revokeSessionAction } from './actions.ts';
import type { ProfilePart } from './part.ts';

export function Sessions({ profile, heldBy, onChanged, now }: ProfilePart & { now: string | null }) {
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<{ message: string } | null>(null);
  const end = async (session: string): Promise<void> => {
    setBusy(session);
    setError(null);
    const result = await revokeSessionAction({ session }).catch(() => null);
    setBusy(null);
    if (result?.ok) {
      const { ended } = result.value;
      showToast({
        id: 'sessions',
        tone: 'ok',
        title: ended === 1 ? 'That session is over' : `${ended} sessions are over`,
      });
    } else setError(result?.error ?? { message: 'The console did not answer. Press again.' });
    onChanged();
  };
  return (
    <SessionList
      sessions={profile.sessions}
      now={now}
      heldBy={heldBy}
      busy={busy}
      onEnd={(id) => void end(id)}
      onEndOthers={() => void end('others')}
    >
      <FormError error={error} />
    </SessionList>
  );
}

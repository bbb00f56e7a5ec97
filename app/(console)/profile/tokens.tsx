// The tokens part of the profile: the list, making one with the second factor, revoking one.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useStepUp } from '#app/_client/step-up.tsx';
import { SecretOnce } from '#components/access/secret-once.tsx';
import { type TokenDraft, TokenForm } from '#components/access/token-form.tsx';
import { TokenSection } from '#components/access/token-list.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import type { TokenView } from '#lib/contract/access.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { createTokenAction, revokeTokenAction } from './token-actions.ts';

/** `onChanged` lets the page read its profile again. */
export function Tokens({ tokens, onChanged }: { tokens: readonly TokenView[]; onChanged: () => void }) {
  const { link, heard } = useConsole();
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [open, setOpen] = useState<'create' | TokenView | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const [secret, setSecret] = useState<{ name: string; token: string } | null>(null);
  const now = heard?.status.now ?? tokens[0]?.createdAt ?? new Date(0).toISOString();
  const heldBy = link.state === 'offline' ? 'You are offline. Nothing is sent until the link is back.' : null;
  const close = (): void => {
    setError(null);
    setOpen(null);
  };
  const changed = (): void => {
    close();
    void client.invalidateQueries({ queryKey: ['profile'] });
    onChanged();
  };
  const create = async (draft: TokenDraft): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await run((proof) => createTokenAction(draft, undefined, proof), 'Create the token');
    setPending(false);
    if (result?.ok) {
      setSecret({ name: draft.name, token: result.value.token });
      changed();
    } else if (result) setError(result.error);
  };
  const revoke = async (token: TokenView, reason: string): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await run(() => revokeTokenAction({ token: token.id, reason }), 'Revoke it now');
    setPending(false);
    if (result?.ok) {
      showToast({
        id: `revoked-${token.id}`,
        tone: 'ok',
        title: `${token.name} is revoked: it opens nothing any more`,
      });
      changed();
    } else if (result) setError(result.error);
  };
  return (
    <>
      <TokenSection
        tokens={tokens}
        now={now}
        heldBy={heldBy}
        onCreate={() => setOpen('create')}
        onRevoke={setOpen}
      />
      {open === 'create' ? (
        <TokenForm pending={pending} error={error} onCreate={(draft) => void create(draft)} onClose={close} />
      ) : null}
      {open !== null && open !== 'create' ? (
        <ReasonDialog
          tone="safe"
          title={`Revoke ${open.name}`}
          says={`${open.prefix} stops working at once. Whatever uses it is signed out.`}
          button="Revoke it now"
          offered={`${open.prefix} is not needed any more`}
          pending={pending}
          error={error}
          onApply={(reason) => void revoke(open, reason)}
          onClose={close}
        />
      ) : null}
      {dialog}
      {secret ? (
        <SecretOnce
          title={`The token for ${secret.name}`}
          says="It works from now on. Keep it where nobody but you reads it."
          label="Token"
          secret={secret.token}
          onDone={() => setSecret(null)}
        />
      ) : null}
    </>
  );
}

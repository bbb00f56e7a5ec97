// What is done to keys, one dialog at a time: create and rotate show the new key once, revoke asks for a reason.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useStepUp } from '#app/_client/step-up.tsx';
import type { ActionResult } from '#app/_entry/action.ts';
import type { Found } from '#components/access/credential-finder.tsx';
import { type KeyDraft, KeyForm } from '#components/access/key-form.tsx';
import { RotateDialog } from '#components/access/rotate-dialog.tsx';
import { SecretOnce } from '#components/access/secret-once.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import type { KeyMadeAnswer, KeyView } from '#lib/contract/access.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { createKeyAction, revokeFoundTokenAction, revokeKeyAction, rotateKeyAction } from './actions.ts';

export type Act =
  | { kind: 'create' }
  | { kind: 'rotate' | 'revoke'; key: KeyView }
  | { kind: 'revoke-token'; token: Extract<Found, { kind: 'token' }> };

interface KeyDialogsProps {
  act: Act | null;
  owners: readonly { id: string; name: string }[];
  me: string;
  onClose: () => void;
}

/** A new key that nobody has read yet; it lives in this page's memory until the person says that they have it. */
interface Fresh {
  title: string;
  says: string;
  secret: string;
}

export function KeyDialogs({ act, owners, me, onClose }: KeyDialogsProps) {
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const [fresh, setFresh] = useState<Fresh | null>(null);

  const close = (): void => {
    setError(null);
    onClose();
  };
  /** Sends; `done` gets the answer. Null is somebody who thought better of it while proving who they are. */
  const send = async <A,>(
    how: () => Promise<ActionResult<A> | null>,
    done: (answer: A) => void,
  ): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await how();
    setPending(false);
    if (result === null) return;
    if (!result.ok) {
      setError(result.error);
      return;
    }
    done(result.value);
    void client.invalidateQueries({ queryKey: ['keys'] });
    void client.invalidateQueries({ queryKey: ['credential'] });
    close();
  };
  const create = (draft: KeyDraft): Promise<void> =>
    send<KeyMadeAnswer>(
      () => run((proof) => createKeyAction(draft, undefined, proof), 'Create the key'),
      ({ key }) =>
        setFresh({
          title: `The key for ${draft.name}`,
          says: 'It works from now on. Give it to the machine over a channel that keeps secrets.',
          secret: key,
        }),
    );
  const rotate = (key: KeyView, overlapHours: number): Promise<void> =>
    send<KeyMadeAnswer>(
      () =>
        run((proof) => rotateKeyAction({ key: key.id, overlapHours }, undefined, proof), 'Rotate the key'),
      (answer) =>
        setFresh({
          title: `The new key for ${key.name}`,
          says:
            overlapHours === 0
              ? `${key.prefix} works no more.`
              : `${key.prefix} works until ${answer.oldEndsAt?.slice(0, 16).replace('T', ' ')} UTC.`,
          secret: answer.key,
        }),
    );
  const revoke = (id: string, reason: string, name: string, what: 'key' | 'token'): Promise<void> =>
    send(
      () =>
        run(
          () =>
            what === 'key'
              ? revokeKeyAction({ key: id, reason })
              : revokeFoundTokenAction({ token: id, reason }),
          'Revoke it now',
        ),
      ({ changed }) =>
        showToast({
          id: `revoked-${id}`,
          tone: 'ok',
          title: changed ? `${name} is revoked: it opens nothing any more` : `${name} was over already`,
        }),
    );
  return (
    <>
      {act?.kind === 'create' ? (
        <KeyForm
          owners={owners}
          me={me}
          pending={pending}
          error={error}
          onCreate={(draft) => void create(draft)}
          onClose={close}
        />
      ) : null}
      {act?.kind === 'rotate' ? (
        <RotateDialog
          rotated={act.key}
          pending={pending}
          error={error}
          onRotate={(hours) => void rotate(act.key, hours)}
          onClose={close}
        />
      ) : null}
      {act?.kind === 'revoke' ? (
        <ReasonDialog
          tone="safe"
          title={`Revoke ${act.key.name}`}
          says={`${act.key.prefix} stops working at once, here and at every edge; its open streams are cut.`}
          button="Revoke it now"
          offered={`${act.key.prefix} is not needed any more`}
          pending={pending}
          error={error}
          onApply={(reason) => void revoke(act.key.id, reason, act.key.name, 'key')}
          onClose={close}
        />
      ) : null}
      {act?.kind === 'revoke-token' ? (
        <ReasonDialog
          tone="safe"
          title={`Revoke ${act.token.name} of ${act.token.owner.name}`}
          says={`${act.token.prefix} stops working at once. Their other tokens and sessions stay.`}
          button="Revoke it now"
          offered={`${act.token.prefix} was found where it should not be`}
          pending={pending}
          error={error}
          onApply={(reason) => void revoke(act.token.id, reason, act.token.name, 'token')}
          onClose={close}
        />
      ) : null}
      {dialog}
      {fresh ? (
        <SecretOnce
          title={fresh.title}
          says={fresh.says}
          label="Key"
          secret={fresh.secret}
          onDone={() => setFresh(null)}
        />
      ) : null}
    </>
  );
}

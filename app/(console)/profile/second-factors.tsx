// Second factors of the profile: the authenticator app and passkeys, set up, named and taken away.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { factorOfferQuery } from '#app/_client/queries.ts';
import { useStepUp } from '#app/_client/step-up.tsx';
import type { ActionResult } from '#app/_entry/action.ts';
import { deviceWords } from '#components/access/device-words.ts';
import { asksForFactor } from '#components/access/factor-words.ts';
import { PasskeyList } from '#components/access/passkey-list.tsx';
import { NameDialog } from '#components/name-dialog.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { patiently } from '#components/ui/patiently.ts';
import { showToast } from '#components/ui/toast-store.ts';
import type { FactorOfferBody, PasskeyView } from '#lib/contract/access.ts';
import {
  addPasskeyAction,
  removePasskeyAction,
  removeTotpAction,
  renamePasskeyAction,
  setUpTotpAction,
} from './actions.ts';
import type { ProfilePart } from './part.ts';

// The picture of a secret is drawn once in the life of an account: its code comes then.
const TotpDialog = dynamic(
  () => patiently(() => import('#components/access/totp-dialog.tsx')).then((module) => module.TotpDialog),
  { ssr: false },
);

type Open =
  | { kind: 'totp'; offer: FactorOfferBody['totp'] }
  | { kind: 'add' }
  | { kind: 'rename'; passkey: PasskeyView };

export function SecondFactors({ profile, heldBy, onChanged }: ProfilePart) {
  const client = useQueryClient();
  const { run, dialog } = useStepUp();
  const [open, setOpen] = useState<Open | null>(null);
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<{ message: string } | null>(null);
  const last = profile.passkeys.length + (profile.totp ? 1 : 0) === 1 && asksForFactor(profile.roles);

  const begin = (next: Open | null): void => {
    setError(null);
    setOpen(next);
  };
  /** `how` answers null when the person turned away, or a sentence when the device refused. */
  const send = async (
    how: () => Promise<ActionResult<unknown> | string | null>,
    done: string,
  ): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await how();
    setPending(false);
    if (result === null) return;
    if (typeof result === 'string') setError({ message: result });
    else if (!result.ok) setError(result.error);
    else {
      setOpen(null);
      showToast({ id: 'factor', tone: 'ok', title: done });
      onChanged();
    }
  };
  const offered = (): Promise<FactorOfferBody | string> =>
    client.fetchQuery(factorOfferQuery).catch((failed: Error) => failed.message);
  const startTotp = async (): Promise<void> => {
    setPending(true);
    setError(null);
    const offer = await offered();
    setPending(false);
    if (typeof offer === 'string') setError({ message: offer });
    else setOpen({ kind: 'totp', offer: offer.totp });
  };
  const setUp = (offer: string, code: string): Promise<void> =>
    send(
      () => run((proof) => setUpTotpAction({ offer, code }, undefined, proof), 'Use this authenticator app'),
      'Your authenticator app is set up',
    );
  const add = (name: string): Promise<void> =>
    send(async () => {
      const [offer, { makePasskey }] = await Promise.all([offered(), import('#app/_client/passkey.ts')]);
      if (typeof offer === 'string') return offer;
      const made = await makePasskey(offer.passkey.options);
      if (!made.ok) return made.message;
      const input = { name, nonce: offer.passkey.nonce, response: made.response };
      return run((proof) => addPasskeyAction(input, undefined, proof), `Add the passkey ${name}`);
    }, `${name} is your passkey now: you can sign in with it`);
  const rename = (passkey: PasskeyView, name: string): Promise<void> =>
    send(
      () => run(() => renamePasskeyAction({ passkey: passkey.id, name }), 'Rename the passkey'),
      `${passkey.name} is called ${name} now`,
    );
  const remove = (passkey: PasskeyView): Promise<void> =>
    send(
      () =>
        run(
          (proof) => removePasskeyAction({ passkey: passkey.id }, undefined, proof),
          `Remove the passkey ${passkey.name}`,
        ),
      `${passkey.name} opens nothing any more`,
    );
  const removeTotp = (): Promise<void> =>
    send(
      () => run((proof) => removeTotpAction({}, undefined, proof), 'Remove the authenticator app'),
      'The authenticator app is no second factor any more',
    );
  return (
    <>
      <PasskeyList
        totp={profile.totp}
        passkeys={profile.passkeys}
        heldBy={heldBy}
        keepBy={heldBy ?? (last ? 'Your roles ask for a second factor: set up another one first.' : null)}
        busy={pending}
        onTotp={() => void startTotp()}
        onRemoveTotp={() => void removeTotp()}
        onAdd={() => begin({ kind: 'add' })}
        onRename={(passkey) => begin({ kind: 'rename', passkey })}
        onRemove={(passkey) => void remove(passkey)}
      >
        {open ? null : <FormError error={error} />}
      </PasskeyList>
      {open?.kind === 'totp' ? (
        <TotpDialog
          offer={open.offer}
          replaces={profile.totp}
          pending={pending}
          error={error}
          onCode={(code) => void setUp(open.offer.offer, code)}
          onClose={() => begin(null)}
        />
      ) : null}
      {open?.kind === 'add' ? (
        <NameDialog
          title="Add a passkey"
          says="Give it a name by which you know the device again. Then your browser asks for the device."
          label="Name of the passkey"
          initial={deviceWords(navigator.userAgent)}
          button={pending ? 'Waiting for your device' : 'Continue with the device'}
          pending={pending}
          error={error}
          onName={(name) => void add(name)}
          onClose={() => begin(null)}
        />
      ) : null}
      {open?.kind === 'rename' ? (
        <NameDialog
          title={`Rename ${open.passkey.name}`}
          says="Only you see this name."
          label="Name of the passkey"
          initial={open.passkey.name}
          button="Rename"
          pending={pending}
          error={error}
          onName={(name) => void rename(open.passkey, name)}
          onClose={() => begin(null)}
        />
      ) : null}
      {dialog}
    </>
  );
}

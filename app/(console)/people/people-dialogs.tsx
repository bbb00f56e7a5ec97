// The dialogs of the People screen, one at a time: invite, disable, enable, reset; and the new link, shown once.
'use client';
import { InviteDialog } from '#components/access/invite-dialog.tsx';
import { SecretOnce } from '#components/access/secret-once.tsx';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { PersonView } from '#lib/contract/access.ts';
import type { PeopleActs } from './people-acts.ts';

export type Act = { kind: 'invite' } | { kind: 'disable' | 'enable' | 'reset'; person: PersonView };

const WORDS = {
  disable: {
    title: (name: string) => `Disable ${name}`,
    says: () =>
      'They are out at once, on every screen and with every token; open links to them stop working. What they did stays in the log. A super admin can enable them again.',
    button: 'Disable them now',
    offered: (name: string) => `${name} needs no access any more`,
  },
  enable: {
    title: (name: string) => `Enable ${name}`,
    says: () => 'They may sign in again with what they had. Their sessions and tokens stay ended.',
    button: 'Enable them',
    offered: (name: string) => `${name} needs access again`,
  },
  reset: {
    title: (name: string) => `Reset the second factor of ${name}`,
    says: (external: boolean) =>
      external
        ? 'Takes away their authenticator app and passkeys, ends their sessions and tokens. They sign in at the identity provider and set up a new second factor.'
        : 'Takes away all they sign in with: password, authenticator app, passkeys, sessions and tokens. You get a link, shown once, with which they choose a password and set up a second factor anew.',
    button: 'Reset it now',
    offered: (name: string) => `${name} has lost their device`,
  },
} as const;

interface PeopleDialogsProps {
  act: Act | null;
  acts: PeopleActs;
  onClose: () => void;
}

export function PeopleDialogs({ act, acts, onClose }: PeopleDialogsProps) {
  const close = (): void => {
    acts.forget();
    onClose();
  };
  const closeWhenDone = (done: boolean): void => {
    if (done) onClose();
  };
  return (
    <>
      {act?.kind === 'invite' ? (
        <InviteDialog
          pending={acts.pending}
          error={acts.error}
          onInvite={(invitation) => void acts.invite(invitation).then(closeWhenDone)}
          onClose={close}
        />
      ) : null}
      {act && act.kind !== 'invite' ? (
        <ReasonDialog
          tone={act.kind === 'disable' ? 'safe' : 'plain'}
          title={WORDS[act.kind].title(act.person.name)}
          says={WORDS[act.kind].says(act.person.external)}
          button={WORDS[act.kind].button}
          offered={WORDS[act.kind].offered(act.person.name)}
          pending={acts.pending}
          error={acts.error}
          onApply={(reason) => void acts[act.kind](act.person, reason).then(closeWhenDone)}
          onClose={close}
        />
      ) : null}
      {acts.fresh ? (
        <SecretOnce
          title={acts.fresh.title}
          says={acts.fresh.says}
          label="Link"
          secret={acts.fresh.link}
          onDone={acts.linkKept}
        />
      ) : null}
    </>
  );
}

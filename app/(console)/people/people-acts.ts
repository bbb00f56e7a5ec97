// What is done to people: each act, and what is told of its outcome.
'use client';
import { useState } from 'react';
import { type ActState, useToldActs } from '#app/_client/told-acts.ts';
import { linkKind } from '#components/access/people-words.ts';
import type { Role } from '#lib/catalog/roles.ts';
import type { OpenLinkView, PersonView } from '#lib/contract/access.ts';
import {
  allowSignInAction,
  changeRolesAction,
  disablePersonAction,
  enablePersonAction,
  invitePersonAction,
  resetSecondFactorAction,
  withdrawLinkAction,
} from './actions.ts';

export interface Invitation {
  name: string;
  email: string;
  roles: readonly Role[];
}

/** A new one-time link that nobody has read yet; it lives in this page's memory until the person says they have it. */
export interface FreshLink {
  title: string;
  says: string;
  link: string;
}

/** Each act answers whether it was done. */
export interface PeopleActs extends ActState {
  fresh: FreshLink | null;
  linkKept: () => void;
  invite: (invitation: Invitation) => Promise<boolean>;
  changeRoles: (person: PersonView, roles: readonly Role[], reason: string) => Promise<boolean>;
  disable: (person: PersonView, reason: string) => Promise<boolean>;
  enable: (person: PersonView, reason: string) => Promise<boolean>;
  reset: (person: PersonView, reason: string) => Promise<boolean>;
  allow: (person: PersonView) => Promise<boolean>;
  withdraw: (link: OpenLinkView) => Promise<boolean>;
}

export function usePeopleActs(): PeopleActs {
  const { state, send } = useToldActs('people', ['people']);
  const [fresh, setFresh] = useState<FreshLink | null>(null);

  return {
    ...state,
    fresh,
    linkKept: () => setFresh(null),
    invite: (invitation) =>
      send(
        (proof) => invitePersonAction(invitation, undefined, proof),
        'Invite the person',
        ({ link }) => {
          setFresh({
            title: `The link for ${invitation.name}`,
            says: `Give it to ${invitation.email} over a channel you trust. It can be used once, within three days, and whoever opens it first is ${invitation.name} here.`,
            link,
          });
          return null;
        },
      ),
    changeRoles: (person, roles, reason) =>
      send(
        (proof) => changeRolesAction({ person: person.id, roles, reason }, undefined, proof),
        'Change the roles',
        ({ changed, signedOut }) =>
          !changed
            ? `${person.name} has these roles already`
            : signedOut
              ? `The roles of ${person.name} are changed, and they are signed out`
              : `The roles of ${person.name} are changed`,
      ),
    disable: (person, reason) =>
      send(
        () => disablePersonAction({ person: person.id, reason }),
        'Disable the person',
        () => `${person.name} is out: sessions, tokens and links are ended`,
      ),
    enable: (person, reason) =>
      send(
        (proof) => enablePersonAction({ person: person.id, reason }, undefined, proof),
        'Enable the person',
        () => `${person.name} may sign in again`,
      ),
    reset: (person, reason) =>
      send(
        (proof) => resetSecondFactorAction({ person: person.id, reason }, undefined, proof),
        'Reset the second factor',
        (issued) => {
          if (!issued) return `${person.name} sets up a new second factor at their next sign-in`;
          setFresh({
            title: `The new link for ${person.name}`,
            says: `Make sure that it is ${person.name} whom you give it to: whoever opens it first is them here. It can be used once, within a day.`,
            link: issued.link,
          });
          return null;
        },
      ),
    allow: (person) =>
      send(
        () => allowSignInAction({ person: person.id }),
        'Let them try again',
        () => `${person.name} may try to sign in again`,
      ),
    withdraw: (link) =>
      send(
        () => withdrawLinkAction({ link: link.id }),
        'Withdraw the link',
        () => `${linkKind(link)} for ${link.name ?? 'the first super admin'} is withdrawn`,
      ),
  };
}

// People in words: their state, second factor and roles, and why something cannot be done to them. Pure.

import { age, day } from '#components/format-time.ts';
import type { OpenLinkView, PersonView } from '#lib/contract/access.ts';
import { asksForFactor } from './factor-words.ts';
import { roleLabel } from './role-words.ts';

export type StateTone = 'ok' | 'risk' | 'plain';

export function personState({ state, locked }: Pick<PersonView, 'state' | 'locked'>): {
  word: string;
  tone: StateTone;
} {
  if (state === 'disabled') return { word: 'Disabled', tone: 'plain' };
  if (locked) return { word: 'Locked out', tone: 'risk' };
  return state === 'waiting' ? { word: 'Waits for a link', tone: 'risk' } : { word: 'Active', tone: 'ok' };
}

/** `App and 2 passkeys`, `1 passkey`, `None`. People of the identity provider may have one here as well. */
export function factorWords({ totp, passkeys }: Pick<PersonView, 'totp' | 'passkeys'>): string {
  const keys = passkeys === 0 ? null : passkeys === 1 ? '1 passkey' : `${passkeys} passkeys`;
  if (totp) return keys ? `App and ${keys}` : 'App';
  return keys ?? 'None';
}

/** Their second factor is missing although their roles ask for one. */
export function lacksFactor(person: PersonView): boolean {
  const none = !person.totp && person.passkeys === 0;
  return none && person.state !== 'disabled' && asksForFactor([...person.roles, ...person.addedRoles]);
}

/** `3 min ago`, `now` while they are at it, `never`. `now` is database time. */
export function seenWords(lastSeenAt: string | null, now: string): string {
  if (lastSeenAt === null) return 'never';
  const ms = Date.parse(now) - Date.parse(lastSeenAt);
  return ms < 60_000 ? 'now' : `${age(ms)} ago`;
}

/** What was added and taken away, in the catalogue's labels; null when nothing differs. */
export function roleDiff(
  before: readonly string[],
  after: readonly string[],
): { added: string[]; removed: string[] } | null {
  const added = after.filter((role) => !before.includes(role)).map(roleLabel);
  const removed = before.filter((role) => !after.includes(role)).map(roleLabel);
  return added.length + removed.length === 0 ? null : { added, removed };
}

/** The last super admin who is not disabled: nobody could let people in without them. */
export function isLastSuperAdmin(person: PersonView, everybody: readonly PersonView[]): boolean {
  const admins = everybody.filter(
    ({ state, roles }) => state !== 'disabled' && roles.includes('super_admin'),
  );
  return admins.length === 1 && admins[0]?.id === person.id;
}

export type PersonAct = 'roles' | 'disable' | 'enable' | 'reset' | 'allow';

/** Why this cannot be done to this person; null when it can. The server decides again. */
export function whyNot(
  act: PersonAct,
  person: PersonView,
  everybody: readonly PersonView[],
  meId: string,
): string | null {
  if (person.id === meId && act !== 'allow') {
    return act === 'reset'
      ? 'Nobody resets their own second factor: ask another super admin.'
      : act === 'roles'
        ? 'Nobody changes their own roles: ask another super admin.'
        : 'Nobody disables themselves: ask another super admin.';
  }
  if (act === 'roles' && person.external)
    return 'Their roles come from groups at the identity provider: change the groups there.';
  if (act === 'disable' && isLastSuperAdmin(person, everybody))
    return 'This is the last super admin: make somebody else one first.';
  if (act === 'reset' && person.state === 'disabled') return 'They are disabled: enable them first.';
  if (act === 'allow' && !person.locked) return 'No wrong attempts stand against them.';
  return null;
}

const LINK_KIND = {
  invitation: 'Invitation',
  first_run: 'First super admin',
  reset: 'Reset of a sign-in',
} as const satisfies Record<OpenLinkView['kind'], string>;

export function linkKind({ kind }: Pick<OpenLinkView, 'kind'>): string {
  return LINK_KIND[kind];
}

/** `for 70 h more`, `expired 18 Mar`. `now` is database time. */
export function linkEnd(
  { expiresAt, expired }: Pick<OpenLinkView, 'expiresAt' | 'expired'>,
  now: string,
): string {
  if (expired) return `expired ${day(expiresAt)}`;
  const hours = (Date.parse(expiresAt) - Date.parse(now)) / 3_600_000;
  return hours > 1 ? `for ${Math.round(hours)} h more` : 'for less than an hour';
}

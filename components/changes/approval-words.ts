// What the approvals say: who may decide, what is asked for, what became of it. Pure.
import { REQUEST_STATES, type RequestState } from '#lib/catalog/approvals.ts';
import { ROLES, type Role } from '#lib/catalog/roles.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { AttentionView, ChangeRequestView, DeciderView, OpenP0View } from '#lib/contract/approvals.ts';
import { couldAgree } from '#lib/rules/changes/second-person.ts';

/** `A`, `A or B`, `A, B or C`, `A, B or 3 others`. */
export function orList(words: readonly string[], most = 3): string {
  const shown =
    words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} others`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** The roles that may decide on all of these switches, in words: `risk manager or super admin`. */
export function decidingRoles(switches: readonly string[], word = false): string {
  if (word) return ROLES.super_admin.label.toLowerCase();
  const roles = (Object.keys(ROLES) as Role[]).filter((role) =>
    switches.every((name) => findSwitch(name)?.changedBy.some((one) => one === role)),
  );
  return orList(roles.map((role) => ROLES[role].label.toLowerCase()).reverse());
}

/** Who may be the second person, by name; `requestedBy` never is. `word`: it takes a super admin, because a P0 is open. */
export function decidersOf(
  deciders: readonly DeciderView[],
  request: { requestedBy: string; switches: readonly string[]; word?: boolean },
): string[] {
  return deciders
    .filter((person) => couldAgree(person, request) && (!request.word || givesWord(person)))
    .map(({ name }) => name);
}

function givesWord({ roles }: { roles: readonly string[] }): boolean {
  return roles.includes('super_admin' satisfies Role);
}

/** Who may approve this request, by name. */
export function approversOf(
  deciders: readonly DeciderView[],
  { requestedBy, changes, takesWord }: Pick<ChangeRequestView, 'requestedBy' | 'changes' | 'takesWord'>,
): string[] {
  const switches = changes.map((change) => change.switch);
  return decidersOf(deciders, { requestedBy: requestedBy.id, switches, word: takesWord !== null });
}

const takesWord = ({ number, title }: OpenP0View): string =>
  `A-${number} (${title}) is open: until it is over, raising takes a super admin's word`;

/** What this person cannot raise alone now, said before they ask; null when it takes no super admin's word, or they are one. */
export function wordAsked(
  openP0: OpenP0View | null | undefined,
  me: { roles: readonly string[] },
  raises: boolean,
): string | null {
  return openP0 && raises && !givesWord(me) ? `${takesWord(openP0)}.` : null;
}

/** Why somebody who may decide on it may not approve it while a P0 is open, and who may; null when they may. */
export function wordHeldBy(
  request: Pick<ChangeRequestView, 'requestedBy' | 'changes' | 'takesWord'>,
  me: { roles: readonly string[] },
  deciders: readonly DeciderView[],
): string | null {
  if (request.takesWord === null || givesWord(me)) return null;
  const names = approversOf(deciders, request);
  const who =
    names.length > 0 ? `${orList(names)} may approve it` : 'no super admin is here who could approve it';
  return `${takesWord(request.takesWord)}, and ${who}. You may refuse it.`;
}

/** Open requests on which this person may decide. */
export function waitingFor(
  me: { id: string; roles: readonly string[] },
  requests: AttentionView['requests'],
): AttentionView['requests'] {
  return requests.filter(({ requestedBy, switches }) =>
    couldAgree(me, { requestedBy: requestedBy.id, switches }),
  );
}

/** What became of a request, in a few words: `Refused by Ann`, `Void: a value was set meanwhile`. */
export function stateWords({ state, decidedBy }: Pick<ChangeRequestView, 'state' | 'decidedBy'>): string {
  if (state === 'approved') return decidedBy ? `Approved by ${decidedBy.name}` : 'Approved';
  if (state === 'refused') return decidedBy ? `Refused by ${decidedBy.name}` : 'Refused';
  return REQUEST_STATES[state satisfies RequestState];
}

/** When a closed request ended: by a decision, by the change that made it void, or by its own time. */
export function closedAt(request: Pick<ChangeRequestView, 'decidedAt' | 'voidedBy' | 'expiresAt'>): string {
  return request.decidedAt ?? request.voidedBy?.at ?? request.expiresAt;
}

/** Where a request, a break-glass or a deadline is shown. */
export function approvalHref(id: string): string {
  return `/approvals?open=${id}`;
}

// What a change of the matrix is to do and on which terms, as every command that changes it says it.
import type { Action } from '#lib/catalog/permissions.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Terms } from '#lib/rules/changes/change-authority.ts';
import type { WantedDeadline } from '#lib/rules/changes/deadline.ts';
import { type ChangePlan, placeKey, type Request } from '#lib/rules/changes/decide-change.ts';
import type { RequestSubject } from '#lib/store/changes/change-requests.ts';
import type { Moment } from './command.ts';

/** The request of a second person that is being carried out. */
export interface Approval {
  id: string;
  number: number;
  version: number;
  requestedBy: { id: string; name: string };
  approvedBy: { id: string; name: string };
}

/** What a change of the matrix is to do, and on which terms. */
export interface WantedChange {
  requests: readonly Request[];
  reason: unknown;
  terms?: Terms | undefined;
  deadline?: WantedDeadline | undefined;
  undoesId?: string | undefined;
  /** What it is part of, such as leaving a level; kept with the request. */
  subject?: RequestSubject | undefined;
  approval?: Approval | undefined;
}

/** Who wants it, by which command, when. */
export interface By {
  command: Action;
  actor: Actor;
  moment: Moment;
}

/** What a change set and a request have in common. */
export interface Planned {
  id: string;
  command: Action;
  plan: ChangePlan;
  undoesId: string | null;
  subject: RequestSubject | null;
  /** Open requests that this makes void. */
  voided: readonly string[];
}

export function placesOf(plan: ChangePlan): string[] {
  return plan.changes.map((change) => placeKey(change.switch, change.symbol));
}

/** The person who acts; requests and break-glass are of people only, and permissions see to that. */
export function personOf(actor: Actor): { id: string; name: string } {
  if (actor.kind !== 'person') throw new Error(`a ${actor.kind} cannot ask for a second person`);
  return { id: actor.id, name: actor.name };
}

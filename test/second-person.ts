// The second person of a test: approves a change request with a step-up, as somebody new each time.

import { actorOfBearer } from '#app/_entry/actor.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { database } from '#lib/store/client.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { codeOf, createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';

/** Approves by a new super admin, whose code nobody has used. */
export async function approve(requestId: string): Promise<Executed<ChangeAnswer>> {
  const account = await createAccount('super_admin');
  const { diffHash } = await database().changeRequest.findUniqueOrThrow({ where: { id: requestId } });
  const actor = await actorOfBearer(account.token);
  const stepUp = { kind: 'totp', code: codeOf(account) } as const;
  return answered(() => execute(approveChange, { requestId, diffHash }, actor, { stepUp }));
}

/** The answer of a change, approved by a second person where it waits for one. Throws when it was refused. */
export async function agreed(change: Promise<Executed<ChangeAnswer>>): Promise<ChangeAnswer> {
  const first = await change;
  if (!first.ok) throw new Error(`${first.error.code}: ${first.error.message}`);
  if (!first.value.request) return first.value;
  const second = await approve(first.value.request.id);
  if (!second.ok) throw new Error(`${second.error.code}: ${second.error.message}`);
  return second.value;
}

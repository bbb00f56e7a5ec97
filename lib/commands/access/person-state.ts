// What every decision on somebody's access looks at: the person, locked, and how many super admins there are beside them.

import { lockPerson, otherSuperAdmins, type StoredPerson } from '#lib/store/access/people.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';

export interface PersonState {
  person: StoredPerson | undefined;
  otherSuperAdmins: number;
}

export async function loadPerson(tx: Tx, id: string): Promise<{ state: PersonState; now: Date }> {
  const person = await lockPerson(tx, id);
  return {
    state: { person, otherSuperAdmins: await otherSuperAdmins(tx, id) },
    now: await databaseNow(tx),
  };
}

/** Every console process looks at this person's open streams again. */
export function sessionsMoved(personId: string) {
  return { kind: 'notify', channel: 'bulkhead_sessions', payload: personId } as const;
}

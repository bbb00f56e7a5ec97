// A fresh database with an initialised matrix, as the console and worker see it, for tests that run commands.

import type pg from 'pg';
import type { Role } from '#lib/catalog/roles.ts';
import { syncCatalogue } from '#lib/commands/changes/sync-catalogue.ts';
import type { Environment } from '#lib/contract/console.ts';
import { type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { disconnect } from '#lib/store/client.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { createTestDatabase, type TestDatabase } from '#test/database.ts';

/**
 * Runs a write again while the machine is too busy for it: `unavailable` says that nothing was changed and that trying
 * again is right. A test that asks for something else than speed must not fail for want of it.
 */
export async function answered<A>(attempt: () => Promise<Executed<A>>): Promise<Executed<A>> {
  for (let tries = 1; ; tries++) {
    const result = await attempt();
    if (result.ok || result.error.code !== 'unavailable' || tries === 5) return result;
  }
}

/** Points this process's store at a new database and fills the matrix with the defaults. Call `close` afterwards. */
export async function openConsoleDatabase(
  environment: Environment = 'production',
): Promise<TestDatabase & { close(): Promise<void> }> {
  const database = await createTestDatabase({ environment });
  process.env.DATABASE_URL = database.app;
  process.env.NEXTAUTH_SECRET = 'a secret of this test run, long enough to be one';
  // Filled already when only the answer was lost: once more changes nothing.
  const fill = () => answered(() => execute(syncCatalogue, {}, SYSTEM));
  let first = await fill();
  if (!first.ok && first.error.code === 'outcome_unknown') first = await fill();
  if (!first.ok) throw new Error(first.error.message);
  return {
    ...database,
    close: async () => {
      await disconnect();
      // The next file in this process says itself where it is reached.
      delete process.env.NEXTAUTH_URL;
      await database.drop();
    },
  };
}

/** Gives people of `person` their rows, for commands that refer to them. `client` is the owner's connection. */
export async function keepPeople(client: pg.Client, ...people: readonly PersonActor[]): Promise<void> {
  for (const { id, email, name, roles } of people) {
    await client.query('INSERT INTO people (id, email, name) VALUES ($1, $2, $3)', [id, email, name]);
    for (const role of roles)
      await client.query('INSERT INTO person_roles (person_id, role) VALUES ($1, $2)', [id, role]);
  }
}

/** A person with these roles who exists only as an actor; enough for commands that do not look the person up. */
export function person(...roles: Role[]): PersonActor {
  const [first = 'nobody'] = roles;
  return {
    kind: 'person',
    id: `00000000-0000-4000-8000-${first.length.toString().padStart(12, '0')}`,
    name: `Test ${first}`,
    email: `${first}@test.invalid`,
    roles,
    via: 'token',
    factor: 'proven',
  };
}

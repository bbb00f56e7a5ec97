// People and keys in a test database, made by the commands of the first start, and the actors that the doors resolve them to.
import { randomBytes, randomUUID } from 'node:crypto';
import { Secret, TOTP as Totp } from 'otpauth';
import type pg from 'pg';
import { actorOfBearer, actorOfSession } from '#app/_entry/actor.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { ensureAccount } from '#lib/commands/access/ensure-account.ts';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered } from '#test/console-database.ts';

export interface Account {
  personId: string;
  email: string;
  password: string;
  totpSecret: string;
  /** Personal access token. */
  token: string;
}

/** A new person with these roles, password, second factor and token. */
export async function createAccount(...roles: Role[]): Promise<Account> {
  const account = {
    email: `${roles[0]}-${randomUUID()}@test.invalid`,
    password: `correct horse ${randomUUID()}`,
    totpSecret: new Secret({ size: 20 }).base32,
    token: `bht_${randomBytes(20).toString('hex')}`,
  };
  const made = await answered(() =>
    execute(ensureAccount, { ...account, name: `Test ${roles[0]}`, roles }, SYSTEM),
  );
  if (!made.ok) throw new Error(made.error.message);
  return { ...account, personId: made.value.personId };
}

/** The six digits an authenticator app shows for this account; `steps` 30-second steps from now. */
export function codeOf(account: Account, steps = 0): string {
  const totp = new Totp({ secret: Secret.fromBase32(account.totpSecret) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** A session row as sign-in writes it, without the sign-in; `client` is the owner's connection. */
export async function openSessionOf(client: pg.Client, personId: string): Promise<string> {
  const { rows } = await client.query(
    "INSERT INTO sessions (person_id, idle_seconds, expires_at, proven_at) VALUES ($1, 1800, clock_timestamp() + interval '12 hours', clock_timestamp()) RETURNING id",
    [personId],
  );
  return rows[0].id;
}

/** The person of a fresh session, as a page sees them. */
export async function signedIn(client: pg.Client, personId: string): Promise<Actor> {
  return known(await actorOfSession(await openSessionOf(client, personId)));
}

/** A new key with these scopes, as a service sends it. */
export async function keyOf(...scopes: string[]): Promise<string> {
  const key = `bhk_${randomBytes(20).toString('hex')}`;
  const made = await answered(() => execute(ensureApiKey, { name: 'Test key', scopes, key }, SYSTEM));
  if (!made.ok) throw new Error(made.error.message);
  return key;
}

/** The machine behind a new key with these scopes, as the doors see it. */
export async function machine(...scopes: string[]): Promise<Actor> {
  return known(await actorOfBearer(await keyOf(...scopes)));
}

function known(actor: Actor): Actor {
  if (actor.kind === 'anonymous') throw new Error('the door did not know who this is');
  return actor;
}

// What the tests of the second person share: a database, people with ways to prove themselves, and a change that waits.
import pg from 'pg';
import type { Role } from '#lib/catalog/roles.ts';
import { addPasskey } from '#lib/commands/access/add-passkey.ts';
import { approveChange } from '#lib/commands/changes/approve-change.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import type { ApprovalsBody, AttentionView, ChangeRequestView } from '#lib/contract/approvals.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { readFactorOffer } from '#lib/reads/access/read-factor-offer.ts';
import { attention } from '#lib/reads/attention.ts';
import { readApprovals } from '#lib/reads/changes/read-approvals.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { inputHash } from '#lib/write/canonical.ts';
import { issueChallenge } from '#lib/write/challenge.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import type { StepUpProof } from '#lib/write/step-up.ts';
import { Authenticator, challengeIn } from '#test/authenticator.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

export const reason = 'The desk asks for it in this test';
/** Raising it waits for a second person; 500 is its default. */
export const INTERVAL = 'liquidation_check_interval_ms';

export interface Stage {
  owner: pg.Client;
  ownerUrl: string;
  /** As the application itself connects. */
  app: pg.Client;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  process.env.NEXTAUTH_URL = 'http://localhost:3000';
  const opened = await openConsoleDatabase();
  const owner = new pg.Client({ connectionString: opened.owner });
  const app = new pg.Client({ connectionString: opened.app });
  await Promise.all([owner.connect(), app.connect()]);
  return {
    owner,
    ownerUrl: opened.owner,
    app,
    close: async () => {
      await Promise.all([owner.end(), app.end()]);
      await opened.close();
    },
  };
}

export interface Somebody {
  account: Account;
  actor: Actor;
}

export async function somebody({ owner }: Stage, ...roles: Role[]): Promise<Somebody> {
  const account = await createAccount(...roles);
  return { account, actor: await signedIn(owner, account.personId) };
}

export async function enrol({ account, actor }: Somebody): Promise<Authenticator> {
  const authenticator = new Authenticator();
  const offer = await ask(readFactorOffer, {}, actor);
  if (!offer.ok) throw new Error(offer.error.message);
  const { nonce, options } = offer.value.passkey;
  const input = { name: 'Phone', nonce, response: authenticator.create(challengeIn(options)) };
  const stepUp = { kind: 'totp', code: codeOf(account, -1) } as const;
  done(await answered(() => execute(addPasskey, input, actor, { stepUp })));
  return authenticator;
}

export function done<A>(result: Executed<A>): A {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

export function outcome(result: Executed<unknown>): string {
  return result.ok ? 'done' : result.error.code;
}

export function sentence(result: Executed<unknown>): string {
  return result.ok ? 'done' : result.error.message;
}

export const to = (value: unknown, name = INTERVAL) => ({ switch: name, value });

/** Sets values as Bulkhead itself: nothing waits. */
export const settle = async (...changes: object[]): Promise<ChangeAnswer> =>
  done(await answered(() => execute(setSwitches, { changes, reason }, SYSTEM)));

export const set = (by: Actor, changes: readonly object[], more: object = {}, stepUp?: StepUpProof) =>
  answered(() => execute(setSwitches, { changes, reason, ...more }, by, { stepUp }));

/** Asks for a change that has to wait. */
export async function asked(by: Actor, changes: readonly object[], more: object = {}) {
  const { request } = done(await set(by, changes, more));
  if (!request) throw new Error('it did not wait for a second person');
  return request;
}

export async function hashOf({ owner }: Stage, requestId: string): Promise<string> {
  const { rows } = await owner.query('SELECT diff_hash FROM change_requests WHERE id = $1', [requestId]);
  return rows[0].diff_hash;
}

export async function stateOf({ owner }: Stage, requestId: string): Promise<string> {
  const { rows } = await owner.query('SELECT state FROM change_requests WHERE id = $1', [requestId]);
  return rows[0].state;
}

/** Approves as this person with the code that their app shows now. */
export async function approves(
  stage: Stage,
  { account, actor }: Somebody,
  requestId: string,
): Promise<Executed<ChangeAnswer>> {
  const input = { requestId, diffHash: await hashOf(stage, requestId) };
  const stepUp = { kind: 'totp', code: codeOf(account) } as const;
  return answered(() => execute(approveChange, input, actor, { stepUp }));
}

/** What a passkey says to approve-change with this input, over a challenge of its own. */
export function signedFor(who: Somebody, passkey: Authenticator, input: object): StepUpProof {
  const content = `approve-change ${inputHash(input)}`;
  const { nonce, challenge } = issueChallenge(
    { purpose: 'step-up', person: who.account.personId, content },
    Date.now(),
  );
  // Like most passkeys, which do not count.
  return { kind: 'passkey', nonce, response: passkey.get(challenge, { counter: 0 }) };
}

export async function approvals(by: Actor): Promise<ApprovalsBody> {
  const read = await ask(readApprovals, {}, by);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

export async function shown(by: Actor, requestId: string): Promise<ChangeRequestView | undefined> {
  return (await approvals(by)).requests.find(({ id }) => id === requestId);
}

export async function counted({ owner }: Stage, table: string, where = 'true'): Promise<number> {
  const { rows } = await owner.query(`SELECT count(*)::int FROM ${table} WHERE ${where}`);
  return rows[0].count;
}

/** Moves stored times of a table back, past the triggers that keep them. */
export async function earlier({ owner }: Stage, table: string, columns: readonly string[], by: string) {
  await owner.query('BEGIN');
  await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await owner.query(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - interval '${by}'`).join(', ')}`,
  );
  await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await owner.query('COMMIT');
}

/** Entries of the audit log of this kind about this subject. */
export function audited(stage: Stage, kind: string, subject: string): Promise<number> {
  return counted(stage, 'audit_log', `kind = '${kind}' AND subject = '${subject}'`);
}

/** What the live pulse says waits for somebody. */
export function noticed(): Promise<AttentionView> {
  return database().$transaction((tx) => attention(tx));
}

export const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

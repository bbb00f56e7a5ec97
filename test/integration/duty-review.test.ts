// The review of duties on stored people: effective roles of the environment, missing second factors, stray credentials, break-glass.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureApiKey } from '#lib/commands/access/ensure-api-key.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { DutyReviewBody } from '#lib/contract/review.ts';
import { readDuties } from '#lib/reads/access/read-duties.ts';
import { ask } from '#lib/reads/read.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

async function open(environment: Environment): Promise<void> {
  opened = await openConsoleDatabase(environment);
  owner = new pg.Client({ connectionString: opened.superuser });
  await owner.connect();
}
beforeEach(() => open('production'));
afterEach(async () => {
  await owner.end();
  await opened.close();
});

async function review(): Promise<DutyReviewBody> {
  const result = await ask(readDuties, {}, person('auditor'));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('an empty installation has nothing to look at, and says so with the time', async () => {
  expect(await review()).toMatchObject({
    ...{ environment: 'production', people: 0, combinations: [], superAdmins: [], withoutSecondFactor: [] },
    ...{ credentials: [], breakGlass: [], at: expect.stringMatching(/Z$/) },
  });
});

test('people are found by their roles, not when they are disabled', async () => {
  const both = await createAccount('risk_manager', 'super_admin');
  const plain = await createAccount('engineer');
  const gone = await createAccount('super_admin', 'operations');
  await owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [gone.personId]);
  await owner.query('UPDATE people SET totp_secret = NULL WHERE id = ANY($1)', [
    [plain.personId, gone.personId],
  ]);
  const found = await review();
  expect(found.people).toBe(2);
  expect(found.combinations.map(({ id, findings }) => [id, findings])).toEqual([
    [both.personId, [{ duty: 'request-and-approve', roles: ['risk_manager', 'super_admin'] }]],
  ]);
  expect(found.superAdmins.map(({ id }) => id)).toEqual([both.personId]);
  expect(found.withoutSecondFactor.map(({ id, email }) => [id, email])).toEqual([
    [plain.personId, plain.email],
  ]);
});

test('in staging engineers hold what the environment adds, shown as added', async () => {
  await owner.end();
  await opened.close();
  await open('staging');
  const { personId } = await createAccount('engineer');
  expect((await review()).combinations).toEqual([
    expect.objectContaining({
      id: personId,
      roles: ['engineer'],
      added: ['risk_manager'],
      findings: [{ duty: 'signs-several-lines', roles: ['engineer', 'risk_manager'] }],
    }),
  ]);
});

test('keys and tokens without owner, end or use are found until they are revoked', async () => {
  const { personId } = await createAccount('engineer');
  const key = `bhk_${randomBytes(20).toString('hex')}`;
  await answered(() => execute(ensureApiKey, { name: 'Old router', scopes: ['switches:read'], key }, SYSTEM));
  await owner.query("UPDATE personal_tokens SET expires_at = now() + interval '1 day'");
  await owner.query("UPDATE api_keys SET created_at = now() - interval '91 days'");
  const flaws = async () =>
    (await review()).credentials.map((one) => [one.kind, one.name, one.owner, one.flaws]);
  expect(await flaws()).toEqual([['key', 'Old router', null, ['no_owner', 'no_expiry', 'unused']]]);
  await owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [personId]);
  await owner.query(
    "UPDATE api_keys SET owner_id = $1, last_used_at = now(), expires_at = now() + interval '1 day'",
    [personId],
  );
  expect(await flaws()).toEqual([
    ['key', 'Old router', 'Test engineer', ['owner_disabled']],
    ['token', expect.any(String), 'Test engineer', ['owner_disabled']],
  ]);
  await owner.query('UPDATE api_keys SET revoked_at = now()');
  await owner.query('UPDATE personal_tokens SET revoked_at = now()');
  expect(await flaws()).toEqual([]);
});

test('every break-glass of the log is listed, newest first, and nothing that only resembles one', async () => {
  for (const kind of ['break-glass.used', 'break_glass.used', 'break-glassy', 'break-glass.reviewed']) {
    await owner.query(
      `INSERT INTO audit_log (seq, at, actor_kind, actor_id, actor_name, kind, subject, reason, prev_hash, hash)
       VALUES (0, now(), 'person', 'p', 'Ann', $1, 'routing_mode', 'INC-7', ''::bytea, ''::bytea)`,
      [kind],
    );
  }
  expect((await review()).breakGlass).toMatchObject([
    {
      kind: 'break-glass.reviewed',
      actor: { kind: 'person', id: 'p', name: 'Ann' },
      subject: 'routing_mode',
      reason: 'INC-7',
    },
    { kind: 'break-glass.used' },
  ]);
});

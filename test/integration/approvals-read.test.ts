// What the read of approvals says of a request: no new difference while none is, the new one once a value moved; and who decides.
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { ApprovalsBody } from '#lib/contract/approvals.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { readApprovals } from '#lib/reads/changes/read-approvals.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
const risk = person('risk_manager');
const admin = person('super_admin');

beforeEach(async () => {
  opened = await openConsoleDatabase();
  const owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, risk, admin, person('auditor'));
  await owner.end();
});
afterEach(() => opened.close());

async function read(actor: Actor): Promise<ApprovalsBody> {
  const body = await ask(readApprovals, {}, actor);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

async function set(value: number, actor: Actor): Promise<ChangeAnswer> {
  const input = { switch: 'liquidation_check_interval_ms', value, reason: 'for the read of approvals' };
  const result = await answered(() => execute(setSwitch, input, actor));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('an open request shows its own difference only; a void one shows what it would be now', async () => {
  const { request } = await set(1_000, risk);
  const asked = (await read(admin)).requests.find(({ id }) => id === request?.id);
  expect(asked).toMatchObject({ state: 'open', changesNow: null, notYours: null });
  expect((await read(risk)).requests[0]?.notYours).toMatch(/^You asked for this one/);

  await set(250, SYSTEM);
  const after = (await read(admin)).requests.find(({ id }) => id === request?.id);
  expect(after).toMatchObject({
    state: 'void',
    voidedBy: { name: SYSTEM.name },
    changesNow: [{ switch: 'liquidation_check_interval_ms', oldValue: 250, newValue: 1_000 }],
  });
});

test('those who may decide are named with the roles that count, by name', async () => {
  const { deciders } = await read(person('auditor'));
  expect(deciders).toEqual([
    { id: risk.id, name: risk.name, roles: ['risk_manager'] },
    { id: admin.id, name: admin.name, roles: ['super_admin'] },
  ]);
});

test('a P0 of the venue takes a super admin to approve, unless one asked; a drill and its end do not', async () => {
  const owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  const fire = (name: string, drill: boolean) =>
    owner.query(
      `INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, labels, annotations, drill, fired_at, received_at, heard_at)
       VALUES (gen_random_uuid(), 'api', $1, now(), 'hl-disconnected', 'HL is disconnected', 'P0', '[]', '[]', $2, now(), now(), now())`,
      [name, drill],
    );
  const words = async (): Promise<unknown[]> =>
    (await read(admin)).requests.map(({ takesWord }) => takesWord);
  const open = async () => (await read(admin)).openP0;
  await set(1_000, risk);
  await fire('drill', true);
  expect([await words(), await open()]).toEqual([[null], null]);
  await fire('real', false);
  expect(await words()).toEqual([{ number: 2, title: 'HL is disconnected' }]);
  expect(await open()).toEqual({ number: 2, title: 'HL is disconnected' });
  await set(1_001, admin);
  expect(await words()).toEqual([{ number: 2, title: 'HL is disconnected' }, null]);
  await owner.query("UPDATE firings SET resolved_at = now() WHERE fingerprint = 'real'");
  expect([await words(), await open()]).toEqual([[null, null], null]);
  await owner.end();
});

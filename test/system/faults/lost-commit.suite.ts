// A COMMIT whose answer never comes: the writer hears "unknown" with the key to ask with, and asking tells the truth.
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { ChangeAnswer, MeBody } from '#lib/contract/console.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { disconnect } from '#lib/store/client.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import type { Answer } from '../http.ts';
import { command, onConsole, run, sql, tokenOf, until } from '../installation.ts';
import { type CommitCable, layCommitCable } from './commit-cable.ts';

/** The risk manager as the console knows them, so that their key is theirs whichever way the write comes. */
async function riskManager(): Promise<PersonActor> {
  const me = (await onConsole('/api/v1/me', { headers: tokenOf('risk_manager') })).json as MeBody;
  return {
    kind: 'person',
    id: me.id,
    name: me.name,
    email: me.email,
    roles: ['risk_manager'],
    via: 'token',
    factor: 'proven',
  };
}

/** Points this process's own write path at the installation's database, by way of the cable. */
async function byCable(): Promise<CommitCable> {
  await disconnect();
  const cable = await layCommitCable(run().databaseUrl);
  process.env.DATABASE_URL = cable.url;
  return cable;
}

interface Lost {
  key: string;
  input: { switch: string; value: number; reason: string };
  result: Promise<Executed<ChangeAnswer>>;
}

let values = 0;
async function send(): Promise<Lost> {
  values += 1;
  const key = `lost-${randomUUID()}`;
  const input = { switch: 'max_drawdown_pct', value: 20 + values / 10, reason: `lost commit ${key}` };
  return { key, input, result: execute(setSwitch, input, await riskManager(), { idempotencyKey: key }) };
}

function outcome(key: string): Promise<Answer> {
  return onConsole(`/api/v1/outcome?command=set-switch&key=${key}`, { headers: tokenOf('risk_manager') });
}

async function entries(key: string): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'SELECT count(*)::int AS count FROM audit_log WHERE reason = $1',
    [`lost commit ${key}`],
  );
  return row?.count ?? 0;
}

async function expectUnknown({ key, result }: Lost): Promise<void> {
  // The database is silent still: waiting for it would be an answer that never comes.
  const told = await result;
  expect(told.ok).toBe(false);
  if (told.ok) return;
  expect(told.error).toMatchObject({ code: 'outcome_unknown', details: { idempotencyKey: key } });
  expect(told.error.message).toContain(key);
}

describe('a commit that nobody hears of', () => {
  afterAll(disconnect);

  test('when it happened, asking gives its answer, and sending it again gives the same and nothing more', async () => {
    const cable = await byCable();
    cable.next('silence');
    const lost = await send();
    await expectUnknown(lost);
    expect(cable.met()).toBe(true);
    const told = await outcome(lost.key);
    expect([told.status, (told.json as { answer: ChangeAnswer }).answer.changed]).toEqual([200, true]);
    const headers = { ...tokenOf('risk_manager'), 'idempotency-key': lost.key };
    const again = await command('set-switch', lost.input, headers);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect({ answer: again.json }).toEqual(told.json);
    expect(await entries(lost.key)).toBe(1);
  });

  test('when it never arrived, asking says so, once it cannot arrive any more', async () => {
    const cable = await byCable();
    cable.next('hold');
    const lost = await send();
    await expectUnknown(lost);
    const told = await until('a final answer', async () => {
      const answer = await outcome(lost.key);
      return answer.status !== 503 && answer;
    });
    expect(told.status).toBe(404);
    cable.release();
    const headers = { ...tokenOf('risk_manager'), 'idempotency-key': lost.key };
    const again = await command('set-switch', lost.input, headers);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, undefined]);
    expect(await entries(lost.key)).toBe(1);
  });

  test('while it may still arrive, nobody is told that it did not happen', async () => {
    const cable = await byCable();
    cable.next('hold');
    const lost = await send();
    await until('the commit is held', () => cable.met());
    const asked = outcome(lost.key);
    // Asked while the transaction is open: only after that may it go on.
    await until('the question waits for the transaction, or was answered', async () => {
      const [row] = await sql<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND usename = current_user",
      );
      return (
        (row?.count ?? 0) > 0 ||
        Promise.race([asked.then(() => true), new Promise((resolve) => setImmediate(resolve))])
      );
    });
    cable.release();
    const told = await asked;
    expect(told.status).not.toBe(404);
    await expectUnknown(lost);
    const later = await until('a final answer', async () => {
      const answer = await outcome(lost.key);
      return answer.status !== 503 && answer;
    });
    expect(later.status).toBe((await entries(lost.key)) === 1 ? 200 : 404);
    await command('reset-to-default', { switch: 'max_drawdown_pct', reason: 'as it was before' });
  });
});
